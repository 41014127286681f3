"""Minutes off the phones: which events take a team away from customers, how many minutes of a week that is, and how waves fit a shift."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil

from planner.domain.instants import wall
from planner.domain.kinds import EventKind
from planner.domain.shifts import Shift, holds, shift_date, span
from planner.domain.weeks import monday_of

FOR_EVERYBODY = frozenset({EventKind.recognition, EventKind.celebration})
"""Kinds that take agents off the phones even when they are for everybody: briefings for everybody are for leads."""
OFF_PHONE = FOR_EVERYBODY | {EventKind.briefing, EventKind.training}
"""Kinds that take the people of a team or a site off the phones. A leader on a floor visit sits beside those who talk."""
MOST_WAVES = 6


def minutes_off(minutes: int, waves: int) -> int:
    """Minutes that each person of the team is away, on average, for one of so many waves."""
    return ceil(minutes / max(1, waves))


def week_of(start: datetime, shift: Shift | None, zone: str) -> date:
    """The Monday of the week to which an event counts: by the date on which the shift began."""
    day = shift_date(start, shift, zone) if shift is not None else None
    return monday_of(day or wall(start, zone).date())


@dataclass(frozen=True)
class OffPhone:
    """A team with a cap: minutes a week that it may be away, and those that other events take already, by Monday."""

    name: str
    cap: int
    zone: str
    shift: Shift | None = None
    used: Mapping[date, int] = field(default_factory=dict)


def too_much(start: datetime, end: datetime, waves: int, teams: list[OffPhone]) -> Iterator[str]:
    """A sentence for each team that an event would take away for longer than its cap allows."""
    minutes = minutes_off(int((end - start) / timedelta(minutes=1)), waves)
    for team in teams:
        if team.shift is not None and len(teams) > 1 and holds(start, end, team.shift, team.zone) is None:
            continue
        monday = week_of(start, team.shift, team.zone)
        total = team.used.get(monday, 0) + minutes
        if total > team.cap:
            when = f"{monday.day} {monday:%B}"
            yield f"{team.name} would be off the phones for {total} minutes in the week of {when}; {team.cap} are allowed."


def wave_starts(start: datetime, minutes: int, waves: int, shift: Shift | None, zone: str) -> list[datetime] | None:
    """When the waves begin, one after the other (aware instants): from the event's own start, or so much earlier that all fit the shift.

    None when the shift has not enough hours.
    """
    length = timedelta(minutes=minutes)
    first = start
    day = shift_date(start, shift, zone) if shift is not None else None
    if shift is not None and day is not None:
        begins, ends = span(day, shift, zone)
        first = min(start, ends - waves * length)
        if first < begins:
            return None
    return [first + number * length for number in range(waves)]
