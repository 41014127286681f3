"""Change notices: who is told when a version moves, adds or cancels events. One message per person and event, never one per save."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from planner.domain.states import MessageState
from planner.models.concerned import (
    WhoIsWho,
    leads_of,
    owner_of,
    published_of_program,
    published_with,
    who_is_who,
)
from planner.models.events import PublishedEvent
from planner.models.messages import insert_new, unsent_about
from planner.models.versions import Change, Version
from planner.reminders.rows import DIGEST, message_row
from planner.reminders.team_posts import change_posts

SOON = timedelta(hours=48)
"""A new event that begins within this is told at once; a later one waits for the digest."""
MOST_SINGLE = 3
"""Somebody whose events change more often than this in one version gets one mail with all of them."""
YEAR_USEFUL_FOR = timedelta(days=7)

NAMES = {
    "moved": "event-moved",
    "changed": "event-moved",
    "cancelled": "event-cancelled",
    "added": "event-new",
    "restored": "event-new",
}

_Before = Mapping[int, Iterable[int]]


def tell_changes(version: Version, now: datetime, before: _Before | None = None) -> int:
    """Writes the messages about a version, in the publishing transaction; how many were new. Safe to call twice.

    `before` names further people by event: those who had it before the change (a leader who was replaced). What is over
    concerns nobody any more. The first version of a program gets one mail per person instead.
    """
    who = who_is_who()
    if version.number == 1:
        return insert_new(_year_rows(version, who, now))
    events = published_with(change.event_id for change in version.changes)
    _withdraw_stale(events)
    told: dict[int, list[Change]] = {}
    for change in version.changes:
        event = events.get(change.event_id)
        if event is None or event.ends_at <= now:
            continue
        for person in concerned(event, who) | who.active.intersection((before or {}).get(change.event_id, ())):
            told.setdefault(person, []).append(change)
    rows = [row for person, changes in told.items() for row in _rows_for(person, changes, version, events, now)]
    return insert_new(rows + change_posts(version, events, NAMES, MOST_SINGLE, who, now))


def concerned(event: PublishedEvent, who: WhoIsWho) -> frozenset[int]:
    """The active people whom a change of the event concerns: its owner, the leader's assistant, the leads."""
    owner = owner_of(event)
    people = {owner, who.assistants.get(event.leader_id or 0), *leads_of(event, who)}
    return who.active.intersection(person for person in people if person is not None)


def _withdraw_stale(events: Mapping[int, PublishedEvent]) -> None:
    for message in unsent_about("event", events):
        if message.time_version < events[message.about_id].sequence:
            message.state = MessageState.superseded
            message.last_words = "The event changed before this was sent; a newer message tells of it."


def _rows_for(
    person: int, changes: list[Change], version: Version, events: Mapping[int, PublishedEvent], now: datetime
) -> list[dict[str, object]]:
    at_once = [change for change in changes if not _can_wait(change, events[change.event_id], now)]
    later = [change for change in changes if change not in at_once]
    rows = [_row(person, change, version, events[change.event_id], now, DIGEST) for change in later]
    if len(at_once) > MOST_SINGLE:
        return [*rows, _many_row(person, at_once, version, events, now)]
    return rows + [_row(person, change, version, events[change.event_id], now, "email") for change in at_once]


def _can_wait(change: Change, event: PublishedEvent, now: datetime) -> bool:
    return NAMES[change.what] == "event-new" and event.starts_at > now + SOON


def _row(
    person: int, change: Change, version: Version, event: PublishedEvent, now: datetime, channel: str
) -> dict[str, object]:
    return message_row(
        name=NAMES[change.what],
        about="event",
        about_id=event.event_id,
        time_version=event.sequence,
        step=f"version-{version.id}",
        recipient_id=person,
        due_at=now,
        expires_at=event.ends_at,
        now=now,
        channel=channel,
        facts={"sentence": change.sentence, "what": change.what, "version": version.number},
    )


def _many_row(
    person: int, changes: list[Change], version: Version, events: Mapping[int, PublishedEvent], now: datetime
) -> dict[str, object]:
    return message_row(
        name="year-changed",
        about="version",
        about_id=version.id,
        step="changes",
        recipient_id=person,
        due_at=now,
        expires_at=max(events[change.event_id].ends_at for change in changes),
        now=now,
        facts={"events": [change.event_id for change in changes], "sentences": [c.sentence for c in changes]},
    )


def _year_rows(version: Version, who: WhoIsWho, now: datetime) -> list[dict[str, object]]:
    events = published_of_program(version.program_id).values()
    coming = [event for event in events if event.starts_at > now and not event.cancelled]
    people = frozenset().union(*(concerned(event, who) for event in coming)) if coming else frozenset()
    return [
        message_row(
            name="year-published",
            about="version",
            about_id=version.id,
            step="published",
            recipient_id=person,
            due_at=now,
            expires_at=now + YEAR_USEFUL_FOR,
            now=now,
            optional=True,
        )
        for person in sorted(people)
    ]
