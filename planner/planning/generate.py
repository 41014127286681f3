"""Problem in, plan out. A whole year first: sessions, celebration week, visits, recognition, hours; then it improves."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.celebration import place_celebration
from planner.planning.check import check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.progress import Progress, Teller
from planner.planning.recognition import Recognition
from planner.planning.recognition_search import build, improve
from planner.planning.sessions import place_sessions
from planner.planning.site_year import plan_sites
from planner.planning.timetable import fit_hours
from planner.planning.visit_build import VisitBuilder
from planner.planning.visit_mend import mend
from planner.planning.visit_worker import VisitWorker, improved
from planner.planning.visits import Visits

__all__ = ["Effort", "Progress", "generate"]

MOVES_A_SECOND = 20_000  # visit moves; below what a slow core manages, so that the limit rarely cuts the work short
ROUTES_A_SECOND = 250  # recognition years of one team and track, likewise
ALONE = 200  # visits from which on they are worth a process of their own
LATEST = 0.9  # share of the time limit after which nothing new is begun


@dataclass(frozen=True)
class Effort:
    """How much is tried, derived from the problem and the time limit alone: a seed gives the same plan on any machine."""

    sessions: float
    moves: int
    routes: int
    choices: float
    apart: bool

    @classmethod
    def of(cls, problem: Problem, seconds: float) -> Effort:
        apart = problem.visit.count * len(problem.teams) >= ALONE and seconds >= 5
        moves, routes = (0.75, 0.45) if apart else (0.35, 0.3)
        return cls(
            sessions=max(0.5, seconds * 0.05),
            moves=int(seconds * moves * MOVES_A_SECOND),
            routes=int(seconds * routes * ROUTES_A_SECOND),
            choices=seconds * (0.16 if apart else 0.2),
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
    return _Making(problem, seed, teller, Effort.of(problem, time_limit)).run()


class _Making:
    """One run: what is fixed (`base`), the visits and the recognition so far."""

    def __init__(self, problem: Problem, seed: int, teller: Teller, effort: Effort) -> None:
        self.problem, self.seed, self.teller, self.effort = problem, seed, teller, effort
        self.calendar = Calendar(problem)
        self.base = list(problem.pins)
        self.visits: list[Occurrence] = []

    def run(self) -> Plan:
        self._sessions_and_celebration()
        self._first_visits()
        state = self._first_recognition()
        plan = self._whole(state)
        verdict = check(self.problem, plan, self.calendar)
        self.teller.found(0.3, "A first year is there; making it better", plan, verdict.cost, verdict.hard)
        self._improve(state)
        self.teller.say(0.96, "Finding the hours", at_once=True)
        better = self._whole(state)
        second = check(self.problem, better, self.calendar)
        if (second.hard, second.cost) <= (verdict.hard, verdict.cost):
            plan, verdict = better, second
        plan = Plan(plan.occurrences, plan.instance, tuple(item.sentence for item in verdict.broken))
        self.teller.found(1.0, "The year is complete", plan, verdict.cost, verdict.hard)
        return plan

    def _pins(self, kind: str) -> list[Occurrence]:
        return [pin for pin in self.problem.pins if pin.type == kind]

    def _board(self, visits: bool = False) -> Board:
        """What stands; the visits only when asked for, as their search keeps its own books."""
        board = Board(self.problem, self.calendar)
        board.enter(self.base)
        board.enter(self.visits if visits else ())
        return board

    def _sessions_and_celebration(self) -> None:
        board = self._board()
        self.teller.say(0.01, "Finding hours for the policy reviews", at_once=True)
        tick = partial(self.teller.say, 0.01, "Finding hours for the policy reviews")
        self.base += place_sessions(self.problem, board, self._pins("session"), self.seed, self.effort.sessions, tick)
        self.teller.say(0.1, "Filling the celebration week", at_once=True)
        self.base += place_celebration(self.problem, board, self._pins("csw"))

    def _first_visits(self) -> None:
        visits = Visits(self.problem, self._board(), self._pins("visit"))
        VisitBuilder(visits, self.seed).build(self.teller.part(0.13, 0.18, "Placing the floor visits"))
        mend(visits, self.teller.over)
        self.visits = visits.occurrences()

    def _first_recognition(self) -> Recognition:
        state = Recognition(self.problem, self._board(visits=True), self._pins("recognition"), self.seed)
        state.spend_on(event for event in self.base if event.type == "csw")
        build(state, self.teller.part(0.18, 0.27, "Planning the recognition of every team"))
        return state

    def _whole(self, state: Recognition) -> Plan:
        state.board = self._board(visits=True)
        hours = fit_hours(state, self.teller.part(self.teller.fraction, self.teller.fraction, "Finding the hours"))
        return Plan.of(self.base + self.visits + hours, self.problem.name)

    def _improve(self, state: Recognition) -> None:
        worker = self._worker() if self.effort.apart else None
        if worker is None:
            self._visits_here()
            self._improve_recognition(state, 0.6)
            return
        try:
            self._improve_recognition(state, 0.3)
            waiting = self.teller.part(0.95, 0.95, "Spreading the floor visits", until=LATEST)
            self.visits = worker.finish(lambda: waiting(1.0))
        finally:
            worker.close()

    def _improve_recognition(self, state: Recognition, low: float) -> None:
        effort, teller = self.effort, self.teller
        fit = teller.part(low, 0.85, "Fitting the years of each site together", until=LATEST * 0.9)
        bound = plan_sites(state, effort.routes, effort.choices, self.seed, fit)
        teller.bound(int(bound))
        improve(state, effort.routes // 6, teller.part(0.85, 0.95, "Smoothing the weeks", until=LATEST))

    def _visits_here(self) -> None:
        teller, end = self.teller, self.teller.time_limit / 2
        watch = teller.part(0.3, 0.6, "Spreading the floor visits", until=0.5)
        began = teller.elapsed

        def hurry() -> float:
            return (teller.elapsed - began) / max(0.1, end - began)

        start, moves = self.visits, self.effort.moves
        self.visits = improved(self.problem, self._board(), start, self.seed, moves, lambda done, _: watch(done), hurry)

    def _worker(self) -> VisitWorker | None:
        seconds = self.teller.time_limit * LATEST - self.teller.elapsed
        try:
            return VisitWorker(self.problem, self.base, self.visits, self.seed, self.effort.moves, seconds)
        except OSError:  # no second process here: the visits take their turn in this one
            return None
