"""Change notices: who is told when a version moves, adds or cancels events. One message per person and event, never one per save."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
from planner.models.messages import Message, insert_new, unsent_about
from planner.models.versions import Change, Version
from planner.reminders.rows import DIGEST, message_row
from planner.reminders.successors import brief_rows
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
_Key = tuple[int, int]
"""An event and a person."""


@dataclass(frozen=True)
class Told:
    """An event as people have it in mind: `look` compares two of them, and is `OFF` for what is cancelled or was never there."""

    look: str
    starts_at: str = ""


OFF = "off"
UNKNOWN = Told("")


def told_of(event: PublishedEvent | None) -> Told:
    """What is published of an event at this moment; publishing asks before it writes."""
    if event is None or event.cancelled:
        return Told(OFF)
    seen = (
        event.starts_at,
        event.ends_at,
        event.all_day,
        event.title,
        event.place,
        event.link,
        event.leader_id,
        event.team_id,
    )
    return Told("|".join(map(str, seen)), event.starts_at.isoformat())


@dataclass(frozen=True)
class _Notice:
    """One change for one person. `before` is what that person was told last, `what` how it differs from now."""

    change: Change
    event: PublishedEvent
    what: str
    before: Told

    @property
    def facts(self) -> dict[str, object]:
        told = {"was": self.before.starts_at} if self.what == "moved" and self.before.starts_at else {}
        return {
            "sentence": self.change.sentence,
            "what": self.what,
            "look": self.before.look,
            "start": self.before.starts_at,
            **told,
        }


def tell_changes(
    version: Version, now: datetime, before: _Before | None = None, was: Mapping[int, Told] | None = None
) -> int:
    """Writes the messages about a version, in the publishing transaction; how many were new. Safe to call twice.

    `before` names further people by event: those who had it before the change (a leader who was replaced); `was` is how the events were.
    What is over concerns nobody any more, and what is back where it was before anybody heard of it is told to nobody. The first version
    of a program gets one mail per person instead.
    """
    who = who_is_who()
    if version.number == 1:
        return insert_new(_year_rows(version, who, now))
    events = published_with(change.event_id for change in version.changes)
    untold = _withdraw_stale(events)
    told: dict[int, list[_Notice]] = {}
    for change in version.changes:
        event = events.get(change.event_id)
        if event is None or event.ends_at <= now:
            continue
        for person in concerned(event, who) | who.active.intersection((before or {}).get(change.event_id, ())):
            notice = _notice(
                change, event, untold.get((event.event_id, person)), (was or {}).get(event.event_id, UNKNOWN)
            )
            told.setdefault(person, []).extend([notice] if notice else [])
    rows = [row for person, notices in told.items() for row in _rows_for(person, notices, version, now)]
    rows += brief_rows(events, now)
    return insert_new(rows + change_posts(version, events, NAMES, MOST_SINGLE, who, now))


def _notice(change: Change, event: PublishedEvent, untold: Message | None, was: Told) -> _Notice | None:
    """None for somebody who was told of nothing else in between: the notice of the first change never left."""
    if untold is None:
        return _Notice(change, event, change.what, was)
    before = Told(str(untold.facts.get("look", "")), str(untold.facts.get("start", "")))
    now = told_of(event)
    if before.look and before.look == now.look:
        return None
    if now.look == OFF:
        return _Notice(change, event, "cancelled", before)
    if before.look == OFF:
        first = str(untold.facts["what"])
        return _Notice(change, event, first if first in ("added", "restored") else "added", before)
    return _Notice(change, event, "moved" if before.starts_at != now.starts_at else "changed", before)


def concerned(event: PublishedEvent, who: WhoIsWho) -> frozenset[int]:
    """The active people whom a change of the event concerns: its owner, the leader's assistant, the leads."""
    owner = owner_of(event)
    people = {owner, who.assistants.get(event.leader_id or 0), *leads_of(event, who)}
    return who.active.intersection(person for person in people if person is not None)


def _withdraw_stale(events: Mapping[int, PublishedEvent]) -> dict[_Key, Message]:
    """Takes back what has not gone and is true no longer; the notices among it that nobody has begun to send, by event and person."""
    untold: dict[_Key, Message] = {}
    for message in unsent_about("event", events):
        if message.time_version < events[message.about_id].sequence:
            if (
                message.state is MessageState.pending
                and message.step.startswith("version-")
                and message.team_id is None
            ):
                untold[message.about_id, message.recipient_id] = message
            message.state = MessageState.superseded
            message.last_words = (
                "The event changed before this was sent; what is true now was told instead, or needed no telling."
            )
    return untold


def _rows_for(person: int, notices: list[_Notice], version: Version, now: datetime) -> list[dict[str, object]]:
    at_once = [notice for notice in notices if not _can_wait(notice, now)]
    rows = [_row(person, notice, version, now, DIGEST) for notice in notices if notice not in at_once]
    if len(at_once) > MOST_SINGLE:
        return [*rows, _many_row(person, at_once, version, now)]
    return rows + [_row(person, notice, version, now, "email") for notice in at_once]


def _can_wait(notice: _Notice, now: datetime) -> bool:
    return NAMES[notice.what] == "event-new" and notice.event.starts_at > now + SOON


def _row(person: int, notice: _Notice, version: Version, now: datetime, channel: str) -> dict[str, object]:
    return message_row(
        name=NAMES[notice.what],
        about="event",
        about_id=notice.event.event_id,
        time_version=notice.event.sequence,
        step=f"version-{version.id}",
        recipient_id=person,
        due_at=now,
        expires_at=notice.event.ends_at,
        now=now,
        channel=channel,
        facts={**notice.facts, "version": version.number},
    )


def _many_row(person: int, notices: list[_Notice], version: Version, now: datetime) -> dict[str, object]:
    return message_row(
        name="year-changed",
        about="version",
        about_id=version.id,
        step="changes",
        recipient_id=person,
        due_at=now,
        expires_at=max(notice.event.ends_at for notice in notices),
        now=now,
        facts={
            "events": [one.change.event_id for one in notices],
            "sentences": [one.change.sentence for one in notices],
        },
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
