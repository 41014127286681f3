"""Working hours, nights included. A shift belongs to the local date on which it starts, even where it ends a day later."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from planner.domain.instants import ONE_DAY, at, is_workday, wall


@dataclass(frozen=True)
class Shift:
    """Local start and end. An end at or before the start is on the next day; equal times are a shift of 24 hours."""

    start: time
    end: time

    @property
    def crosses_midnight(self) -> bool:
        return self.end <= self.start

    def __str__(self) -> str:
        return f"{self.start:%H:%M}–{self.end:%H:%M}"


def span(day: date, shift: Shift, zone: str) -> tuple[datetime, datetime]:
    """Start and end (aware, UTC) of the shift that starts on `day`."""
    last_day = day + ONE_DAY if shift.crosses_midnight else day
    return at(day, shift.start, zone), at(last_day, shift.end, zone)


def shift_date(instant: datetime, shift: Shift, zone: str) -> date | None:
    """On which date the shift started that `instant` falls in; None outside the shift. The end is outside."""
    today = wall(instant, zone).date()
    for day in (today, today - ONE_DAY):
        start, end = span(day, shift, zone)
        if start <= instant < end:
            return day
    return None


def holds(start: datetime, end: datetime, shift: Shift, zone: str) -> date | None:
    """The shift date whose hours hold all of `start` to `end` (aware instants), None when none does."""
    day = shift_date(start, shift, zone)
    return day if day is not None and end <= span(day, shift, zone)[1] else None


def dates_touched(start: datetime, end: datetime, zone: str) -> list[date]:
    """Every local date with a part of `start` to `end`: a visit at 00:30 touches the day after its shift date."""
    first, last = wall(start, zone).date(), wall(max(start, end - timedelta(microseconds=1)), zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def next_on_shift(
    after: datetime, workdays: Container[int], shift: Shift, zone: str, closed: Container[date]
) -> tuple[datetime, datetime] | None:
    """Start and end (UTC) of the first shift that is not over at `after`, the running one included.

    None when a team has no working day within a year. `closed` holds shift dates on which nobody works.
    """
    day = wall(after, zone).date() - ONE_DAY
    for candidate in (day + timedelta(days=number) for number in range(367)):
        if is_workday(candidate, closed, workdays):
            start, end = span(candidate, shift, zone)
            if end > after:
                return start, end
    return None
