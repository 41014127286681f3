"""What a sender reads of a batch: the messages that it holds, and at once all that they are about."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.domain.states import MessageState
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.invited import invitations_known
from planner.models.ladders import LadderStep
from planner.models.messages import Message
from planner.models.organisations import organisation
from planner.models.people import Person

_AROUND_EVENTS = tuple(
    joinedload(relation)
    for relation in (PublishedEvent.event, PublishedEvent.site, PublishedEvent.team, PublishedEvent.leader)
)


def held_all(ids: Collection[int], owner: str) -> list[Message]:
    """The messages whose lease is still the owner's, with their recipients, the oldest first."""
    question = (
        select(Message)
        .where(Message.id.in_(ids), Message.leased_by == owner, Message.state == MessageState.leased)
        .options(joinedload(Message.recipient).joinedload(Person.site))
    )
    found = {row.id: row for row in db.session.scalars(question)}
    return [found[number] for number in ids if number in found]


@contextmanager
def surroundings(rows: Collection[Message]) -> Iterator[None]:
    """In here what these messages are about is known: it was read at once, and the session forgets nothing that somebody holds."""
    owed = {row.about_id for row in rows if row.about == "commitment"}
    commitments = list(db.session.scalars(select(Commitment).where(Commitment.id.in_(owed)))) if owed else []
    events = {row.about_id for row in rows if row.about == "event"} | {
        row.event_id for row in commitments if row.event_id
    }
    question = select(PublishedEvent).where(PublishedEvent.event_id.in_(events)).options(*_AROUND_EVENTS)
    published = list(db.session.scalars(question)) if events else []
    numbers = {int(row.step) for row in rows if row.step.isdigit()}
    steps = list(db.session.scalars(select(LadderStep).where(LadderStep.id.in_(numbers)))) if numbers else []
    held = [*commitments, *published, *steps, organisation()]
    with invitations_known(events):
        yield
    del held  # kept until here
