"""A person's history: what was sent to them, and what was done about it afterwards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from planner.domain.states import MessageState
from planner.models.audit import AuditRow
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.invitations import Invitation
from planner.models.messages import Message

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 40
TOLD = (MessageState.sent, MessageState.dead)
OF_COMMITMENTS = ("done", "excuse", "snooze", "delegate", "reopen")
OF_EVENTS = ("move", "answer substitute", "answer invitation", "hand over", "outcome")
"""What people do about a thing; what time alone makes of it is nobody's deed."""

_Thing = tuple[str, int]


@dataclass(frozen=True)
class Deed:
    """`by` is whoever did it: the person, or somebody else for them."""

    at: datetime
    sentence: str
    by: str
    own: bool


@dataclass
class Told:
    """One message, and what followed until the next one about the same thing."""

    message: Message
    deeds: list[Deed] = field(default_factory=list)


def messages_to(person_id: int, page: int = 1) -> "Pagination":
    """A page of what was sent or could not be sent, the latest first."""
    question = select(Message).where(
        Message.recipient_id == person_id, Message.team_id.is_(None), Message.state.in_(TOLD)
    )
    order = question.order_by(Message.next_try_at.desc(), Message.id.desc())
    return db.paginate(order, page=max(page, 1), per_page=PER_PAGE, error_out=False)


def with_deeds(messages: Collection[Message], person_id: int, by: Collection[int] | None = None) -> list[Told]:
    """The messages in their order, each with what was done about its thing after it: by these people, by anybody for None.

    A few questions, however many messages there are.
    """
    told = [Told(message) for message in messages]
    things = _things(messages)
    by_thing: dict[_Thing, list[Told]] = {}
    for one in told:
        for thing in things[one.message.id]:
            by_thing.setdefault(thing, []).append(one)
    for row in _audit(by_thing, by):
        _attach(row, by_thing[(row.thing, row.thing_id or 0)], person_id)
    return told


def _attach(row: AuditRow, candidates: Iterable[Told], person_id: int) -> None:
    """To the latest message that came before it; what was done before any message is not its doing."""
    before = [one for one in candidates if (one.message.sent_at or one.message.due_at) <= row.at]
    if before:
        latest = max(before, key=lambda one: (one.message.sent_at or one.message.due_at, one.message.id))
        by = row.by.name if row.by else ""
        latest.deeds.append(Deed(row.at, row.sentence, by, row.by_id == person_id))


def _things(messages: Iterable[Message]) -> dict[int, list[_Thing]]:
    """What each message is about: the thing itself, and the event that keeps it."""
    rows = list(messages)
    events = _events_of(Commitment, rows, "commitment")
    events |= _events_of(Invitation, rows, "invitation")
    found: dict[int, list[_Thing]] = {}
    for row in rows:
        event_id = row.about_id if row.about == "event" else events.get((row.about, row.about_id))
        found[row.id] = [(row.about, row.about_id)] if row.about == "commitment" else []
        found[row.id] += [("event", event_id)] if event_id is not None else []
    return found


def _events_of(kept: type[Commitment] | type[Invitation], rows: Iterable[Message], about: str) -> dict[_Thing, int]:
    ids = [row.about_id for row in rows if row.about == about]
    if not ids:
        return {}
    found = db.session.execute(select(kept.id, kept.event_id).where(kept.id.in_(ids), kept.event_id.is_not(None))).all()
    return {(about, thing): event_id for thing, event_id in found if event_id is not None}


def _audit(things: Iterable[_Thing], by: Collection[int] | None) -> list[AuditRow]:
    numbers = list(things)
    if not numbers:
        return []
    deeds = [
        and_(
            AuditRow.thing == kind,
            AuditRow.act.in_(acts),
            AuditRow.thing_id.in_([number for thing, number in numbers if thing == kind]),
        )
        for kind, acts in (("commitment", OF_COMMITMENTS), ("event", OF_EVENTS))
    ]
    whose = AuditRow.by_id.is_not(None) if by is None else AuditRow.by_id.in_(by)
    question = select(AuditRow).where(or_(*deeds), whose).options(joinedload(AuditRow.by))
    return list(db.session.scalars(question.order_by(AuditRow.at, AuditRow.id)))
