"""Which calendars cannot have seen a change: the last fetch of a feed, compared with when the change was published."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from planner.domain.states import MessageState
from planner.models.base import db, written_once
from planner.models.events import PublishedEvent
from planner.models.feeds import Feed
from planner.models.invitations import not_from_invitations
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.portions import portions
from planner.models.selections import Selection
from planner.models.versions import Change, Version
from planner.models.visibility import visible_to_each

_TOLD = (MessageState.pending, MessageState.leased, MessageState.sent)


@dataclass(frozen=True)
class Published:
    """An event's latest published change: when, and in which words. The first version of a program is no change."""

    event: PublishedEvent
    at: datetime
    version_id: int
    sentence: str
    what: str


def changes_of(first: datetime, last: datetime, changed_since: datetime) -> list[Published]:
    """The latest changes of events that begin between two instants, of those that were published since a third."""
    return _changes(PublishedEvent.starts_at.between(first, last), Version.published_at >= changed_since)


def change_of(event_id: int) -> Published | None:
    """The latest change of one event; None for one that stands as it was first published."""
    return next(iter(_changes(PublishedEvent.event_id == event_id)), None)


def _changes(*conditions: Selection) -> list[Published]:
    question = (
        select(PublishedEvent, Version.published_at, Version.id, Change.sentence, Change.what)
        .join(Version, Version.id == PublishedEvent.version_id)
        .join(Change, and_(Change.version_id == Version.id, Change.event_id == PublishedEvent.event_id))
        .where(Version.number > 1, *conditions)
        .order_by(PublishedEvent.starts_at, PublishedEvent.event_id)
    )
    return [Published(*row) for row in db.session.execute(question)]


class Unread(NamedTuple):
    """A feed in use, whose it is, of which calendar, and when and by what it was read last."""

    id: int
    person_id: int
    name: str
    scope: str
    scope_ref: str
    last_fetched_at: datetime
    last_client: str


def not_since(moment: datetime, limit: int | None = None) -> list[Unread]:
    """Feeds in use that some calendar reads, and that none has read since a moment; the latest reader first."""
    columns = (Feed.id, Feed.person_id, Person.name, Feed.scope, Feed.scope_ref, Feed.last_fetched_at, Feed.last_client)
    question = (
        select(*columns)
        .join(Person, Person.id == Feed.person_id)
        .where(Feed.revoked_at.is_(None), Person.deactivated_at.is_(None), Feed.last_fetched_at < moment)
        .order_by(Feed.last_fetched_at.desc(), Feed.id)
    )
    rows = db.session.execute(question.limit(limit) if limit else question)
    return [Unread._make(row) for row in rows]


def held(selection: Selection, event_ids: Collection[int]) -> set[int]:
    """Which of these events are in a selection."""
    question = select(PublishedEvent.event_id).where(selection)
    parts = (question.where(PublishedEvent.event_id.in_(part)) for part in portions(event_ids))
    return {number for part in parts for number in db.session.scalars(part)}


@written_once
def _open_to_each() -> Selection:
    return and_(visible_to_each(), not_from_invitations(Person.id))


def unread_by_each(
    feed_ids: Collection[int], changed: Mapping[int, datetime], selection: Selection
) -> set[tuple[int, int]]:
    """(feed, event) of those of these events that are in these feeds and changed after the feed was last read. `changed`: event -> when.
    `selection`: what the calendar of each is of; the rest, what its person may open and has not from an invitation, is asked here. One
    question for thousands of feeds."""
    since = (and_(PublishedEvent.event_id == number, Feed.last_fetched_at < at) for number, at in changed.items())
    question = (
        select(Feed.id, PublishedEvent.event_id)
        .join(Person, Person.id == Feed.person_id)
        .join(PublishedEvent, PublishedEvent.event_id.in_(list(changed)))
        .where(or_(*since), selection, _open_to_each())
    )
    parts = (question.where(Feed.id.in_(part)) for part in portions(feed_ids))
    return {(feed, event) for part in parts for feed, event in db.session.execute(part)}


def told_already(changes: Iterable[Published]) -> set[tuple[int, int]]:
    """(event, person) of those who were told of these changes by mail, or are about to be. What waits for a digest is not told."""
    wanted = {(change.event.event_id, change.version_id) for change in changes}
    versions = {version for _, version in wanted}
    steps = {f"{word}-{version}" for version in versions for word in ("version", "feed")}
    of_event = and_(
        Message.about == "event", Message.about_id.in_({event for event, _ in wanted}), Message.step.in_(steps)
    )
    of_version = and_(Message.about == "version", Message.about_id.in_(versions))
    live = or_(Message.state == MessageState.sent, and_(Message.state.in_(_TOLD), Message.channel != "digest"))
    rows = db.session.execute(
        select(Message.about, Message.about_id, Message.recipient_id).where(or_(of_event, of_version), live)
    ).all()
    by_version = {(number, person) for about, number, person in rows if about == "version"}
    found = {(number, person) for about, number, person in rows if about == "event"}
    return found | {(event, person) for event, version in wanted for number, person in by_version if number == version}


def still_behind(feed_ids: Collection[int], moment: datetime) -> bool:
    """Whether one of these feeds was still not read since a moment."""
    question = select(func.count(Feed.id)).where(
        Feed.id.in_(list(feed_ids)), Feed.revoked_at.is_(None), Feed.last_fetched_at < moment
    )
    return bool(db.session.scalar(question))
