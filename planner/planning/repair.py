"""Least change: what was published stays unless it must move, and nothing moves before the freeze ends."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from planner.planning.board import Board
from planner.planning.calendar import Calendar, minute_of
from planner.planning.celebration import place_celebration
from planner.planning.check import Verdict, check
from planner.planning.loosen import must_go
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.progress import Progress, Teller
from planner.planning.recognition import Recognition, Unit
from planner.planning.recognition_search import settle
from planner.planning.sessions import place_sessions
from planner.planning.timetable import fit_hours
from planner.planning.visit_mend import fill, mend
from planner.planning.visits import Call, Visits

ROUNDS = 8  # times that what still breaks a rule is loosened and placed again


def replan(
    problem: Problem,
    published: Plan,
    *,
    freeze_before: datetime | None,
    seed: int = 0,
    time_limit: float,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Plan:
    """A plan for the changed problem that differs from the published one as little as could be found."""
    teller = Teller(progress, stop, monotonic, time_limit)
    calendar = Calendar(problem, None if freeze_before is None else minute_of(freeze_before))
    plan = _with_pins(problem, published, calendar)
    best: tuple[tuple[int, int, int], Plan, Verdict] | None = None
    for number in range(ROUNDS):
        teller.say(number / ROUNDS, "Moving only what must move", at_once=True)
        verdict = check(problem, plan, calendar)
        rank = (verdict.hard, _changed(published, plan), verdict.cost)
        if best is None or rank < best[0]:
            best = (rank, plan, verdict)
        going = {gone.identity for gone in must_go(problem, calendar, plan, verdict, neighbours=number > 0)}
        complete = not {"H02", "H17"} & verdict.by_code.keys()
        if verdict.hard == 0 or teller.over() or (complete and not going):
            break
        kept = [occurrence for occurrence in plan.occurrences if occurrence.identity not in going]
        plan = Plan.of(_complete(problem, calendar, kept, published, seed), problem.name)
    assert best is not None  # the first round always has a verdict  # noqa: S101
    return _finish(teller, best[1], best[2])


def _finish(teller: Teller, plan: Plan, verdict: Verdict) -> Plan:
    plan = Plan.of(plan.occurrences, plan.instance, (item.sentence for item in verdict.broken))
    teller.found(1.0, "The year is repaired", plan, verdict.cost, verdict.hard)
    return plan


def _changed(published: Plan, plan: Plan) -> int:
    now = {occurrence.identity for occurrence in plan.occurrences}
    return sum(occurrence.identity not in now for occurrence in published.occurrences)


def _with_pins(problem: Problem, published: Plan, calendar: Calendar) -> Plan:
    """A pin that is new takes the place of the nearest event of the same kind of thing that may still move."""
    events = {occurrence.identity: occurrence for occurrence in published.occurrences}
    pinned = {pin.identity for pin in problem.pins}
    for pin in problem.pins:
        if pin.identity not in events:
            alike = [
                e for e in events.values() if _alike(e, pin) and e.identity not in pinned and not _frozen(calendar, e)
            ]
            if alike:
                nearest = min(alike, key=lambda event: abs((event.start - pin.start).total_seconds()))
                del events[nearest.identity]
            events[pin.identity] = pin
    return Plan.of(events.values(), problem.name)


def _alike(event: Occurrence, pin: Occurrence) -> bool:
    same = (event.type, event.whom, event.track) == (pin.type, pin.whom, pin.track)
    return same and (pin.type != "csw" or event.kind == pin.kind)


def _frozen(calendar: Calendar, event: Occurrence) -> bool:
    return calendar.not_before is not None and minute_of(event.start) < calendar.not_before


def _complete(
    problem: Problem, calendar: Calendar, kept: list[Occurrence], published: Plan, seed: int
) -> list[Occurrence]:
    """The kept occurrences and whatever is missing beside them."""
    board = Board(problem, calendar)
    board.enter(kept)
    by_type: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in kept:
        by_type[occurrence.type].append(occurrence)
    placed = place_sessions(problem, board, by_type["session"], seed, 1.0)
    placed += place_celebration(problem, board, by_type["csw"])
    placed += [occurrence for occurrence in kept if occurrence.type != "visit"]
    placed += _visits(problem, calendar, placed, by_type["visit"])
    board = Board(problem, calendar)
    board.enter(placed)
    return placed + _recognition(problem, board, placed, by_type["recognition"], published, seed)


def _visits(problem: Problem, calendar: Calendar, others: list[Occurrence], kept: list[Occurrence]) -> list[Occurrence]:
    """The missing visits first; only where that breaks a rule do others give way, never pinned or frozen ones."""
    board = Board(problem, calendar)
    board.enter(others)
    visits = Visits(problem, board, kept)
    for team in range(len(problem.teams)):
        fill(visits, team)
    pinned = {(pin.team, minute_of(pin.start)) for pin in problem.pins if pin.type == "visit"}
    teams, freeze = problem.teams, calendar.not_before

    def fast(call: Call) -> bool:
        return (teams[call.team].id, call.start) in pinned or (freeze is not None and call.start < freeze)

    stuck = [event for event in kept if _stuck(event, pinned, freeze)]
    visits.release(fast)
    mend(visits)
    return stuck + visits.occurrences()


def _stuck(event: Occurrence, pinned: set[tuple[str | None, int]], freeze: int | None) -> bool:
    start = minute_of(event.start)
    return (event.team, start) in pinned or (freeze is not None and start < freeze)


def _recognition(
    problem: Problem,
    board: Board,
    placed: Iterable[Occurrence],
    kept: list[Occurrence],
    published: Plan,
    seed: int,
) -> list[Occurrence]:
    state = Recognition(problem, board, kept, seed)
    state.spend_on(event for event in placed if event.type == "csw")
    todo = [unit for unit in state.units if not _whole(state, unit)]
    for event in published.occurrences:
        if event.type == "recognition":
            days = state.published.setdefault((event.team or "", event.track or ""), {})
            days[state.shift_day(event)] = event.kind or ""
    for unit in todo:
        state.take(unit, state.reroute(unit))
    settle(state, lambda _: False, todo)
    return _same_hours(state, todo, published) + fit_hours(state)


def _same_hours(state: Recognition, units: list[Unit], published: Plan) -> list[Occurrence]:
    """Where a path came back to a published day and kind, the event keeps its hour as well, if the hour is still free."""
    problem, board, kept = state.problem, state.board, []
    places = {
        (unit.team.id, unit.track.id, day, unit.track.kinds[kind])
        for unit in units
        for day, kind in state.paths[unit.number]
    }
    for event in published.occurrences:
        if event.type != "recognition":
            continue
        team, track, kind, day = event.team or "", event.track or "", event.kind or "", state.shift_day(event)
        fast = state.pins.setdefault((team, track), {})
        if (team, track, day, kind) in places and day not in fast:
            person, minutes, start = problem.team[team], problem.kind[kind].minutes, minute_of(event.start)
            if start in board.open_starts(person, day, minutes) and board.host_free(person.site, start, minutes):
                board.enter([event])
                fast[day] = (kind, event)
                kept.append(event)
    return kept


def _whole(state: Recognition, unit: Unit) -> bool:
    """A year of which nothing went is entered as it is."""
    pinned = state.pins.get((unit.team.id, unit.track.id), {})
    if len(pinned) != unit.track.count or not all(name in unit.track.kinds for name, _ in pinned.values()):
        return False
    state.take(unit, [(day, unit.track.kinds.index(name)) for day, (name, _) in sorted(pinned.items())])
    return True
