"""Least change: what was published stays unless it must move."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.planning.calendar import Calendar, instant_of, minute_of
from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.plan import Occurrence, Plan, instant_text
from planner.planning.problem import Problem
from planner.planning.repair.repair import Repair, replan
from planner.planning.repair.repair import repaired as made
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


# -- any disruption


def repair(data: dict[str, Any], plan: Plan | None = None) -> Repair:
    return made(Problem.from_json(data), plan or published()[1], freeze_before=FREEZE)


def absence(leader: int, week: int, weeks: int) -> dict[str, Any]:
    data, _ = published()
    first = data_start() + timedelta(weeks=week)
    away = {"start": first.isoformat(), "end": (first + timedelta(days=7 * weeks - 1)).isoformat(), "reason": "ill"}
    leaders = [
        dict(one, unavailable=[*one["unavailable"], away]) if number == leader else one
        for number, one in enumerate(data["leaders"])
    ]
    return data | {"leaders": leaders}


def holiday(day: int) -> dict[str, Any]:
    data, _ = published()
    (site,) = data["sites"]
    name = (data_start() + timedelta(days=day)).isoformat()
    return data | {"sites": [site | {"holidays": site["holidays"] | {name: "new"}}]}


def pin(number: int, days: int) -> dict[str, Any]:
    data, plan = published()
    events = [o for o in plan.occurrences if o.type == "recognition"]
    event = events[number % len(events)]
    return data | {"pins": [event.to_json() | {"start": instant_text(event.start + timedelta(days=days))}]}


def data_start() -> date:
    return Problem.from_json(published()[0]).start


disruptions = st.one_of(
    st.builds(absence, st.integers(0, 2), st.integers(16, 48), st.integers(1, 3)),
    st.builds(holiday, st.integers(116, 350)),
    st.builds(pin, st.integers(0, 60), st.sampled_from([-12, -7, 7, 10, 14])),
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(disruptions)
def test_a_repair_breaks_no_more_than_stood_broken_and_touches_nothing_before_the_freeze(data: dict[str, Any]) -> None:
    year, plan = Problem.from_json(data), published()[1]
    found = repair(data)
    gone = set(plan.occurrences) - set(found.plan.occurrences)
    new = set(found.plan.occurrences) - set(plan.occurrences) - set(year.pins)
    assert found.hard == check(year, found.plan).hard <= check(year, plan).hard
    assert [o for o in (*gone, *new) if o.start < FREEZE] == []
    assert found.changed == len(gone)
    assert found.hard or found.least <= found.changed


@settings(max_examples=15, deadline=None, derandomize=True)
@given(disruptions)
def test_what_was_repaired_needs_no_further_repair(data: dict[str, Any]) -> None:
    once = repair(data)
    if once.hard == 0:
        again = repair(data, once.plan)
        assert (again.changed, again.least, again.plan) == (0, 0, once.plan)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(disruptions)
def test_the_same_disruption_is_repaired_in_the_same_way(data: dict[str, Any]) -> None:
    assert repair(data).plan == repair(data).plan


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 2), st.integers(16, 48))
def test_nothing_but_what_an_absence_hits_is_changed_when_that_is_enough(leader: int, week: int) -> None:
    (_, plan), data = published(), absence(leader, week, 1)
    year = Problem.from_json(data)
    hit = {plan.occurrences[b.occurrence] for b in check(year, plan).broken if b.occurrence is not None}
    found = repair(data)
    if found.proven and found.least == len(hit):
        assert set(plan.occurrences) - set(found.plan.occurrences) == hit


def test_a_pin_too_near_to_the_next_event_moves_that_one_as_well_and_says_that_it_must() -> None:
    data, plan = published()
    first, second = [o for o in plan.occurrences if (o.team, o.track) == ("T0", "R1") and o.start > FREEZE][1:3]
    near = second.start - timedelta(days=7)  # the least gap is a fortnight, the widest eight weeks
    found = repair(data | {"pins": [first.to_json() | {"start": instant_text(near)}]})
    assert (found.hard, found.changed, found.least) == (0, 1, 1)
    assert {first, second} & set(found.plan.occurrences) == {first}


def test_a_team_that_joins_in_spring_gets_what_is_left_of_the_year_and_no_other_moves() -> None:
    data, plan = published()
    rest = Plan.of(o for o in plan.occurrences if o.team != "T3" or o.start < FREEZE)
    found = repair(data, rest)
    assert set(rest.occurrences) <= set(found.plan.occurrences)
    assert (found.hard, found.changed, len(found.plan.occurrences)) == (0, 0, len(plan.occurrences))


def test_a_leader_who_leaves_the_company_is_replaced_on_every_visit_to_come() -> None:
    data, _ = published()
    gone = [x for x in data["leaders"] if x["id"] != "L2"]
    policies = [p | {"owner": "L0"} if p["owner"] == "L2" else p for p in data["policies"]]
    teams = [t | {"last_visit_leader": None} for t in data["teams"]]
    found = repair(data | {"leaders": gone, "policies": policies, "teams": teams})
    assert [o for o in found.plan.occurrences if o.leader == "L2" and o.start >= FREEZE] == []


@pytest.mark.parametrize("number", [2, 9])
def test_of_all_places_for_the_one_event_that_moves_the_cheapest_is_taken(number: int) -> None:
    """Every day, kind and a few hours around it are judged by the check: none is legal and costs less."""
    _, plan = published()
    dates = Counter(o.start.date() for o in plan.occurrences)
    alone = [o for o in plan.occurrences if o.type == "recognition" and o.start > FREEZE and dates[o.start.date()] == 1]
    old = alone[number]
    day = (old.start.date() - data_start()).days
    data = holiday(day)
    year, found = Problem.from_json(data), repair(data)
    assert [o for o in plan.occurrences if o not in found.plan.occurrences] == [old]
    rest, calendar = [o for o in plan.occurrences if o != old], Calendar(year, minute_of(FREEZE))
    team, kinds = year.team[old.team or ""], year.track[old.track or ""].kinds
    costs = []
    for kind in kinds:
        for other in range(day - 20, day + 21):
            for start in calendar.starts(team, other, year.kind[kind].minutes)[::14]:
                place = Occurrence("recognition", instant_of(start), team.id, old.track, kind)
                verdict = check(year, Plan.of([*rest, place]), calendar)
                costs += [verdict.cost] if verdict.hard == 0 else []
    assert check(year, found.plan).cost == min(costs)
