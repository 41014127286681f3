"""The generator: legal, repeatable, faithful to pins, and never at a loss."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.plan import Plan
from planner.planning.problem import Problem
from planner.planning.progress import Progress
from tests.planning.problems import QUICK, document, documents, problem

LIMIT = 60.0  # far beyond what these need: only the effort may end the work, or a slow machine would change the plan


def planned(given_problem: Problem, seed: int = 0) -> Plan:
    return generate(given_problem, seed=seed, time_limit=0.4, monotonic=lambda: 0.0)


@QUICK
@given(documents)
def test_any_plannable_year_is_planned_without_breaking_a_rule(given_document: dict[str, Any]) -> None:
    year = Problem.from_json(given_document)
    verdict = check(year, planned(year))
    assert (verdict.by_code, verdict.broken) == ({}, [])


@QUICK
@given(documents, st.integers(0, 3))
def test_the_same_seed_gives_the_same_plan(given_document: dict[str, Any], seed: int) -> None:
    year = Problem.from_json(given_document)
    assert planned(year, seed) == planned(Problem.from_json(given_document), seed)


def test_every_pinned_event_of_every_type_stays_where_it_was_put() -> None:
    year = problem(seed=3)
    first = planned(year, 1)
    pins = [next(o for o in first.occurrences[20:] if o.type == kind) for kind in ("recognition", "visit", "csw")]
    pins.append(next(o for o in first.occurrences if o.type == "session"))
    again = Problem.from_json(year.to_json() | {"pins": [pin.to_json() for pin in pins]})
    plan = planned(again, 2)
    assert set(pins) <= set(plan.occurrences)
    assert check(again, plan).by_code == {}


def test_a_pin_against_the_rules_stays_and_is_reported() -> None:
    year = problem(seed=3)
    pin = next(o for o in planned(year).occurrences if o.type == "recognition" and o.team == "T0").to_json()
    again = Problem.from_json(year.to_json() | {"pins": [pin | {"start": "2026-02-01T03:00Z"}]})
    plan = planned(again)
    assert again.pins[0] in plan.occurrences
    assert "H03" in check(again, plan).by_code
    assert plan.why_not == tuple(broken.sentence for broken in check(again, plan).broken)


def only_weekend_nights(data: dict[str, Any]) -> None:
    for team in data["teams"]:
        team.update(shift="NGT", workdays=[5, 6])


def every_monday_a_holiday(data: dict[str, Any]) -> None:
    monday = [problem().start + timedelta(days=7 * week) for week in range(52)]
    data["sites"][0]["holidays"] = {day.isoformat(): "Monday off" for day in monday}
    data["sites"][0]["peak_weekdays"] = []


def one_team_one_leader(data: dict[str, Any]) -> None:
    data["teams"], data["leaders"] = data["teams"][:1], data["leaders"][:1]
    data["teams"][0]["last_visit_leader"] = None
    for policy in data["policies"]:
        policy.update(owner="L0", participants=["T0"])


def nothing_but_teams(data: dict[str, Any]) -> None:
    data.update(tracks=[], policies=[], leaders=[])
    data["visit"]["count"] = 0
    data["csw"]["kinds"] = []
    for team in data["teams"]:
        team["last_visit_leader"] = None


@pytest.mark.parametrize(
    "change", [only_weekend_nights, every_monday_a_holiday, one_team_one_leader, nothing_but_teams]
)
def test_unusual_years_are_planned_without_breaking_a_rule(change: Any) -> None:  # noqa: ANN401 -- a function of this file
    data = document(seed=5)
    change(data)
    year = Problem.from_json(data)
    assert check(year, planned(year)).by_code == {}


def closed_for_ever(data: dict[str, Any]) -> None:
    data["sites"][0]["blackouts"] = [{"start": "2026-01-05", "end": "2027-01-10", "reason": "closed"}]


def closed_in_spring(data: dict[str, Any]) -> None:
    data["sites"][0]["blackouts"] = [{"start": "2026-03-01", "end": "2026-05-31", "reason": "closed"}]


def no_money(data: dict[str, Any]) -> None:
    data["quarters"][0]["budget"] = 0


def no_leaders(data: dict[str, Any]) -> None:
    data.update(leaders=[], policies=[])
    for team in data["teams"]:
        team["last_visit_leader"] = None


def no_hosts(data: dict[str, Any]) -> None:
    data["sites"][0]["hosts"] = 0


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (closed_for_ever, {"H02"}),
        (closed_in_spring, {"H10"}),
        (no_money, {"H21"}),
        (no_leaders, {"H02"}),
        (no_hosts, {"H02"}),
    ],
)
def test_an_impossible_year_still_gives_a_plan_that_says_what_is_broken(change: Any, codes: set[str]) -> None:  # noqa: ANN401 -- a function of this file
    data = document(seed=5, teams=2)
    change(data)
    year = Problem.from_json(data)
    plan = planned(year)
    verdict = check(year, plan)
    assert set(verdict.by_code) == codes
    assert plan.why_not == tuple(broken.sentence for broken in verdict.broken)


def test_progress_runs_forward_from_start_to_end_and_brings_the_plan() -> None:
    heard: list[Progress] = []
    plan = generate(problem(), time_limit=1.0, progress=heard.append)
    fractions = [step.fraction for step in heard]
    assert fractions == sorted(fractions)
    assert (heard[-1].fraction, heard[-1].plan, heard[-1].hard) == (1.0, plan, 0)


def test_a_stop_still_brings_a_whole_plan() -> None:
    year = problem()
    plan = generate(year, time_limit=LIMIT, stop=lambda: True)
    assert check(year, plan).by_code == {}
