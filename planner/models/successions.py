"""What a change of hands asks: who owes what is to come in some events, and who was briefed of it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.domain.states import OPEN_COMMITMENT_STATES
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.portions import portions


def owed_for_events(events: Iterable[int], now: datetime) -> list[Commitment]:
    """What active people owe and these events keep, of events that take place and are still to begin."""
    question = (
        select(Commitment)
        .join(PublishedEvent, PublishedEvent.event_id == Commitment.event_id)
        .join(Person, Person.id == Commitment.owner_id)
        .where(
            Commitment.withdrawn.is_(False),
            Commitment.state.in_(OPEN_COMMITMENT_STATES),
            PublishedEvent.cancelled.is_(False),
            PublishedEvent.starts_at > now,
            Person.deactivated_at.is_(None),
        )
        .options(joinedload(Commitment.event))
        .order_by(Commitment.id)
    )
    parts = (question.where(Commitment.event_id.in_(part)) for part in portions(events))
    return [row for part in parts for row in db.session.scalars(part)]


def briefed(commitments: Collection[int], names: Collection[str]) -> dict[int, set[int]]:
    """By commitment, who has a message of these names about it, sent or not."""
    question = select(Message.about_id, Message.recipient_id).where(
        Message.about == "commitment", Message.name.in_(names)
    )
    found: dict[int, set[int]] = {}
    for part in portions(commitments):
        for commitment, person in db.session.execute(question.where(Message.about_id.in_(part))):
            found.setdefault(commitment, set()).add(person)
    return found
