"""Problem in, plan out: sessions, celebration week, floor visits, recognition, hours; in that order."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

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
from planner.planning.visit_search import VisitSearch
from planner.planning.visits import Visits

__all__ = ["Effort", "Progress", "generate"]

MOVES_A_SECOND = 24_000  # visit moves; below what two slow cores manage, so that the limit rarely cuts the work short
ROUTES_A_SECOND = 250  # recognition years of one team and track, likewise


@dataclass(frozen=True)
class Effort:
    """How much is tried, derived from the time limit alone so that a seed repeats the same plan on every machine."""

    sessions: float
    moves: int
    routes: int
    choices: float

    @classmethod
    def within(cls, seconds: float) -> Effort:
        return cls(
            max(0.5, seconds * 0.1),
            int(seconds * 0.35 * MOVES_A_SECOND),
            int(seconds * 0.25 * ROUTES_A_SECOND),
            seconds * 0.06,
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
    calendar = Calendar(problem)
    effort = Effort.within(time_limit)
    board = Board(problem, calendar)
    board.enter(problem.pins)
    placed = list(problem.pins)
    teller.say(0.01, "Finding hours for the policy reviews", at_once=True)
    placed += place_sessions(problem, board, _pins(problem, "session"), seed, effort.sessions)
    teller.say(0.06, "Filling the celebration week", at_once=True)
    placed += place_celebration(problem, board, _pins(problem, "csw"))
    placed += _visits(problem, board, seed, effort, teller)
    placed += _recognition(problem, board, placed, seed, effort, teller)
    plan = Plan.of(placed, problem.name)
    verdict = check(problem, plan, calendar)
    plan = Plan(plan.occurrences, plan.instance, tuple(item.sentence for item in verdict.broken))
    teller.found(1.0, "The year is complete", plan, verdict.cost, verdict.hard)
    return plan


def _pins(problem: Problem, kind: str) -> list[Occurrence]:
    return [pin for pin in problem.pins if pin.type == kind]


def _visits(problem: Problem, board: Board, seed: int, effort: Effort, teller: Teller) -> list[Occurrence]:
    visits = Visits(problem, board, _pins(problem, "visit"))
    VisitBuilder(visits, seed).build(teller.part(0.08, 0.1, "Placing the floor visits"))
    mend(visits, teller.over)
    VisitSearch(visits, seed).improve(effort.moves, teller.part(0.1, 0.45, "Spreading the floor visits", until=0.5))
    mend(visits, teller.over)
    placed = visits.occurrences()
    board.enter(placed)
    return placed


def _recognition(
    problem: Problem, board: Board, placed: list[Occurrence], seed: int, effort: Effort, teller: Teller
) -> list[Occurrence]:
    state = Recognition(problem, board, _pins(problem, "recognition"), seed)
    for event in placed:
        if event.type == "csw":
            day = state.shift_day(event)
            if state.calendar.in_year(day):
                team = problem.team[event.team or ""]
                state.spend(day, problem.kind[event.kind or ""].cost(team.size))
    build(state, teller.part(0.45, 0.5, "Planning the recognition of every team"))
    plan_sites(
        state,
        effort.routes,
        effort.choices,
        seed,
        teller.part(0.5, 0.85, "Fitting the years of each site together", until=0.9),
    )
    improve(state, effort.routes // 4, teller.part(0.85, 0.95, "Spreading the recognition over the year", until=0.92))
    teller.say(0.95, "Finding the hours", at_once=True)
    return fit_hours(state)
