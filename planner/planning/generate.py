"""Problem in, plan out. A whole year first, then both halves improve: what leaders make, and the teams' recognition."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from planner.planning.board import Board
from planner.planning.bounds import session_bound, visit_bound
from planner.planning.calendar import Calendar
from planner.planning.celebration import place_celebration
from planner.planning.judge.check import check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.progress import Progress, Teller
from planner.planning.recognition.state import Recognition
from planner.planning.recognition.timetable import fit_hours
from planner.planning.recognition.year import RecognitionYear, YearEffort
from planner.planning.reviews_and_visits import ReviewsAndVisits
from planner.planning.second_half import second_half
from planner.planning.second_process import Gone, SecondProcess
from planner.planning.second_year import second_year

__all__ = ["Effort", "Progress", "generate"]

MOVES_A_SECOND = 30_000  # visit moves; below what a slow core manages, so that the limit rarely cuts the work short
ROUTES_A_SECOND = 200  # recognition years of one team and track that are found one by one, likewise
PRICED_A_SECOND = 1000  # and those that are found many at once
ALONE = 200  # visits from which on they are worth a process of their own
LATEST = 0.9  # share of the time limit after which nothing new is begun
LAST_CALL = 0.95  # share of the time limit until which another beginning is waited for
WORTH_TWO = 3.0  # seconds from which on a small year is begun twice
STARTING = 0.5  # seconds until the other process is at work
OFTEN = 8.0  # the times that telling a better plan takes which pass before the next


@dataclass(frozen=True)
class Effort:
    """How much is tried, derived from the problem and the time limit alone: a seed gives the same plan on any machine."""

    reviews: float
    moves: int
    recognition: YearEffort
    apart: bool

    @classmethod
    def of(cls, problem: Problem, seconds: float) -> Effort:
        apart = problem.visit.count * len(problem.teams) >= ALONE and seconds >= 5
        moves, priced, routes = (0.7, 0.5, 0.4) if apart else (0.4, 0.1, 0.7)
        return cls(
            reviews=max(0.5, seconds * 0.04),
            moves=int(seconds * moves * MOVES_A_SECOND),
            recognition=YearEffort(
                priced=int(seconds * priced * PRICED_A_SECOND),
                routes=int(seconds * routes * ROUTES_A_SECOND),
                choices=seconds * 0.15,
            ),
            apart=apart,
        )


def generate(
    problem: Problem,
    *,
    seed: int = 0,
    time_limit: float,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Plan:
    """The best plan found within `time_limit` seconds; where no legal one exists, one with few broken rules."""
    teller = Teller(progress, stop, monotonic, time_limit)
    effort = Effort.of(problem, time_limit)
    making = _Making(problem, seed, teller, effort)
    rival = _rival(problem, seed, effort, time_limit)
    try:
        making.run()
        if rival is not None:
            making.compare(rival)
        return teller.finished("The year is complete")
    finally:
        making.close()
        if rival is not None:
            rival.close()


def alone(
    problem: Problem,
    seed: int,
    effort: float,
    seconds: float,
    progress: Callable[[Progress], None],
    stop: Callable[[], bool],
    monotonic: Callable[[], float],
) -> None:
    """The year in this process and no other: as much is tried as `effort` seconds allow, cut off at `seconds`."""
    _Making(problem, seed, Teller(progress, stop, monotonic, seconds), Effort.of(problem, effort)).run()


def _rival(problem: Problem, seed: int, effort: Effort, time_limit: float) -> SecondProcess | None:
    """A second beginning, where the other core is free and there is time for it."""
    if effort.apart or time_limit < WORTH_TWO:
        return None
    try:
        return second_year(problem, seed, effort=time_limit, seconds=time_limit - STARTING)
    except OSError:  # no second process here: one beginning has to do
        return None


class _Making:
    """One run: `base` is fixed (pins, celebration week), `half` are reviews and visits, `state` has the recognition."""

    def __init__(self, problem: Problem, seed: int, teller: Teller, effort: Effort) -> None:
        self.problem, self.seed, self.teller, self.effort = problem, seed, teller, effort
        self.calendar = Calendar(problem)
        self.base = list(problem.pins)
        self.half: list[Occurrence] = []
        self.here: ReviewsAndVisits | None = None
        self.second: SecondProcess | None = None
        self.told, self.took, self.heard = 0.0, 0.0, 0

    def run(self) -> None:
        self.teller.say(0.01, "Filling the celebration week", at_once=True)
        self.base += place_celebration(self.problem, self._board(), [p for p in self.problem.pins if p.type == "csw"])
        self._begin_half()
        state = self._recognition()
        year = RecognitionYear(state, self.seed, self.effort.recognition)
        year.first(self.teller.part(0.03, 0.2, "Planning the recognition of every team"))
        self._first_half()
        self._offer(state, "A first year is there; making it better")
        if not self.teller.over(LATEST):
            self._improve(state, year)

    def compare(self, rival: SecondProcess) -> None:
        """Wait for the other beginning as long as there is time, and take its year when it is the better one."""
        watch = self.teller.part(0.95, 1.0, "Comparing with another beginning", until=LAST_CALL)
        while not rival.done and not watch(0.0):
            rival.rest()
        if rival.latest is not None:
            plan = Plan.of(rival.latest, self.problem.name)
            self.teller.offer("Another beginning was the better one", plan, check(self.problem, plan, self.calendar))

    def close(self) -> None:
        if self.second is not None:
            self.second.close()

    def _board(self) -> Board:
        board = Board(self.problem, self.calendar)
        board.enter(self.base)
        board.enter(self.half)
        return board

    def _recognition(self) -> Recognition:
        pins = [pin for pin in self.problem.pins if pin.type == "recognition"]
        state = Recognition(self.problem, self._board(), pins, self.seed)
        state.spend_on(event for event in self.base if event.type == "csw")
        return state

    # -- reviews and visits

    def _begin_half(self) -> None:
        seconds = self.teller.time_limit * LATEST - self.teller.elapsed
        if self.effort.apart:
            try:
                self.second = second_half(
                    self.problem,
                    self.base,
                    self.seed,
                    effort=self.effort.reviews,
                    moves=self.effort.moves,
                    seconds=seconds,
                )
            except OSError:  # no second process here: this one takes turns
                self.second = None

    def _first_half(self) -> None:
        watch = self.teller.part(0.2, 0.28, "Finding hours for reviews and visits")
        if self.second is not None:
            try:
                self.half = self.second.first(lambda: watch(0.0))
                return
            except Gone:
                self.second = None
        self.here = ReviewsAndVisits(self.problem, self.calendar, self.base, self.seed)
        self.here.first(self.effort.reviews, watch)
        self.half = self.here.placed

    def _better_half_here(self, here: ReviewsAndVisits) -> None:
        teller, end = self.teller, self.teller.time_limit / 2
        began = teller.elapsed

        def hurry() -> float:
            return (teller.elapsed - began) / max(0.1, end - began)

        here.better(self.effort.moves, teller.part(0.3, 0.5, "Spreading the floor visits", until=0.5), hurry)
        self.half = here.placed

    # -- the whole

    def _improve(self, state: Recognition, year: RecognitionYear) -> None:
        if self.here is not None:
            self._better_half_here(self.here)
        rest = visit_bound(self.problem, self.calendar) + session_bound(self.problem, self.calendar)
        watch = self.teller.part(0.3, 0.9, "Fitting the years of each site together", until=LATEST * 0.95)
        for _ in year.better(watch):
            self.teller.bound(int(year.bound) + rest)
            self._now_and_then(state)
        self._wait(state)
        if not self.teller.stopped:
            self._offer(state, "Finding the hours")

    def _wait(self, state: Recognition) -> None:
        """For the second process, telling what it has found so far."""
        watch = self.teller.part(0.9, 0.95, "Spreading the floor visits", until=LATEST)
        while self.second is not None and not self.second.done and not watch(0.0):
            self.second.rest()
            self._now_and_then(state)
        self._hear()

    def _hear(self) -> None:
        if self.second is not None and self.second.latest is not None:
            self.half, self.heard = self.second.latest, self.second.heard

    def _now_and_then(self, state: Recognition) -> None:
        """Tell a better plan, unless that would take too much of the time. What follows does not depend on it."""
        if self.teller.elapsed - self.told > OFTEN * self.took and not self.teller.over(LATEST):
            half = self.half
            self._hear()
            before = state.remember()
            self._offer(state, "Making the year better")
            state.restore(before)
            self.half = half

    def _offer(self, state: Recognition, sentence: str) -> None:
        """Find the hours of what is there, judge it, and tell it when it is better than what was told before."""
        began, fraction = self.teller.elapsed, self.teller.fraction
        state.board = self._board()
        hours = fit_hours(state, self.teller.part(fraction, fraction, sentence))
        plan = Plan.of(self.base + self.half + hours, self.problem.name)
        self.teller.offer(sentence, plan, check(self.problem, plan, self.calendar))
        self.told, self.took = self.teller.elapsed, self.teller.elapsed - began
