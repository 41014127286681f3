"""From a wall clock to an instant and back: the one place that knows what a clock change does.

An event is stored as local wall time and IANA zone; the UTC instant is derived here. In the hour that spring leaves out
the offset before the change counts (02:30 becomes the 03:30 that people see), in the hour that autumn repeats the first
one counts, so no occurrence is ever skipped or doubled. Schedulers' own cron rules get both wrong in dozens of zones.

Which zone files are read is for the process to say (`PYTHONTZPATH=""` for the pinned tzdata package), not for this room.
"""

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

ONE_DAY = timedelta(days=1)
MONDAY_TO_FRIDAY = frozenset(range(5))

# Names that a system's zone folder holds but that mean nothing on another machine.
_NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})


@cache
def zone_names() -> tuple[str, ...]:
    """Every zone that may be chosen, in order of name."""
    return tuple(sorted(available_timezones() - _NOT_PLACES))


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone of the zone data in use, spelt exactly so."""
    return name in zone_names()


def resolve(wall: datetime, zone: str) -> datetime:
    """The instant (aware, UTC) at which the clocks of `zone` first show `wall`.

    `wall` is naive. A wall time in a spring gap is read with the offset before the gap; of a repeated hour the first
    is taken. Raises ValueError for an aware `wall`, `zoneinfo.ZoneInfoNotFoundError` for an unknown zone.
    """
    if wall.tzinfo is not None:
        raise ValueError("A wall time has no zone of its own: hand in a naive datetime and the zone's name.")
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def local(instant: datetime, zone: str) -> datetime:
    """The same instant, aware, as the clocks of `zone` show it."""
    if instant.tzinfo is None:
        raise ValueError("An instant has a zone: hand in an aware datetime.")
    return instant.astimezone(ZoneInfo(zone))


def wall(instant: datetime, zone: str) -> datetime:
    """What a clock in `zone` shows at `instant`, as a naive datetime."""
    return local(instant, zone).replace(tzinfo=None, fold=0)


def at(day: date, clock: time, zone: str) -> datetime:
    """The instant (aware, UTC) at which it is `clock` on `day` in `zone`."""
    return resolve(datetime.combine(day, clock), zone)


def is_workday(day: date, holidays: Container[date], weekdays: Container[int] = MONDAY_TO_FRIDAY) -> bool:
    """Whether people work on `day`; weekdays count from Monday = 0."""
    return day.weekday() in weekdays and day not in holidays


def _nearest_workday(day: date, step: int, holidays: Container[date], weekdays: Container[int]) -> date:
    for away in range(366):
        candidate = day + timedelta(days=step * away)
        if is_workday(candidate, holidays, weekdays):
            return candidate
    raise ValueError("No working day within a year: check the working days and the holidays.")


def workday_before(day: date, holidays: Container[date], weekdays: Container[int] = MONDAY_TO_FRIDAY) -> date:
    """The last working day before `day` (never `day` itself)."""
    return _nearest_workday(day - ONE_DAY, -1, holidays, weekdays)


def workday_on_or_before(day: date, holidays: Container[date], weekdays: Container[int] = MONDAY_TO_FRIDAY) -> date:
    """`day` if people work on it, otherwise the last working day before it."""
    return _nearest_workday(day, -1, holidays, weekdays)


def workday_on_or_after(day: date, holidays: Container[date], weekdays: Container[int] = MONDAY_TO_FRIDAY) -> date:
    """`day` if people work on it, otherwise the next working day."""
    return _nearest_workday(day, 1, holidays, weekdays)


def plus_workdays(
    day: date, count: int, holidays: Container[date], weekdays: Container[int] = MONDAY_TO_FRIDAY
) -> date:
    """`count` working days after `day`, or before it when negative; 0 is `day` or the next working day."""
    if count == 0:
        return workday_on_or_after(day, holidays, weekdays)
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day = _nearest_workday(day + step * ONE_DAY, step, holidays, weekdays)
    return day
