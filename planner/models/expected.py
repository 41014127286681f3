"""For the nightly audit: what the ladders may speak of in a stretch of time, by broad strokes, and which of their steps have a row."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import defer, joinedload

from planner.domain.states import MessageState
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import Event, PublishedEvent
from planner.models.messages import DIGEST, Attempt, Message
from planner.models.people import Person
from planner.models.reach import OWED

AT_ONCE = 300


def commitments_around(first: datetime, last: datetime) -> dict[int, datetime | None]:
    """What is owed with a window in this stretch, and since when its event stands where it does."""
    question = (
        select(Commitment.id, PublishedEvent.changed_at)
        .outerjoin(PublishedEvent, PublishedEvent.event_id == Commitment.event_id)
        .where(
            Commitment.withdrawn.is_(False),
            Commitment.state.in_(OWED),
            Commitment.opens_on <= last.date(),
            Commitment.due_on >= first.date(),
        )
    )
    return dict(db.session.execute(question).all())


def events_around(first: datetime, last: datetime) -> dict[int, datetime | None]:
    """Published events of this stretch that take place, and since when each stands where it does."""
    question = (
        select(PublishedEvent.event_id, PublishedEvent.changed_at)
        .join(Event, Event.id == PublishedEvent.event_id)
        .where(
            PublishedEvent.cancelled.is_(False),
            Event.outcome.is_(None),
            PublishedEvent.starts_at >= first,
            PublishedEvent.starts_at <= last,
        )
    )
    return dict(db.session.execute(question).all())


def steps_with_row(keys: Iterable[tuple[str, int, int, str]]) -> set[tuple[str, int, int, str]]:
    """Of these (about, number, version of time, step) those that have a row, whoever it went to."""
    columns = (Message.about, Message.about_id, Message.time_version, Message.step)
    wanted = list(keys)
    found: set[tuple[str, int, int, str]] = set()
    for first in range(0, len(wanted), AT_ONCE):
        question = select(*columns).where(tuple_(*columns).in_(wanted[first : first + AT_ONCE])).distinct()
        found.update(db.session.execute(question).all())
    return found


def should_have_gone(first: datetime, last: datetime) -> list[Message]:
    """Rows that were due in this stretch and did not fall away rightly: sent, refused, too late, or still waiting."""
    states = (MessageState.sent, MessageState.dead, MessageState.expired, MessageState.pending, MessageState.leased)
    question = select(Message).where(Message.due_at >= first, Message.due_at < last, Message.state.in_(states))
    light = question.options(defer(Message.text)).order_by(Message.due_at, Message.id)
    rows = list(db.session.scalars(light))
    refused = _refused(row.id for row in rows if row.unsent)
    return [row for row in rows if _was_due(row, last) or row.id in refused]


def _was_due(row: Message, last: datetime) -> bool:
    """Quiet hours, a snooze and the digest put a message off rightly; a refusal does not."""
    return not row.unsent or (row.channel != DIGEST and row.next_try_at < last)


def _refused(ids: Iterable[int]) -> set[int]:
    """Of these messages those that somebody tried to send."""
    numbers, found = list(ids), set[int]()
    for first in range(0, len(numbers), AT_ONCE):
        tried = Attempt.what.in_(("delayed", "unknown"))
        question = select(Attempt.message_id).where(Attempt.message_id.in_(numbers[first : first + AT_ONCE]), tried)
        found.update(db.session.scalars(question))
    return found


def waiting_until(last: datetime) -> list[Message]:
    """Rows that wait for a moment up to `last`."""
    question = select(Message).where(Message.state == MessageState.pending, Message.next_try_at < last)
    beside = (joinedload(Message.recipient).joinedload(Person.site), defer(Message.text))
    return list(db.session.scalars(question.options(*beside).order_by(Message.id)))
