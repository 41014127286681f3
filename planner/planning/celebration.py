"""The celebration week: each team gets each celebration event once, on different days, as hosts allow."""

from __future__ import annotations

from collections import Counter

from planner.planning.board import Board
from planner.planning.calendar import instant_of, minute_of
from planner.planning.plan import Occurrence
from planner.planning.problem import ActivityKind, Problem, Team


def place_celebration(problem: Problem, board: Board, fixed: list[Occurrence]) -> list[Occurrence]:
    """Teams with the fewest ways first, long events first. What finds no place is left out."""
    placed: list[Occurrence] = []
    per_day: Counter[tuple[str, int]] = Counter()
    for team in sorted(problem.teams, key=lambda team: _ways(problem, board, team)):
        mine = [pin for pin in fixed if pin.team == team.id]
        days = {_day(board, team, pin) for pin in mine}
        missing = Counter(problem.csw.kinds) - Counter(pin.kind or "" for pin in mine)
        for kind in sorted((problem.kind[name] for name in missing.elements()), key=lambda kind: -kind.minutes):
            found = _best(board, team, kind, days, per_day)
            if found is not None:
                day, start = found
                days.add(day)
                per_day[team.site, day] += 1
                event = Occurrence("csw", instant_of(start), team=team.id, kind=kind.id)
                board.enter([event])
                placed.append(event)
    return placed


def _ways(problem: Problem, board: Board, team: Team) -> int:
    longest = max((problem.kind[name].minutes for name in problem.csw.kinds), default=1)
    return sum(len(board.calendar.starts(team, day, longest)) for day in board.calendar.celebration)


def _day(board: Board, team: Team, pin: Occurrence) -> int | None:
    start = minute_of(pin.start)
    return board.calendar.shift_day(team, start, start + board.problem.kind[pin.kind or ""].minutes)


def _best(
    board: Board, team: Team, kind: ActivityKind, taken: set[int | None], per_day: Counter[tuple[str, int]]
) -> tuple[int, int] | None:
    """The least crowded place: by hosts at that time first, then by events on that day, then the earliest."""
    choices = [
        (board.hosts_used(team.site, start, kind.minutes), per_day[team.site, day], day, start)
        for day in board.calendar.celebration
        if day not in taken
        for start in board.open_starts(team, day, kind.minutes)
    ]
    legal = [choice for choice in choices if choice[0] < board.problem.site[team.site].hosts]
    return min(legal)[2:] if legal else None
