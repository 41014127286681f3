"""One published event as one VEVENT: a pure function of the data, so that the bytes may be kept until the event changes.

UTC with Z and VALUE=DATE only, no rules and no VTIMEZONE: that form was read right by 22 of 22 calendars.
"""

from icalendar import Event, vText, vUri

from planner.domain.kinds import KINDS, EventKind
from planner.feeds import descriptions
from planner.feeds.folding import text_of
from planner.models.events import PublishedEvent

ALWAYS_FREE = frozenset({EventKind.milestone})
"""Kinds that never keep anybody busy."""


def render(event: PublishedEvent, base_url: str) -> bytes:
    """The VEVENT of `event`, CRLF at each end; `base_url` (no slash at its end) begins the address that leads back to Planner.

    Raises ValueError for an event without UID or whose end is not after its start.
    """
    address = f"{base_url}/events/{event.event_id}"
    vevent = Event()
    vevent.add("UID", _uid(event))
    _add_revision(vevent, event)
    _add_times(vevent, event)
    vevent.add("SUMMARY", descriptions.summary(event))
    vevent.add("DESCRIPTION", descriptions.description(event, address))
    _add_location(vevent, event)
    vevent.add("URL", vUri(address))
    _add_looks(vevent, event)
    return text_of(vevent.content_lines(sorted=False))


def _uid(event: PublishedEvent) -> str:
    if not event.uid:
        raise ValueError(f"Event {event.event_id} has no UID.")
    return event.uid


def _add_revision(vevent: Event, event: PublishedEvent) -> None:
    """Evolution ignores an edit that moves none of the three; without METHOD the first two are the same instant (RFC 5545 3.8.7.2)."""
    vevent.add("DTSTAMP", event.changed_at)
    vevent.add("LAST-MODIFIED", event.changed_at)
    vevent.add("SEQUENCE", event.sequence)


def _add_times(vevent: Event, event: PublishedEvent) -> None:
    if event.all_day:
        start, end = descriptions.days(event)
        vevent.add("DTSTART", start)
        vevent.add("DTEND", end)
        return
    if event.ends_at <= event.starts_at:
        raise ValueError(f"Event {event.event_id} ends before it starts.")
    vevent.add("DTSTART", event.starts_at)
    vevent.add("DTEND", event.ends_at)


def _add_location(vevent: Event, event: PublishedEvent) -> None:
    place = descriptions.location(event)
    if place:
        vevent.add("LOCATION", place)


def _add_looks(vevent: Event, event: PublishedEvent) -> None:
    kind = KINDS[event.kind]
    free = event.all_day or event.cancelled or event.kind in ALWAYS_FREE
    vevent.add("CATEGORIES", [kind.label])
    vevent.add("COLOR", vText(kind.css_name))
    vevent.add("STATUS", "CANCELLED" if event.cancelled else "CONFIRMED")
    vevent.add("TRANSP", "TRANSPARENT" if free else "OPAQUE")
    vevent.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE" if free else "BUSY")
