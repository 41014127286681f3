"""Hours for the recognition days: within the shift, the team free, hosts enough. Fewest ways and longest events first."""

from __future__ import annotations

from collections.abc import Callable

from planner.planning.board import Board
from planner.planning.calendar import instant_of
from planner.planning.plan import Occurrence
from planner.planning.recognition.state import Recognition, Unit

Watch = Callable[[float], bool]
RETRIES = 12  # times that days without a free hour are banned and their teams routed around them
Due = tuple[int, str, Unit]  # day, kind, whose


def fit_hours(state: Recognition, watch: Watch = lambda _: False) -> list[Occurrence]:
    """All recognition events with their hours. What finds none after all retries is left out."""
    placed: dict[int, list[Occurrence]] = {unit.number: [] for unit in state.units}
    waiting = list(state.units)
    for attempt in range(RETRIES):
        lost = _place(state, waiting, placed, watch)
        if not lost or attempt == RETRIES - 1:
            break
        waiting = list({unit.number: unit for _, _, unit in lost}.values())
        for unit in waiting:
            for event in placed[unit.number]:
                state.board.leave(event)
            placed[unit.number] = []
            state.banned[unit.team.id].update(day for day, _, other in lost if other.number == unit.number)
            state.drop(unit)
            state.take(unit, state.reroute(unit))
    return [event for events in placed.values() for event in events]


def _place(state: Recognition, units: list[Unit], placed: dict[int, list[Occurrence]], watch: Watch) -> list[Due]:
    due = [item for unit in units for item in _due(state, unit)]
    lost: list[Due] = []
    for item in sorted(due, key=lambda item: _order(state.board, item)):
        _, kind, unit = item
        watch(0.0)
        start = _start(state.board, item)
        if start is None:
            lost.append(item)
            continue
        event = Occurrence("recognition", instant_of(start), team=unit.team.id, track=unit.track.id, kind=kind)
        state.board.enter([event])
        placed[unit.number].append(event)
    return lost


def _due(state: Recognition, unit: Unit) -> list[Due]:
    """Events that need an hour: a pinned one has its own."""
    pinned = state.pins.get((unit.team.id, unit.track.id), {})
    return [(day, unit.track.kinds[kind], unit) for day, kind in state.paths[unit.number] if day not in pinned]


def _order(board: Board, item: Due) -> tuple[int, int, int, int]:
    day, kind, unit = item
    minutes = board.problem.kind[kind].minutes
    return (day, len(board.open_starts(unit.team, day, minutes)), -minutes, unit.number)


def _start(board: Board, item: Due) -> int | None:
    """The start with the fewest events beside it, nearest the middle of the shift."""
    day, kind, unit = item
    minutes, site = board.problem.kind[kind].minutes, unit.team.site
    starts = board.open_starts(unit.team, day, minutes)
    middle = starts[len(starts) // 2] if starts else 0
    choices = [(board.hosts_used(site, start, minutes), abs(start - middle), start) for start in starts]
    legal = [choice for choice in choices if choice[0] < board.problem.site[site].hosts]
    return min(legal)[2] if legal else None
