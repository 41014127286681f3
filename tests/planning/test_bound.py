"""What the progress says to be the least cost is never above the cost of a legal plan."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.problem import Problem
from planner.planning.progress import Progress
from tests.planning.problems import documents

QUICK = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)


@QUICK
@given(documents)
def test_no_legal_plan_costs_less_than_the_bound(given_document: dict[str, Any]) -> None:
    year, heard = Problem.from_json(given_document), list[Progress]()
    plan = generate(year, time_limit=1.0, monotonic=lambda: 0.0, progress=heard.append)
    verdict, bound = check(year, plan), heard[-1].bound
    assert bound is not None
    assert verdict.hard > 0 or bound <= verdict.cost
