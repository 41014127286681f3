"""Substitutes for a visit: legal, cheapest first, at the price that the check confirms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.planning.calendar import Calendar
from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.repair.substitutes import Substitute, substitutes
from tests.planning.problems import problem


@cache
def planned(seed: int = 7) -> tuple[Problem, Plan]:
    year = problem(sites=2, teams=5, leaders=5, seed=seed)
    return year, generate(year, time_limit=0.4, monotonic=lambda: 0.0)


def visits(seed: int = 7) -> list[Occurrence]:
    return [what for what in planned(seed)[1].occurrences if what.type == "visit"]


def with_(plan: Plan, visit: Occurrence, found: Substitute) -> Plan:
    return Plan.of([*(what for what in plan.occurrences if what != visit), found.occurrence])


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.sampled_from([1, 5, 7]), st.integers(0, 19))
def test_each_substitute_is_legal_and_costs_what_the_check_says(seed: int, number: int) -> None:
    (year, plan), visit = planned(seed), visits(seed)[number]
    calendar = Calendar(year)
    before = check(year, plan, calendar)
    found = substitutes(year, plan, visit)
    after = [check(year, with_(plan, visit, one), calendar) for one in found]
    assert [(verdict.by_code, verdict.cost - before.cost) for verdict in after] == [({}, one.cost) for one in found]
    assert [one.cost for one in found] == sorted(one.cost for one in found)
    assert visit.leader not in {one.occurrence.leader for one in found}


@pytest.mark.parametrize("number", range(6))
def test_whoever_is_free_at_the_same_hour_comes_at_the_same_hour(number: int) -> None:
    year, plan = planned()
    visit = visits()[number]
    legal = set()
    for leader in year.leaders:
        same = Substitute(replace(visit, leader=leader.id), 0, [])
        if leader.id != visit.leader and check(year, with_(plan, visit, same)).hard == 0:
            legal.add(leader.id)
    found = substitutes(year, plan, visit, count=99)
    assert {one.occurrence.leader for one in found if one.occurrence.start == visit.start} == legal


def test_nobody_is_offered_before_the_given_instant() -> None:
    year, plan = planned()
    visit = visits()[4]
    later = visit.start + timedelta(days=2)
    found = substitutes(year, plan, visit, not_before=later)
    assert found
    assert min(one.occurrence.start for one in found) >= later


def test_a_pinned_visit_may_have_a_substitute_all_the_same() -> None:
    year, plan = planned()
    visit = visits()[4]
    assert substitutes(replace(year, pins=(visit,)), plan, visit) == substitutes(year, plan, visit)


def test_a_least_quota_that_nobody_can_keep_is_let_pass_and_said() -> None:
    year, plan = planned()
    visit = visits()[4]
    same = [what for what in visits() if what.leader == visit.leader]
    quarter = [what for what in same if (what.start.date() - year.start).days // 91 == _quarter(year, visit)]
    quota = replace(year.leader[visit.leader or ""].quota, min=len(quarter))
    strict = replace(year, leaders=tuple(replace(x, quota=quota) if x.id == visit.leader else x for x in year.leaders))
    found = substitutes(strict, plan, visit)
    sentence = f"{visit.leader} makes {len(quarter) - 1} visits in quarter {_quarter(year, visit) + 1}"
    assert found
    assert {one.reasons[-1] for one in found} == {f"{sentence}; at least {len(quarter)} are due."}


def _quarter(year: Problem, visit: Occurrence) -> int:
    return (visit.start.date() - year.start).days // 91


def test_a_visit_that_is_not_in_the_plan_has_no_substitute() -> None:
    year, plan = planned()
    assert substitutes(year, plan, replace(visits()[0], start=visits()[0].start + timedelta(minutes=15))) == []


def test_the_reasons_tell_hour_journey_target_and_turn() -> None:
    year = problem(sites=2, teams=2, leaders=4, seed=7)
    year = replace(year, leaders=tuple(replace(leader, unavailable=(), busy=()) for leader in year.leaders))
    free = datetime(2026, 3, 4, 14, tzinfo=UTC)  # both teams are at work
    visit = Occurrence("visit", free, team="T0", leader="L0")
    before = Occurrence("visit", free - timedelta(weeks=8), team="T0", leader="L2")
    plan = Plan.of([visit, before])
    by_leader = {one.occurrence.leader: one.reasons for one in substitutes(year, plan, visit)}
    assert by_leader["L2"] == [
        "Free at the same hour.",
        "Works at Site 0: no journey.",
        "3 visits below the target of 4 that quarter.",
        "Visits this team the time before or after as well: the same face twice.",
    ]
    assert by_leader["L1"] == [
        "Free at the same hour.",
        "One more journey, from Site 1 to Site 0.",
        "4 visits below the target of 4 that quarter.",
        "A face that this team does not see around that time.",
    ]
