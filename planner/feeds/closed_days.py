"""Somebody's calendar read for whole days on which nothing should take place: what HR may bring in as blackouts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import recurring_ical_events

from planner.domain.text import clean, refuse
from planner.feeds.busy import broken_told, leave_out_endless, read_calendars

MOST_STRETCHES = 300
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Stretch:
    """Days, both ends included, and what the calendar calls them."""

    first: date
    last: date
    title: str


@dataclass(frozen=True)
class ClosedDays:
    """Stretches in order; `with_hours` counts entries that are no whole days, `cut` says that there were more."""

    stretches: tuple[Stretch, ...]
    with_hours: int = 0
    cut: bool = False


def closed_days(body: bytes, since: date, until: date) -> ClosedDays:
    """The whole-day entries that touch the days from `since` to `until`. Raises NotACalendar."""
    with broken_told():
        return _read(body, since, until)


def _read(body: bytes, since: date, until: date) -> ClosedDays:
    found: set[Stretch] = set()
    with_hours = 0
    for calendar in read_calendars(body):
        leave_out_endless(calendar, frozenset())
        for event in recurring_ical_events.of(calendar, skip_bad_series=True).between(since, until):
            if str(event.get("STATUS", "")).upper() == "CANCELLED":
                continue
            stretch = _stretch(event)
            found |= {stretch} if stretch is not None else set()
            with_hours += stretch is None
    ordered = sorted(found, key=lambda one: (one.first, one.last, one.title))
    return ClosedDays(tuple(ordered[:MOST_STRETCHES]), with_hours, len(ordered) > MOST_STRETCHES)


def _stretch(event: Any) -> Stretch | None:  # noqa: ANN401  # icalendar types a property as any of thirty
    start, end = getattr(event.get("DTSTART"), "dt", None), getattr(event.get("DTEND"), "dt", None)
    if not isinstance(start, date) or isinstance(start, datetime):
        return None
    after = (
        end if isinstance(end, date) and not isinstance(end, datetime) and end > start else start + timedelta(days=1)
    )
    return Stretch(start, after - timedelta(days=1), _title(str(event.get("SUMMARY", ""))))


def _title(text: str) -> str:
    """One line that may stand as a reason."""
    title = " ".join(clean(text).split())[:LONGEST_TITLE].strip()
    return title if refuse(title) is None else "Closed"
