"""What a withdrawn feed says: one all-day event, so that calendars drop everything else and their owner learns why."""

from datetime import datetime, timedelta

from icalendar import Event

from planner.feeds.bodies import Body, blocks_of
from planner.feeds.calendars import Title, head
from planner.models.selections import Held


def withdrawn_calendar(name: str, revoked_at: datetime) -> Body:
    """The same bytes for as long as it is served."""
    event = Event()
    event.add("UID", f"withdrawn-{revoked_at:%Y%m%dT%H%M%SZ}@planner.events")
    event.add("DTSTAMP", revoked_at)
    event.add("LAST-MODIFIED", revoked_at)
    event.add("SEQUENCE", 0)
    event.add("DTSTART", revoked_at.date())
    event.add("DTEND", revoked_at.date() + timedelta(days=1))
    event.add("SUMMARY", "This feed was withdrawn")
    event.add("DESCRIPTION", "Remove this calendar from your program, or make a new feed in Planner under Subscribe.")
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT")
    title = Title(f"{name} (Planner)", "This feed was withdrawn.", "UTC")
    return Body(head(title, revoked_at), blocks_of([Held(revoked_at, 0, revoked_at, event.to_ical(sorted=False))]))
