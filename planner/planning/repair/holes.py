"""Filling what is missing in bulk, as for a team that joins in spring: years of recognition and rounds of visits."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.plan import Occurrence
from planner.planning.problem import Problem
from planner.planning.recognition.search import settle
from planner.planning.recognition.state import Recognition
from planner.planning.recognition.timetable import fit_hours
from planner.planning.repair.streams import StreamKey
from planner.planning.visits.books import Visits
from planner.planning.visits.mend import fill, mend


def fill_holes(
    problem: Problem, calendar: Calendar, kept: Iterable[Occurrence], keys: Collection[StreamKey], seed: int
) -> list[Occurrence]:
    """New occurrences for the streams of recognition and of visits that are named; nothing of `kept` moves."""
    kept = list(kept)
    found = _visits(problem, calendar, kept, {key[1] for key in keys if key[0] == "visit"})
    years = {(key[1], key[2] or "") for key in keys if key[0] == "recognition"}
    return found + (_recognition(problem, calendar, kept + found, years, seed) if years else [])


def _visits(problem: Problem, calendar: Calendar, kept: list[Occurrence], teams: set[str]) -> list[Occurrence]:
    if not teams:
        return []
    board = Board(problem, calendar)
    board.enter(what for what in kept if what.type != "visit")
    visits = Visits(problem, board, [what for what in kept if what.type == "visit"])
    for number, team in enumerate(problem.teams):
        if team.id in teams:
            fill(visits, number)
    mend(visits)
    return visits.occurrences()


def _recognition(
    problem: Problem, calendar: Calendar, kept: list[Occurrence], years: set[tuple[str, str]], seed: int
) -> list[Occurrence]:
    board = Board(problem, calendar)
    board.enter(kept)
    state = Recognition(problem, board, [what for what in kept if what.type == "recognition"], seed)
    state.spend_on(what for what in kept if what.type == "csw")
    todo = []
    for unit in state.units:
        if (unit.team.id, unit.track.id) in years:
            todo.append(unit)
            continue
        pinned = state.pins.get((unit.team.id, unit.track.id), {})
        known = [(day, name) for day, (name, _) in sorted(pinned.items()) if name in unit.track.kinds]
        state.take(unit, [(day, unit.track.kinds.index(name)) for day, name in known])
    for unit in todo:
        state.take(unit, state.reroute(unit))
    settle(state, lambda _: False, todo)
    return _new_hours(state, years)


def _new_hours(state: Recognition, years: set[tuple[str, str]]) -> list[Occurrence]:
    return [event for event in fit_hours(state) if (event.team, event.track) in years]
