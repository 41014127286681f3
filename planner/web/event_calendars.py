"""An event in people's calendars: who was invited and answered what, and which calendars cannot have seen its latest change."""

from dataclasses import dataclass, field
from datetime import datetime

from planner.feeds.truth import SHOWN_FEEDS, Behind, behind
from planner.models.events import Event
from planner.models.feed_truth import Published, change_of
from planner.models.invitation_lists import invitations_of_event
from planner.models.invitations import Invitation
from planner.web.access import can


@dataclass(frozen=True)
class CalendarSide:
    """`behind` is for HR only, while the event is still to come."""

    invitations: list[Invitation] = field(default_factory=list)
    change: Published | None = None
    behind: list[Behind] = field(default_factory=list)


def calendar_side(event: Event, mine: bool, now: datetime) -> CalendarSide:
    """As far as the reader may know: HR everything, a leader and the assistant their own invitation."""
    hr, published = can("see the draft"), event.published
    if published is None or not (hr or mine):
        return CalendarSide()
    change = change_of(event.id) if hr and published.ends_at > now else None
    return CalendarSide(
        invitations_of_event(event.id), change, behind([change], SHOWN_FEEDS) if change is not None else []
    )
