"""The delivery log, as HR reads it whole and everybody else reads their own part of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from planner.domain.states import MessageState
from planner.models.base import db
from planner.models.messages import Message

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 50


@dataclass(frozen=True)
class LogFilters:
    """None is no filter."""

    state: MessageState | None = None
    person_id: int | None = None
    name: str | None = None


def messages_matching(filters: LogFilters, page: int = 1) -> "Pagination":
    """A page of the log, the latest due first."""
    question = select(Message).options(joinedload(Message.recipient)).order_by(Message.due_at.desc(), Message.id.desc())
    if filters.state is not None:
        question = question.where(Message.state == filters.state)
    if filters.person_id is not None:
        question = question.where(Message.recipient_id == filters.person_id)
    if filters.name is not None:
        question = question.where(Message.name == filters.name)
    return db.paginate(question, page=max(page, 1), per_page=PER_PAGE, error_out=False)


def counts_by_state(person_id: int | None = None) -> dict[MessageState, int]:
    """How many messages stand where, of everybody or of one person."""
    question = select(Message.state, func.count()).group_by(Message.state)
    if person_id is not None:
        question = question.where(Message.recipient_id == person_id)
    return {state: int(count) for state, count in db.session.execute(question)}


def message_with_log(message_id: int) -> Message | None:
    """A message with its recipient and every attempt."""
    question = select(Message).options(joinedload(Message.recipient), selectinload(Message.log))
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
