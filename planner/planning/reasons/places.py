"""Other places for one event: days, hours, kinds and leaders worth a look, whether they are allowed or not.

Each day (or week and leader) is represented by its free hour nearest to the present one; where there is none, by the present
hour, so that the rule which forbids it can be named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.planning.calendar import instant_of
from planner.planning.judge.ledger import Placed
from planner.planning.plan import Occurrence
from planner.planning.problem import Team
from planner.planning.reasons.books import Books

Place = tuple[int, Occurrence]  # with its shift date


def places(books: Books, placed: Placed) -> Iterator[Place]:
    """Every place worth a look but the present one."""
    finders = {"recognition": _recognition, "csw": _celebration, "visit": _visit, "session": _session}
    return (place for place in finders[placed.type](books, placed) if place[1] != placed.occurrence)


def _recognition(books: Books, placed: Placed) -> Iterator[Place]:
    """Between the neighbours of its track: every day with every kind."""
    team, track = placed.teams[0], books.problem.track[placed.occurrence.track or ""]
    events = sorted(event.day for event in books.ledger.recognition[team.id, track.id] if event.at != placed.index)
    for day in _between(books, events, placed.day, track.max_gap_days):
        if books.calendar.date(day).weekday() not in team.workdays:
            continue  # nobody would think of it
        for name in track.kinds:
            minutes = books.problem.kind[name].minutes
            start = _hour(books, placed, team, day, minutes)
            yield day, replace(placed.occurrence, kind=name, start=instant_of(start))


def _between(books: Books, taken: list[int], day: int, reach: int) -> range:
    before = max((other for other in taken if other <= day), default=-1)
    after = min((other for other in taken if other > day), default=books.problem.days)
    return range(max(before + 1, day - reach, 0), min(after, day + reach + 1, books.problem.days))


def _celebration(books: Books, placed: Placed) -> Iterator[Place]:
    """Every day of the celebration week, and another hour of the present one."""
    team, minutes = placed.teams[0], placed.end - placed.start
    for day in books.calendar.celebration:
        if books.calendar.in_year(day) and books.calendar.date(day).weekday() in team.workdays:
            start = _hour(books, placed, team, day, minutes, another=day == placed.day)
            yield day, replace(placed.occurrence, start=instant_of(start))


def _visit(books: Books, placed: Placed) -> Iterator[Place]:
    """Every leader in every week between the neighbours, on the nearest day, with a journey of its own and without."""
    team, weeks = placed.teams[0], books.problem.visit.max_gap_weeks
    others = sorted(visit.day // 7 * 7 for visit in books.ledger.visits[team.id] if visit.at != placed.index)
    days = _between(books, others, placed.day, 7 * weeks)
    for leader in books.problem.leaders:
        seen: set[tuple[int, bool]] = set()
        for day in sorted(days, key=lambda day: (abs(day - placed.day), day)):
            sort = (day // 7, books.ledger.leader_days[leader.id, day, team.site] > 0)
            if sort in seen:
                continue
            start = _visit_hour(books, placed, team, day, leader.id)
            if start is not None:
                seen.add(sort)
                yield day, replace(placed.occurrence, leader=leader.id, start=instant_of(start))


def _visit_hour(books: Books, placed: Placed, team: Team, day: int, leader: str) -> int | None:
    """An hour at which both are free; on the present day the present hour, whoever comes, so that a refusal names its rule."""
    wanted, minutes, away = _wanted(books, placed, day), placed.end - placed.start, books.calendar.away[leader]
    if day == placed.day and leader != placed.occurrence.leader:
        return placed.start
    mine = set(books.board.slots(placed.start, minutes)) if placed.occurrence.leader == leader else set()
    taken = books.board.leaders[leader] - mine if mine else books.board.leaders[leader]
    if day in away or (day == placed.day and leader == placed.occurrence.leader):
        return None
    free = (
        start
        for start in _free(books, placed, team, day, minutes)
        if taken.isdisjoint(books.board.slots(start, minutes))
        and (day + 1 not in away or books.calendar.local_day(team.site, start) not in away)
    )
    return min(free, key=lambda start: abs(start - wanted), default=None)


def _session(books: Books, placed: Placed) -> Iterator[Place]:
    """One hour of every week of the window, and of the weeks before it."""
    policy, calendar = books.problem.policy[placed.occurrence.policy or ""], books.calendar
    suits = [calendar.quiet_starts(team, policy.minutes) for team in placed.teams]
    mine = set(books.board.slots(placed.start, policy.minutes))
    taken = books.board.leaders[policy.owner].union(*(books.board.teams[team.id] for team in placed.teams)) - mine
    common = set(suits[0]).intersection(*suits[1:])
    for week in range(policy.window_start_week, min(policy.window_end_week + 1, books.problem.weeks)):
        wanted = placed.start + (week - placed.day // 7) * 7 * 1440
        here = [start for start in common if suits[0][start] // 7 == week]
        free = [start for start in here if taken.isdisjoint(books.board.slots(start, policy.minutes))]
        start = min(free or here, key=lambda start: (abs(start - wanted), start), default=wanted)
        yield 7 * week, replace(placed.occurrence, start=instant_of(start))


def _wanted(books: Books, placed: Placed, day: int) -> int:
    """The present local hour on another day, as near as the change of clocks allows."""
    site = placed.teams[0].site
    if not books.calendar.in_year(placed.day):
        return books.calendar.midnight(site, day) + 12 * 60
    return books.calendar.midnight(site, day) + placed.start - books.calendar.midnight(site, placed.day)


def _free(books: Books, placed: Placed, team: Team, day: int, minutes: int) -> list[int]:
    """Legal starts on which the team has nothing else."""
    taken = books.board.teams[team.id] - set(books.board.slots(placed.start, placed.end - placed.start))
    starts = books.calendar.starts(team, day, minutes)
    return [start for start in starts if taken.isdisjoint(books.board.slots(start, minutes))]


def _hour(books: Books, placed: Placed, team: Team, day: int, minutes: int, another: bool = False) -> int:
    """The free hour nearest to the present one, with a host where there is one."""
    wanted, site = _wanted(books, placed, day), team.site
    mine = set(books.board.slots(placed.start, placed.end - placed.start))

    def hosted(start: int) -> bool:
        slots, used = books.board.slots(start, minutes), books.board.hosts[site]
        return max(used[slot] - (slot in mine) for slot in slots) < books.problem.site[site].hosts

    free = [start for start in _free(books, placed, team, day, minutes) if not (another and start == placed.start)]
    hours = [start for start in free if hosted(start)] or free
    return min(hours, key=lambda start: (abs(start - wanted), start), default=wanted)
