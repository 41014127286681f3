"""The half of the year that leaders make: policy reviews, then floor visits, first soon and then better.

It meets the recognition only when hours are sought, so that a process of its own can do it.
"""

from __future__ import annotations

from collections.abc import Callable

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.plan import Occurrence
from planner.planning.problem import Problem
from planner.planning.sessions import place_sessions
from planner.planning.visits.books import Visits
from planner.planning.visits.build import VisitBuilder
from planner.planning.visits.mend import mend
from planner.planning.visits.search import VisitSearch

Watch = Callable[[float], bool]


class ReviewsAndVisits:
    """`base` is what stands already: pins and the celebration week."""

    def __init__(self, problem: Problem, calendar: Calendar, base: list[Occurrence], seed: int) -> None:
        self.problem, self.calendar, self.base, self.seed = problem, calendar, base, seed
        self.reviews: list[Occurrence] = []
        self._visits: Visits | None = None

    @property
    def placed(self) -> list[Occurrence]:
        """Reviews and visits as they are at the moment, pinned ones apart."""
        return self.reviews + (self._visits.occurrences() if self._visits else [])

    def _pins(self, kind: str) -> list[Occurrence]:
        return [pin for pin in self.problem.pins if pin.type == kind]

    def _board(self) -> Board:
        board = Board(self.problem, self.calendar)
        board.enter(self.base)
        board.enter(self.reviews)
        return board

    def first(self, effort: float, watch: Watch) -> None:
        """Reviews with so many deterministic seconds of the solver, and a first year of visits."""
        tick = lambda: watch(0.0)  # noqa: E731 -- the same watch without a fraction
        self.reviews = place_sessions(self.problem, self._board(), self._pins("session"), self.seed, effort, tick)
        visits = Visits(self.problem, self._board(), self._pins("visit"))
        VisitBuilder(visits, self.seed).build(watch)
        mend(visits, lambda: watch(1.0))
        self._visits = visits

    def better(self, moves: int, watch: Watch, hurry: Callable[[], float]) -> None:
        """Improve the visits in so many moves; `hurry` is the share of the time that is gone."""
        if self._visits is not None:
            VisitSearch(self._visits, self.seed).improve(moves, watch, hurry)
            mend(self._visits)
