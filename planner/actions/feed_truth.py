"""Telling by mail whom their calendar cannot have told: exactly those, once, when the event is near."""

from datetime import datetime, timedelta

from planner.domain.kindness import Quiet, allowed_at
from planner.feeds.truth import Behind, behind
from planner.models.base import writing
from planner.models.feed_truth import changes_of, told_already
from planner.models.messages import insert_new
from planner.models.readers import Reader, readers
from planner.reminders.rows import message_row

NEAR = timedelta(hours=48)
LOOK_BACK = timedelta(days=400)
PATIENCE = timedelta(minutes=10)
"""A change is given so long before anybody is told: most programs look within it or not for hours, and who undoes it does so soon."""


def tell_those_behind(now: datetime) -> int:
    """Writes a message for everybody whose calendar cannot show a change of an event within 48 hours; how many were new."""
    changes = changes_of(now, now + NEAR, now - LOOK_BACK)
    due = [change for change in changes if change.at + PATIENCE <= now and change.event.event.outcome is None]
    if not due:
        return 0
    told = told_already(due)
    late: dict[tuple[int, int], list[Behind]] = {}
    for one in behind(due):
        key = (one.change.event.event_id, one.feed.person_id)
        if key not in told:
            late.setdefault(key, []).append(one)
    if not late:
        return 0
    people = readers({person for _, person in late}, now)
    rows = [_row(found, people[person], now) for (_, person), found in late.items() if person in people]
    with writing():
        return insert_new(rows)


def _row(found: list[Behind], reader: Reader, now: datetime) -> dict[str, object]:
    change = found[0].change
    event = change.event
    return message_row(
        name="feed-behind",
        about="event",
        about_id=event.event_id,
        time_version=event.sequence,
        step=f"feed-{change.version_id}",
        recipient_id=reader.id,
        due_at=now,
        next_try_at=allowed_at(now, reader.zone, Quiet(), (), event.starts_at),
        expires_at=event.ends_at,
        now=now,
        optional=True,
        facts={
            "sentence": change.sentence,
            "what": change.what,
            "since": change.at.isoformat(),
            "feeds": [one.feed.id for one in found],
        },
    )
