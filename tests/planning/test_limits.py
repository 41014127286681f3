"""Limits: what the books call broken is what `check` calls broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.planning.calendar import Calendar
from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.repair.limits import Limits, Taken
from tests.planning.problems import problem

RULE = {
    "team": "H09",
    "leader": "H12",
    "day": "H08",
    "where": "H14",
    "stay": "H15",
    "week": "H16",
    "quarter": "H17",
    "trips": "H18",
    "host": "H19",
    "minutes": "H20",
    "money": "H21",
    "reviews": "H22",
    "phones": "H24",
}


@cache
def planned() -> tuple[Problem, Plan]:
    year = problem(sites=2, teams=5, leaders=4, policies=3, seed=2)
    return year, generate(year, time_limit=0.4, monotonic=lambda: 0.0)


def tight() -> Problem:
    """The same year with limits that many a move breaks."""
    year, _ = planned()
    leaders = [
        replace(x, max_load_week=1, max_visits_home_day=1, max_trips_per_quarter=1, max_visits_trip_day=1)
        for x in year.leaders
    ]
    leaders = [replace(x, quota=replace(x.quota, min=1, max=4)) for x in leaders]
    sites = [replace(x, hosts=1, committee_minutes=tuple(m // 4 for m in x.committee_minutes)) for x in year.sites]
    teams = [replace(x, off_phone_week=60) for x in year.teams]
    return replace(year, leaders=tuple(leaders), sites=tuple(sites), teams=tuple(teams))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(-9, 9), st.integers(0, 3)), max_size=25))
def test_the_books_and_the_check_name_the_same_rules(changes: list[tuple[int, int, int]]) -> None:
    year = tight()
    events = list(planned()[1].occurrences)
    for number, days, leader in changes:
        events[number % len(events)] = moved(year, events[number % len(events)], days, leader)
    plan = Plan.of(events)
    taken = Taken(Limits(year, Calendar(year)), plan.occurrences)
    named = {RULE[key[0]] for key in taken.broken()}
    assert named == set(check(year, plan).by_code) & named | (set(check(year, plan).by_code) & alone())


def alone() -> set[str]:
    """Rules that nothing but these books judges; H22 has the windows of the reviews as well."""
    return set(RULE.values()) - {"H22"}


def moved(year: Problem, event: Occurrence, days: int, leader: int) -> Occurrence:
    other = replace(event, start=event.start + timedelta(days=days))
    return replace(other, leader=year.leaders[leader].id) if event.type == "visit" else other


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.sets(st.integers(0, 150), max_size=30))
def test_what_leaves_the_books_leaves_no_trace(gone: set[int]) -> None:
    year, plan = planned()
    limits = Limits(year, Calendar(year))
    taken = Taken(limits, plan.occurrences)
    out = [what for number, what in enumerate(plan.occurrences) if number in gone]
    for what in out:
        taken.leave(what)
    rest = Taken(limits, [what for what in plan.occurrences if what not in out])
    assert +taken.used == +rest.used
