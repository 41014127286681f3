"""The second process finds the very reviews and visits that this one would."""

from __future__ import annotations

import pytest

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.celebration import place_celebration
from planner.planning.reviews_and_visits import ReviewsAndVisits
from planner.planning.second_half import second_half
from planner.planning.second_process import Gone
from tests.planning.problems import problem

MOVES = 3000
YEAR = problem(sites=2, teams=6, leaders=4, policies=2, seed=4)


def test_the_child_answers_what_the_parent_would_have_found() -> None:
    base = place_celebration(YEAR, Board(YEAR, Calendar(YEAR)), [])
    here = ReviewsAndVisits(YEAR, Calendar(YEAR), base, 1)
    here.first(0.5, lambda _: False)
    first = here.placed
    here.better(MOVES, lambda _: False, lambda: 0.0)
    second = second_half(YEAR, base, 1, effort=0.5, moves=MOVES, seconds=600.0)
    second.first(lambda: None)
    while not second.done:
        second.rest()
    assert second.latest == here.placed
    assert here.placed != first
    second.close()


def test_closing_ends_the_child_and_leaves_what_was_heard() -> None:
    second = second_half(YEAR, [], 1, effort=0.5, moves=10_000_000, seconds=600.0)
    first = second.first(lambda: None)
    second.close()
    assert second.done
    assert len(first) == 2 + 4 * 6


def test_a_child_that_dies_before_its_first_word_is_missed() -> None:
    second = second_half(YEAR, [], 1, effort=0.5, moves=10, seconds=600.0)
    second.close()
    second.latest = None
    with pytest.raises(Gone):
        second.first(lambda: None)
