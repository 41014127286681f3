"""What is said to be the least cost is never above the cost of a legal plan."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from planner.planning.bound import reviews_bound
from planner.planning.calendar import Calendar
from planner.planning.check import check
from planner.planning.generate import generate
from planner.planning.problem import Problem
from planner.planning.progress import Progress
from tests.planning.problems import document, documents

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


def test_reviews_that_cannot_all_be_held_at_once_wait_with_the_least_pain_last() -> None:
    data = document(policies=3, seed=5)
    for policy, pain in zip(data["policies"], (1, 5, 3), strict=True):
        policy.update(pain=pain, window_start_week=10, participants=["T0"])
    year = Problem.from_json(data)
    assert reviews_bound(year, Calendar(year)) == 3 * 1 + 1 * 2
