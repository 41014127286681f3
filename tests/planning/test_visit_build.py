"""The first year of visits: evenly from the start, also around visits that took place or were set by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.problem import Problem
from planner.planning.visits.books import BROKEN, Visits
from planner.planning.visits.build import VisitBuilder
from tests.planning.problems import problem


def _built(year: Problem) -> Visits:
    board = Board(year, Calendar(year))
    board.enter(year.pins)
    visits = Visits(year, board, [pin for pin in year.pins if pin.type == "visit"])
    VisitBuilder(visits, 0).build(lambda _: False)
    return visits


def _gaps(visits: Visits, team: int) -> list[int]:
    calls = visits.of_team[team]
    weeks = [visits.problem.teams[team].last_visit_week, *(call.day // 7 for call in calls)]
    return [after - before for before, after in pairwise(weeks)]


def test_every_team_waits_within_the_rule_from_the_start() -> None:
    visits = _built(problem(teams=6, leaders=4))
    assert [visits.team_cost(team) < BROKEN for team in range(6)] == [True] * 6


def test_the_second_half_of_a_year_goes_on_from_the_first() -> None:
    """Begun from the last year instead, every team would have to be mended: minutes for sixty teams."""
    year = problem(teams=6, leaders=4)
    whole = _built(year).occurrences()
    half = sorted(whole, key=lambda visit: visit.start)[: len(whole) // 2]
    visits = _built(replace(year, pins=tuple(half)))
    low, high = year.visit.min_gap_weeks, year.visit.max_gap_weeks
    assert [all(low <= gap <= high for gap in _gaps(visits, team)) for team in range(6)] == [True] * 6
    assert [len(visits.of_team[team]) for team in range(6)] == [year.visit.count] * 6


def test_visits_are_placed_before_one_that_was_set_by_hand() -> None:
    year = problem(teams=2, leaders=3)
    late = [visit for visit in _built(year).occurrences() if visit.team == year.teams[0].id][-1:]
    visits = _built(replace(year, pins=tuple(late)))
    assert visits.team_cost(0) < BROKEN
    assert len(visits.of_team[0]) == year.visit.count
