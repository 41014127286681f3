"""Placing the visits that are missing beside those that stay, with as little change as can be."""

from __future__ import annotations

from planner.planning.board import Board
from planner.planning.plan import Occurrence
from planner.planning.problem import Problem
from planner.planning.visits import Call, Visits


def place_visits(problem: Problem, board: Board, kept: list[Occurrence]) -> list[Occurrence]:
    """The missing visits, each at the place that breaks least and then costs least."""
    visits = Visits(problem, board, kept)
    for team, calls in enumerate(visits.of_team):
        while len(calls) < problem.visit.count:
            found = _cheapest(visits, team)
            if found is None:
                break
            visits.add(found)
    return visits.occurrences()


def _cheapest(visits: Visits, team: int) -> Call | None:
    best: tuple[int, int, int] | None = None
    chosen: Call | None = None
    for day in range(visits.problem.days):
        for leader in range(len(visits.problem.leaders)):
            start = visits.start_for(team, day, leader)
            if start is None:
                continue
            call = Call(team, day, start, leader)
            rank = (_added(visits, call), day, leader)
            if best is None or rank < best:
                best, chosen = rank, call
    return chosen


def _added(visits: Visits, call: Call) -> int:
    """What the visit would add to the cost; less than nothing when it mends a quota."""
    quarter = call.day // 7 // 13
    before = visits.team_cost(call.team) + visits.quarter_cost(call.leader, quarter)
    visits.add(call)
    after = visits.team_cost(call.team) + visits.quarter_cost(call.leader, quarter)
    visits.remove(call)
    return after - before
