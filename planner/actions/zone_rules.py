"""When a country changes its clocks: an event stays at its local time, and the instants drawn from it are drawn anew."""

from datetime import datetime, timedelta

from planner.domain.instants import resolve
from planner.domain.states import MessageState
from planner.feeds.fragments import rendered
from planner.models.base import writing
from planner.models.events import PublishedEvent, misplaced
from planner.models.messages import carry_over, unsent_about


def ask_zones_again(*, now: datetime, base_url: str) -> int:
    """Draws the instants of what is still to come from the zone rules of today; how many published events moved by it.

    Their sequence rises, so that calendars show the new instant, and messages about the old one give way. Run it after an update of tzdata;
    looking costs little, and only what differs is written.
    """
    if not misplaced(now):
        return 0
    with writing():
        moved = misplaced(now)
        for row in moved:
            row.starts_at = resolve(row.wall_start, row.zone)
            length = timedelta(minutes=row.minutes)
            row.ends_at = resolve(row.wall_start + length, row.zone) if row.all_day else row.starts_at + length
        published = [row for row in moved if isinstance(row, PublishedEvent)]
        _withdraw(published)
        for event in published:
            carry_over(event.event_id, event.sequence, event.sequence + 1)
            event.sequence, event.changed_at = event.sequence + 1, now
            event.fragment = rendered(event, base_url)
    return len(published)


def _withdraw(events: list[PublishedEvent]) -> None:
    """What waits is written anew at its new time; its key is freed for that."""
    for message in unsent_about("event", [event.event_id for event in events]):
        if message.state is MessageState.pending:
            message.state, message.last_words = MessageState.cancelled, "The clocks of its zone change otherwise now."
            message.key, message.step = f"{message.key}:old-zone", f"{message.step}:old-zone"
