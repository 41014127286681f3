"""Somebody's calendar, read for one thing only: when they are busy. Titles, places and people are not kept.

What counts: whatever is opaque, and neither cancelled nor declined by the person. A whole day that is marked as busy is the whole day where
the person is; a time without a zone is on the person's clock.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from planner.domain.instants import at, resolve

Interval = tuple[datetime, datetime]

MOST_TIMES = 5000
MOST_EVENTS = 20_000
_TOO_MANY = f"The calendar holds more than {MOST_EVENTS:,} entries. Publish a smaller one."
MOST_A_DAY = 24
EARLIEST = 1950
_TIMES = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})
_DENSE = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})


class NotACalendar(Exception):
    """The text is something else, or broken; the sentence says so."""


@dataclass(frozen=True)
class Asked:
    """Whose calendar, from when to when; `ours` are UIDs of Planner's own events, which are no reason against themselves."""

    zone: str
    address: str
    since: datetime
    until: datetime
    ours: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Busy:
    """Intervals in order, none touching another; `left_out` counts entries that are broken, or whose rules are no appointments."""

    times: tuple[Interval, ...]
    left_out: int = 0
    cut: bool = False
    """There were more than are kept; those that are kept come first."""


def busy_times(body: bytes, asked: Asked) -> Busy:
    """When the person is busy between `since` and `until`. Raises NotACalendar."""
    with broken_told():
        return _read(body, asked)


@contextmanager
def broken_told() -> Iterator[None]:
    """Whatever the libraries raise over a broken calendar, as one sentence."""
    try:
        yield
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError, RecursionError, AssertionError) as error:
        raise NotACalendar(f"The calendar is broken and cannot be read ({type(error).__name__}).") from None


def _read(body: bytes, asked: Asked) -> Busy:
    calendars = read_calendars(body)
    left_out = sum(leave_out_endless(calendar, asked.ours) for calendar in calendars)
    times = _joined(span for calendar in calendars for span in _spans(calendar, asked) if span is not None)
    return Busy(tuple(times[:MOST_TIMES]), left_out, len(times) > MOST_TIMES)


def read_calendars(body: bytes) -> list[Calendar]:
    """The calendars in a file, ready to be expanded. Raises NotACalendar."""
    text = body.decode("utf-8-sig", "replace").lstrip()
    if not text[:15].upper().startswith("BEGIN:VCALENDAR"):
        what = "a web page" if text[:1] == "<" else "no calendar"
        raise NotACalendar(
            f"What is at this address is {what}. Publish the calendar, and copy the address that ends in .ics."
        )
    if not text.rstrip()[-13:].upper() == "END:VCALENDAR":
        raise NotACalendar("The calendar breaks off in the middle. Planner tries again by itself.")
    if text.upper().count("BEGIN:VEVENT") > MOST_EVENTS:  # counted before it is parsed, which takes a processor minutes
        raise NotACalendar(_TOO_MANY)
    calendars: list[Calendar] = Calendar.from_ical(text, multiple=True)
    if sum(len(calendar.subcomponents) for calendar in calendars) > MOST_EVENTS:
        raise NotACalendar(_TOO_MANY)
    for calendar in calendars:
        # recurring-ical-events turns every instant into this zone and back, and loses the hour that autumn repeats.
        calendar.pop("X-WR-TIMEZONE", None)
    return calendars


def leave_out_endless(calendar: Calendar, ours: frozenset[str]) -> int:
    """Takes out our own events, what is broken, and rules that are no appointments but a load; how many of the last two."""
    kept = [part for part in calendar.subcomponents if str(part.get("UID", "")) not in ours]
    sound = [part for part in kept if part.name != "VEVENT" or not _endless(part)]
    calendar.subcomponents = sound
    return len(kept) - len(sound)


def _endless(event: Any) -> bool:  # noqa: ANN401  # icalendar types a property as any of thirty
    if _TIMES.intersection(str(name).upper() for name, _ in event.errors):
        return True
    rules = event.get("RRULE", [])
    start = getattr(event.get("DTSTART"), "dt", None)
    odd = rules and (start is None or start.year < EARLIEST)
    return bool(odd) or any(_too_dense(rule) for rule in (rules if isinstance(rules, list) else [rules]))


def _too_dense(rule: Any) -> bool:  # noqa: ANN401  # as above
    often = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        often *= max(1, len(rule.get(name, [])))
    steps = [int(step) for step in rule.get("INTERVAL", [1])]
    frequencies = {str(word).upper() for word in rule.get("FREQ", [])}
    return often > MOST_A_DAY or min(steps, default=1) < 1 or bool(frequencies & _DENSE) or not frequencies


def _spans(calendar: Calendar, asked: Asked) -> Iterator[Interval | None]:
    """Each busy stretch in the window; None for what has no length there."""
    found = recurring_ical_events.of(calendar, skip_bad_series=True).between(asked.since, asked.until)
    for event in found:
        if _counts(event, asked.address):
            yield _span(event, asked)
    for part in calendar.walk("VFREEBUSY"):
        yield from _free_busy(part, asked)


def _counts(event: Any, address: str) -> bool:  # noqa: ANN401  # as above
    if str(event.get("STATUS", "")).upper() == "CANCELLED" or str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return False
    if str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() in ("FREE", "WORKINGELSEWHERE"):
        return False
    asked = event.get("ATTENDEE", [])
    several = asked if isinstance(asked, list) else [asked]
    return not any(_declined(one, address) for one in several)


def _declined(attendee: Any, address: str) -> bool:  # noqa: ANN401  # as above
    mine = str(attendee).lower().removeprefix("mailto:") == address.lower()
    return mine and str(attendee.params.get("PARTSTAT", "")).upper() == "DECLINED"


def _span(event: Any, asked: Asked) -> Interval | None:  # noqa: ANN401  # as above
    start, end = getattr(event.get("DTSTART"), "dt", None), getattr(event.get("DTEND"), "dt", None)
    if start is None:
        return None
    end = end if end is not None else start + timedelta(days=0 if isinstance(start, datetime) else 1)
    return _cut(_instant(start, asked.zone), _instant(end, asked.zone), asked)


def _instant(moment: datetime | date, zone: str) -> datetime:
    if not isinstance(moment, datetime):
        return at(moment, time(), zone)
    return moment.astimezone(UTC) if moment.tzinfo else resolve(moment, zone)


def _cut(start: datetime, end: datetime, asked: Asked) -> Interval | None:
    """To the window, in whole seconds; None for what has no length there."""
    first, last = max(start, asked.since).replace(microsecond=0), min(end, asked.until).replace(microsecond=0)
    return (first, last) if first < last else None


def _free_busy(part: Any, asked: Asked) -> Iterator[Interval | None]:  # noqa: ANN401  # as above
    found = part.get("FREEBUSY", [])
    for period in found if isinstance(found, list) else [found]:
        if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE":
            yield _cut(_instant(period.start, asked.zone), _instant(period.end, asked.zone), asked)


def _joined(spans: Iterable[Interval]) -> list[Interval]:
    """Overlapping and touching stretches as one."""
    found: list[Interval] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
