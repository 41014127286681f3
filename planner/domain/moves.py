"""What breaks when an event is put somewhere by hand, in sentences. Nothing is forbidden here: HR may decide otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from planner.domain.instants import wall
from planner.domain.off_phone import OffPhone, too_much
from planner.domain.shifts import Shift, dates_touched, holds, shift_date

_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Days:
    """A stretch of days, both ends included, with its reason."""

    first: date
    last: date
    reason: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Taken:
    """Time that is already used: aware instants and what for."""

    starts_at: datetime
    ends_at: datetime
    title: str


@dataclass(frozen=True)
class TeamSide:
    """The team (or site, with no shift) that the event is for; `events` are its other events, never the moved one."""

    name: str
    site: str
    zone: str
    shift: Shift | None = None
    shift_name: str = ""
    workdays: frozenset[int] = frozenset(range(7))
    holidays: Mapping[date, str] = field(default_factory=dict)
    blackouts: Sequence[Days] = ()
    peaks: Sequence[Days] = ()
    events: Sequence[Taken] = ()
    off_phone: Sequence[OffPhone] = ()
    """Teams with a cap that the event would take off the phones, and in how many waves."""
    waves: int = 1


@dataclass(frozen=True)
class LeaderSide:
    """The leader who comes; absences are in the leader's own days. `busy` is what the leader's own calendar says, without titles."""

    name: str
    absences: Sequence[Days] = ()
    events: Sequence[Taken] = ()
    busy: Sequence[tuple[datetime, datetime]] = ()


def objections(
    start: datetime,
    end: datetime,
    team: TeamSide,
    leader: LeaderSide | None = None,
    program: Days | None = None,
) -> list[str]:
    """Every rule that an event from `start` to `end` (aware instants) would break, a sentence each; empty is well."""
    if end <= start:
        return ["The event ends before it has begun: give it a later end."]
    days = _days_concerned(start, end, team)
    found = [*_about_program(days, program), *_about_days(days, team), *_about_shift(start, end, team)]
    found += [_overlap(taken, team.name, team.zone) for taken in team.events if _overlaps(start, end, taken)]
    found += too_much(start, end, team.waves, list(team.off_phone))
    if leader is not None:
        found += _about_leader(start, end, days, leader, team.zone)
    return found


def day_words(day: date) -> str:
    """A day as sentences name it: Tuesday 3 March."""
    return f"{_DAY_NAMES[day.weekday()]} {day.day} {day:%B}"


def _stretch(days: Days) -> str:
    if days.first == days.last:
        return f"on {days.first.day} {days.first:%B}"
    return f"from {days.first.day} {days.first:%B} to {days.last.day} {days.last:%B}"


def _days_concerned(start: datetime, end: datetime, team: TeamSide) -> list[date]:
    """The shift date and every local date touched: half past midnight after Christmas Eve is both days."""
    touched = dates_touched(start, end, team.zone)
    worked = shift_date(start, team.shift, team.zone) if team.shift else None
    return sorted({*touched, *([worked] if worked else [])})


def _about_program(days: list[date], program: Days | None) -> Iterator[str]:
    if program is not None and not all(day in program for day in days):
        yield f"{day_words(days[0])} is outside the program, which runs {_stretch(program)}."


def _about_days(days: list[date], team: TeamSide) -> Iterator[str]:
    for day in days:
        if day in team.holidays:
            yield f"{day_words(day)} is a public holiday in {team.site} ({team.holidays[day]})."
    for closed in team.blackouts:
        if any(day in closed for day in days):
            reason = f" ({closed.reason})" if closed.reason else ""
            yield f"{team.site} is closed to events {_stretch(closed)}{reason}."
    for peak in team.peaks:
        if any(day in peak for day in days):
            reason = f": {peak.reason}" if peak.reason else ""
            yield f"{team.site} has its peak {_stretch(peak)}{reason}."


def _about_shift(start: datetime, end: datetime, team: TeamSide) -> Iterator[str]:
    if team.shift is None:
        day = wall(start, team.zone).date()
    else:
        held = holds(start, end, team.shift, team.zone)
        if held is None:
            crew = f"The {team.shift_name} crew" if team.shift_name else team.name
            yield f"{crew} works {team.shift}; {_hours(start, end, team.zone)} is outside its shift."
        day = held or wall(start, team.zone).date()
    if day.weekday() not in team.workdays:
        yield f"{team.name} does not work on {_DAY_NAMES[day.weekday()]}s."


def _about_leader(start: datetime, end: datetime, days: list[date], leader: LeaderSide, zone: str) -> Iterator[str]:
    for absence in leader.absences:
        if any(day in absence for day in days):
            reason = f" ({absence.reason})" if absence.reason else ""
            yield f"{leader.name} is away {_stretch(absence)}{reason}."
    for taken in leader.events:
        if _overlaps(start, end, taken):
            yield _overlap(taken, leader.name, zone)
    for begin, end_ in leader.busy:
        if start < end_ and begin < end:
            yield f"{leader.name} is busy by their own calendar {_busy_words(begin, end_, zone)}."


def _busy_words(start: datetime, end: datetime, zone: str) -> str:
    first, last = wall(start, zone).date(), wall(end, zone).date()
    if first == last:
        return f"on {day_words(first)}, {_hours(start, end, zone)}"
    return f"from {day_words(first)}, {wall(start, zone):%H:%M}, to {day_words(last)}, {wall(end, zone):%H:%M}"


def _overlaps(start: datetime, end: datetime, taken: Taken) -> bool:
    return start < taken.ends_at and taken.starts_at < end


def _overlap(taken: Taken, who: str, zone: str) -> str:
    day = wall(taken.starts_at, zone).date()
    hours = _hours(taken.starts_at, taken.ends_at, zone)
    return f"{who} has “{taken.title}” on {day_words(day)}, {hours}: the two overlap."


def _hours(start: datetime, end: datetime, zone: str) -> str:
    return f"{wall(start, zone):%H:%M}–{wall(end, zone):%H:%M}"
