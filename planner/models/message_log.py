"""The delivery log, as HR reads it whole and everybody else reads their own part of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from planner.domain.states import MessageState
from planner.models.base import db
from planner.models.messages import Attempt, Message
from planner.models.people import literally, searched

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 50
MOST_CAUSES = 10


@dataclass(frozen=True)
class LogFilters:
    """None is no filter. `unclear`: of which it is not known whether they arrived; `since` and `until` bound when they were due or went;
    `words` are looked for in subjects, in what the other side said, and in what messages are about."""

    state: MessageState | None = None
    person_id: int | None = None
    name: str | None = None
    channel: str | None = None
    unclear: bool = False
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""


def messages_matching(filters: LogFilters, page: int = 1) -> "Pagination":
    """A page of the log with its attempts, the latest due first."""
    around = (joinedload(Message.recipient), joinedload(Message.team), selectinload(Message.log))
    question = select(Message).options(*around).order_by(Message.due_at.desc(), Message.id.desc())
    return db.paginate(question.where(*_limits(filters)), page=max(page, 1), per_page=PER_PAGE, error_out=False)


def _limits(filters: LogFilters) -> list[ColumnElement[bool]]:
    asked = {
        Message.state: filters.state,
        Message.recipient_id: filters.person_id,
        Message.name: filters.name,
        Message.channel: filters.channel,
    }
    limits = [column == value for column, value in asked.items() if value is not None]
    if filters.person_id is not None:
        limits.append(Message.team_id.is_(None))
    if filters.unclear:
        limits.append(Message.log.any(Attempt.what == "unknown"))
    if filters.since is not None and filters.until is not None:
        when = func.coalesce(Message.sent_at, Message.due_at)
        limits += [when >= filters.since, when < filters.until]
    return limits + ([_speaks_of(words)] if (words := searched(filters.words)) else [])


def _speaks_of(words: str) -> ColumnElement[bool]:
    from planner.models.commitments import Commitment
    from planner.models.events import PublishedEvent

    like = f"%{literally(words)}%"
    owed = select(Commitment.id).where(Commitment.title.ilike(like, escape="!"))
    events = select(PublishedEvent.event_id).where(PublishedEvent.title.ilike(like, escape="!"))
    return or_(
        Message.subject.ilike(like, escape="!"),
        Message.last_words.ilike(like, escape="!"),
        and_(Message.about == "commitment", Message.about_id.in_(owed)),
        and_(Message.about == "event", Message.about_id.in_(events)),
    )


@dataclass(frozen=True)
class Cause:
    """Messages that could not be sent, all for the same reason. `latest` is the number of one of them."""

    channel: str
    words: str
    count: int
    latest: int


def dead_causes(since: datetime) -> list[Cause]:
    """Why messages that were due from `since` on could not be sent, the most frequent first."""
    question = (
        select(Message.channel, Message.last_words, func.count(), func.max(Message.id))
        .where(Message.state == MessageState.dead, Message.due_at >= since)
        .group_by(Message.channel, Message.last_words)
        .order_by(func.count().desc(), func.max(Message.id).desc())
    )
    return [
        Cause(channel, words, int(count), int(last))
        for channel, words, count, last in db.session.execute(question.limit(MOST_CAUSES))
    ]


def dead_of(channel: str, words: str, since: datetime) -> list[Message]:
    """The messages of one cause."""
    question = select(Message).where(
        Message.state == MessageState.dead,
        Message.channel == channel,
        Message.last_words == words,
        Message.due_at >= since,
    )
    return list(db.session.scalars(question.options(joinedload(Message.recipient)).order_by(Message.id)))


def counts_by_state(person_id: int | None = None) -> dict[MessageState, int]:
    """How many messages stand where, of everybody or of one person."""
    question = select(Message.state, func.count()).group_by(Message.state)
    if person_id is not None:
        question = question.where(Message.recipient_id == person_id)
    return {state: int(count) for state, count in db.session.execute(question)}


def message_with_log(message_id: int) -> Message | None:
    """A message with its recipient and every attempt."""
    question = select(Message).options(
        joinedload(Message.recipient), joinedload(Message.team), selectinload(Message.log)
    )
    return db.session.scalar(question.where(Message.id == message_id))


def titles_of(rows: list[Message]) -> dict[int, str]:
    """What each message is about, by number of the message."""
    from planner.models.commitments import Commitment
    from planner.models.events import PublishedEvent
    from planner.models.invitations import Invitation

    owed = {row.about_id for row in rows if row.about == "commitment"}
    events = {row.about_id for row in rows if row.about == "event"}
    commitments = dict(db.session.execute(select(Commitment.id, Commitment.title).where(Commitment.id.in_(owed))).all())
    published = dict(
        db.session.execute(
            select(PublishedEvent.event_id, PublishedEvent.title).where(PublishedEvent.event_id.in_(events))
        ).all()
    )
    invited = {row.about_id for row in rows if row.about == "invitation"}
    invitations = dict(
        db.session.execute(select(Invitation.id, Invitation.title).where(Invitation.id.in_(invited))).all()
    )
    known = {"commitment": commitments, "event": published, "invitation": invitations}
    return {row.id: known.get(row.about, {}).get(row.about_id, "") for row in rows}
