"""One published event as one VEVENT: a pure function of the data, so that the bytes may be kept until the event changes.

UTC with Z and VALUE=DATE only, no rules and no VTIMEZONE: that form was read right by 22 of 22 calendars.
"""

import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache, lru_cache

from icalendar import Event, Parameters, vText, vUri
from icalendar.parser import Contentline

from planner.domain.kinds import KINDS, EventKind
from planner.feeds import descriptions
from planner.feeds.folding import text_of
from planner.models.events import PublishedEvent

ALWAYS_FREE = frozenset({EventKind.milestone})
"""Kinds that never keep anybody busy."""
log = logging.getLogger(__name__)


def render(event: PublishedEvent, base_url: str) -> bytes:
    """The VEVENT of `event`, CRLF at each end; `base_url` (no slash at its end) begins the address that leads back to Planner.

    Raises ValueError for an event without UID or whose end is not after its start.
    """
    address = f"{base_url}/events/{event.event_id}"
    lines = (
        _BEGIN,
        _line("UID", vText(_uid(event))),
        _revision(event.changed_at, event.sequence),
        *_times(event),
        _line("SUMMARY", vText(descriptions.summary(event))),
        _line("DESCRIPTION", vText(descriptions.description(event, address))),
        *_location(event),
        _line("URL", vUri(address)),
        _looks(event.kind, event.all_day, event.cancelled),
        _END,
    )
    return b"".join(lines)


def rendered(event: PublishedEvent, base_url: str) -> bytes:
    """The VEVENT, or nothing for an event that cannot be written: one that is broken must not keep all others from their readers."""
    try:
        return render(event, base_url)
    except (ValueError, AssertionError) as error:
        log.error("Event %s is left out of calendars, as it cannot be written: %s", event.event_id, error)
        return b""


def is_sound(fragment: bytes) -> bool:
    """Whether a stored text is one event and nothing beside it, as far as its ends tell."""
    return fragment.startswith(_BEGIN) and fragment.endswith(_END) and b"\r\nUID:" in fragment


_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"


def _line(name: str, value: vText | vUri) -> bytes:
    """One property without parameters. A whole component of icalendar costs four times the line that it is asked for."""
    return text_of([Contentline.from_parts(name, _PLAIN, value)])


_PLAIN = Parameters()


def _written(properties: Iterable[tuple[str, object]]) -> bytes:
    """As icalendar writes them, in this order."""
    vevent = Event()
    for name, value in properties:
        vevent.add(name, value)
    return text_of(vevent.content_lines(sorted=False)[1:-2])


def _uid(event: PublishedEvent) -> str:
    if not event.uid:
        raise ValueError(f"Event {event.event_id} has no UID.")
    return event.uid


@lru_cache(maxsize=1000)
def _revision(changed_at: datetime, sequence: int) -> bytes:
    """Evolution ignores an edit that moves none of the three; without METHOD the first two are the same instant (RFC 5545 3.8.7.2).

    Kept, because a whole year is published at one instant.
    """
    return _written([("DTSTAMP", changed_at), ("LAST-MODIFIED", changed_at), ("SEQUENCE", sequence)])


def _times(event: PublishedEvent) -> tuple[bytes, bytes]:
    if event.all_day:
        first, after = descriptions.days(event)
        return _day("DTSTART", first), _day("DTEND", after)
    if event.ends_at <= event.starts_at:
        raise ValueError(f"Event {event.event_id} ends before it starts.")
    return _instant("DTSTART", event.starts_at), _instant("DTEND", event.ends_at)


@lru_cache(maxsize=2000)
def _day(name: str, day: date) -> bytes:
    """Kept: a year has no more."""
    return _written([(name, day)])


def _instant(name: str, instant: datetime) -> bytes:
    """UTC, form 2 of RFC 5545 3.3.5."""
    return f"{name}:{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n".encode()


def _location(event: PublishedEvent) -> list[bytes]:
    place = descriptions.location(event)
    return [_line("LOCATION", vText(place))] if place else []


@cache
def _looks(kind: EventKind, all_day: bool, cancelled: bool) -> bytes:
    """Kept: there are a few dozen."""
    free = all_day or cancelled or kind in ALWAYS_FREE
    return _written(
        [
            ("CATEGORIES", [KINDS[kind].label]),
            ("COLOR", vText(KINDS[kind].css_name)),
            ("STATUS", "CANCELLED" if cancelled else "CONFIRMED"),
            ("TRANSP", "TRANSPARENT" if free else "OPAQUE"),
            ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE" if free else "BUSY"),
        ]
    )
