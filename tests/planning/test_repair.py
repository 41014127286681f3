"""Least change: what was published stays unless it must move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from planner.planning.check import check
from planner.planning.generate import generate
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.repair import replan
from tests.planning.problems import document

SHIFT = {"recognition": 7, "visit": 7, "csw": 1}  # days by which a pin moves an event
FREEZE = datetime(2026, 5, 1, tzinfo=UTC)


@cache
def published() -> tuple[dict[str, Any], Plan]:
    data = document(teams=4, leaders=3, policies=2, seed=11)
    return data, generate(Problem.from_json(data), time_limit=0.4, monotonic=lambda: 0.0)


def repaired(changes: dict[str, Any]) -> tuple[Problem, Plan, set[Occurrence]]:
    """The changed problem, the new plan, and what of the published plan is gone."""
    data, plan = published()
    problem = Problem.from_json(data | changes)
    new = replan(problem, plan, freeze_before=FREEZE, time_limit=60.0)
    return problem, new, set(plan.occurrences) - set(new.occurrences)


def later(kind: str) -> Occurrence:
    return next(o for o in published()[1].occurrences if o.type == kind and o.start > FREEZE + timedelta(days=10))


def test_nothing_moves_when_nothing_changed() -> None:
    problem, new, gone = repaired({})
    assert (check(problem, new).by_code, gone) == ({}, set())


def test_an_absence_moves_only_the_visits_that_it_hits() -> None:
    data, plan = published()
    visit = later("visit")
    away = {"start": visit.start.date().isoformat(), "end": visit.start.date().isoformat(), "reason": "ill"}
    leaders = [
        dict(x, unavailable=[*x["unavailable"], away]) if x["id"] == visit.leader else x for x in data["leaders"]
    ]
    hit = {o for o in plan.occurrences if o.leader == visit.leader and o.start.date() == visit.start.date()}
    problem, new, gone = repaired({"leaders": leaders})
    assert (check(problem, new).by_code, gone) == ({}, hit)


def test_a_new_holiday_moves_only_what_lies_on_it() -> None:
    data, plan = published()
    event = next(o for o in plan.occurrences if o.type == "recognition" and o.team == "T0" and o.start > FREEZE)
    site = data["sites"][0]
    new_holidays = site["holidays"] | {event.start.date().isoformat(): "new"}
    problem = Problem.from_json(data | {"sites": [site | {"holidays": new_holidays}]})
    hit = {plan.occurrences[b.occurrence] for b in check(problem, plan).broken if b.occurrence is not None}
    _, new, gone = repaired({"sites": [site | {"holidays": new_holidays}]})
    assert (check(problem, new).by_code, gone) == ({}, hit)


@pytest.mark.parametrize("kind", ["recognition", "visit", "csw"])
def test_a_pin_takes_the_place_of_one_event(kind: str) -> None:
    event = later(kind)
    pin = event.to_json() | {"start": (event.start + timedelta(days=SHIFT[kind])).strftime("%Y-%m-%dT%H:%MZ")}
    problem, new, gone = repaired({"pins": [pin]})
    assert problem.pins[0] in new.occurrences
    assert event in gone
    assert "H23" not in check(problem, new).by_code


def test_what_lies_before_the_freeze_stays_even_when_it_breaks_a_rule() -> None:
    data, plan = published()
    past = next(o for o in plan.occurrences if o.type == "recognition" and o.start < FREEZE)
    site = data["sites"][0]
    holidays = site["holidays"] | {past.start.date().isoformat(): "new"}
    _, _, gone = repaired({"sites": [site | {"holidays": holidays}]})
    assert [o for o in gone if o.start < FREEZE] == []


def test_a_cancelled_event_comes_back_and_nothing_else_moves() -> None:
    data, plan = published()
    event = later("visit")
    rest = Plan.of(o for o in plan.occurrences if o != event)
    problem = Problem.from_json(data)
    new = replan(problem, rest, freeze_before=FREEZE, time_limit=60.0)
    assert set(rest.occurrences) <= set(new.occurrences)
    assert (check(problem, new).by_code, len(new.occurrences)) == ({}, len(plan.occurrences))
