"""The annealing's books: every price is what `check` says, and every start is legal by `check`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.judge.check import Verdict, check
from planner.planning.plan import Plan
from planner.planning.problem import Problem
from planner.planning.visits.books import BROKEN, Visits
from planner.planning.visits.build import VisitBuilder
from planner.planning.visits.search import VisitSearch
from planner.planning.visits.state import VisitState
from tests.planning.problems import problem


@cache
def year() -> Problem:
    plain = problem(sites=2, teams=6, leaders=4, tracks=0, celebrations=0, policies=0, seed=9)
    quota = replace(plain.leaders[0].quota, target=3)
    return replace(
        plain,
        sites=tuple(replace(site, soft_visit_load=1) for site in plain.sites),
        leaders=tuple(replace(leader, quota=quota) for leader in plain.leaders),
        weights=replace(plain.weights, visit_load=7),
    )


def test_comfortable_weeks_are_read_as_they_were_written() -> None:
    assert Problem.from_json(year().to_json()) == year()


def visits() -> Visits:
    found = Visits(year(), Board(year(), Calendar(year())), [])
    VisitBuilder(found, 3).build(lambda _: False)
    return found


def judged(found: Visits) -> Verdict:
    return check(year(), Plan.of(found.occurrences()), found.calendar)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 23), st.integers(0, 363), st.integers(0, 3)), min_size=1, max_size=12))
def test_the_price_of_a_move_is_what_the_check_says(moves: list[tuple[int, int, int]]) -> None:
    found = visits()
    state = VisitState(found)
    for number, day, leader in moves:
        i = number % len(state.calls)
        if (day, leader) == (state.day[i], state.leader[i]):
            continue
        price, start = state.price(i, day, leader), state.start_for(i, day, leader)
        if start is None or abs(price) >= BROKEN // 2:
            continue
        before = judged(found)
        state.put(i, day, leader, start)
        after = judged(found)
        assert (after.cost - before.cost, after.hard - before.hard) == (price, 0)


def test_a_search_breaks_no_rule_and_costs_no_more_than_it_began_with() -> None:
    found = visits()
    before = judged(found)
    VisitSearch(found, 1).improve(20_000, lambda _: False)
    after = judged(found)
    assert after.hard <= before.hard
    assert after.cost < before.cost
    assert found.total() == VisitState(found).visits.total()


def test_the_same_seed_gives_the_same_visits() -> None:
    one, two = visits(), visits()
    VisitSearch(one, 5).improve(5_000, lambda _: False)
    VisitSearch(two, 5).improve(5_000, lambda _: False)
    assert one.occurrences() == two.occurrences()


def test_comfortable_weeks_are_kept_where_crowded_ones_cost() -> None:
    even, crowded = visits(), visits()
    VisitSearch(even, 1).improve(20_000, lambda _: False)
    plain = Visits(replace(year(), weights=replace(year().weights, visit_load=0)), crowded.board, [])
    plain.start_from(crowded.occurrences())
    VisitSearch(plain, 1).improve(20_000, lambda _: False)
    assert judged(even).parts["visit_load"] < judged(plain).parts["visit_load"]
