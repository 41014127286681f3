"""The second process finds the very visits that this one would."""

from __future__ import annotations

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.visit_build import VisitBuilder
from planner.planning.visit_worker import VisitWorker, improved
from planner.planning.visits import Visits
from tests.planning.problems import problem

MOVES = 3000


def test_the_child_answers_what_the_parent_would_have_found() -> None:
    year = problem(sites=2, teams=6, leaders=4, seed=4)
    board = Board(year, Calendar(year))
    first = Visits(year, board, [])
    VisitBuilder(first, 1).build(lambda _: False)
    start = first.occurrences()
    worker = VisitWorker(year, [], start, seed=1, moves=MOVES, seconds=600.0)
    here = improved(year, board, start, 1, MOVES, lambda _, __: False, lambda: 0.0)
    assert worker.finish(lambda: False) == here
    assert here != start


def test_giving_up_brings_a_whole_year_of_visits_at_once() -> None:
    year = problem(sites=2, teams=6, leaders=4, seed=4)
    first = Visits(year, Board(year, Calendar(year)), [])
    VisitBuilder(first, 1).build(lambda _: False)
    worker = VisitWorker(year, [], first.occurrences(), seed=1, moves=10_000_000, seconds=600.0)
    assert len(worker.finish(lambda: True)) == len(first.occurrences())
