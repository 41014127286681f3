"""What a weekly digest tells: what waits to be told, what somebody owes, and which events the week holds."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from planner.domain.states import OPEN_COMMITMENT_STATES, MessageState
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.messages import Message
from planner.models.policies import Policy
from planner.models.portions import portions


def folded(people: Collection[int]) -> list[Message]:
    """Messages of these people that wait for their digest, the oldest first."""
    question = (
        select(Message)
        .where(Message.channel == "digest", Message.state == MessageState.pending)
        .order_by(Message.due_at, Message.id)
    )
    parts = (question.where(Message.recipient_id.in_(part)) for part in portions(people))
    return [row for part in parts for row in db.session.scalars(part)]


def owed_by(people: Collection[int], until: date) -> list[Commitment]:
    """What these people owe and may do now or soon: open or late, opened by `until`, the earliest due first."""
    question = (
        select(Commitment)
        .where(
            Commitment.withdrawn.is_(False),
            Commitment.state.in_(OPEN_COMMITMENT_STATES),
            Commitment.opens_on <= until,
        )
        .options(joinedload(Commitment.team))
        .order_by(Commitment.due_on, Commitment.id)
    )
    parts = (question.where(Commitment.owner_id.in_(part)) for part in portions(people))
    return [row for part in parts for row in db.session.scalars(part)]


def events_between(first: datetime, last: datetime) -> list[PublishedEvent]:
    """Published events that start in this stretch and take place, the earliest first."""
    question = (
        select(PublishedEvent)
        .where(PublishedEvent.starts_at >= first, PublishedEvent.starts_at < last, PublishedEvent.cancelled.is_(False))
        .options(selectinload(PublishedEvent.team), selectinload(PublishedEvent.policy).selectinload(Policy.teams))
        .order_by(PublishedEvent.starts_at, PublishedEvent.event_id)
    )
    return list(db.session.scalars(question))
