"""Invitations by mail: who wants them, to which events each person was asked, what they answered, and every reply that was read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Select, String, Text, UniqueConstraint, and_, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, joinedload, mapped_column, relationship

from planner.domain.invitations import Answer
from planner.domain.states import CommitmentKind, CommitmentState, MessageState
from planner.models.base import Base, Instant, db, words
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.messages import Attempt, Message
from planner.models.people import Person
from planner.models.portions import portions

INVITED_KINDS = (CommitmentKind.floor_visit, CommitmentKind.policy_review)
"""Commitments that are kept by holding an event."""


class Invitee(Base):
    """Somebody to whom the events that they owe come as invitations by mail. Everybody else subscribes to a feed."""

    __tablename__ = "invitees"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant)


class Invitation(Base):
    """What one person was last told of one event. `sequence` rises with every mail; an answer counts for this one only."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    uid: Mapped[str] = mapped_column(String(80), index=True)
    address: Mapped[str] = mapped_column(String(250))
    sequence: Mapped[int]
    live: Mapped[bool] = mapped_column(default=True)
    """False once it was withdrawn: the event was cancelled, somebody else makes it, or the person chose a feed."""
    asked_at: Mapped[datetime] = mapped_column(Instant)
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    zone: Mapped[str] = mapped_column(String(64))
    all_day: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[Answer] = mapped_column(words(Answer), default=Answer.waiting)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    """The answer's own stamp (DTSTAMP), or when it was read."""
    comment: Mapped[str] = mapped_column(Text, default="")
    proposed_start: Mapped[datetime | None] = mapped_column(Instant)
    proposed_end: Mapped[datetime | None] = mapped_column(Instant)
    stamp: Mapped[int] = mapped_column(default=0, index=True)
    """The calendar's stamp when it last changed what a feed holds; set by `stamps`."""

    person: Mapped[Person] = relationship()


TOLD = ("uid", "address", "title", "place", "starts_at", "ends_at", "zone", "all_day")
"""The columns that say what the person was told; a difference in any of them is worth another mail."""


class CalendarReply(Base):
    """One mail with a calendar answer, whether it counted or not. `digest` makes sure that it is read once."""

    __tablename__ = "calendar_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    read_at: Mapped[datetime] = mapped_column(Instant, index=True)
    sender: Mapped[str] = mapped_column(String(250), default="")
    attendee: Mapped[str] = mapped_column(String(250), default="")
    uid: Mapped[str] = mapped_column(String(250), default="")
    said: Mapped[str] = mapped_column(String(40), default="")
    counted: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it changed nothing."""
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"), index=True)

    invitation: Mapped[Invitation | None] = relationship()


@dataclass(frozen=True)
class Owed:
    """An event that somebody who wants invitations has to hold, as it is published. `open`: it is not done, missed or excused."""

    event: PublishedEvent
    person: Person
    open: bool

    @property
    def told(self) -> dict[str, object]:
        """What an invitation says of it."""
        event = self.event
        place = event.place or (event.site.name if event.site else "")
        values = (
            event.uid,
            self.person.email,
            event.title,
            place,
            event.starts_at,
            event.ends_at,
            event.zone,
            event.all_day,
        )
        return dict(zip(TOLD, values, strict=True))


def _owed() -> Select[Commitment, PublishedEvent]:
    return (
        select(Commitment, PublishedEvent)
        .join(PublishedEvent, PublishedEvent.event_id == Commitment.event_id)
        .join(Invitee, Invitee.person_id == Commitment.owner_id)
        .join(Person, Person.id == Commitment.owner_id)
        .where(
            Commitment.kind.in_(INVITED_KINDS),
            Commitment.withdrawn.is_(False),
            PublishedEvent.cancelled.is_(False),
            Person.deactivated_at.is_(None),
        )
        .options(joinedload(Commitment.owner), joinedload(PublishedEvent.site))
    )


def _read(question: Select[Commitment, PublishedEvent]) -> list[Owed]:
    open_states = (CommitmentState.open, CommitmentState.late)
    rows = db.session.execute(question.execution_options(populate_existing=True)).all()
    return [Owed(event, owed.owner, owed.state in open_states) for owed, event in rows if owed.owner is not None]


def owed_to_come(now: datetime) -> list[Owed]:
    """All that people who want invitations have to hold and that is not over, the next first."""
    return _read(_owed().where(PublishedEvent.ends_at > now).order_by(PublishedEvent.starts_at, Commitment.id))


def owed_for(invitation: Invitation) -> Owed | None:
    """What this invitation is about, as it is published now; None when its person does not owe it any more."""
    question = _owed().where(
        PublishedEvent.event_id == invitation.event_id, Commitment.owner_id == invitation.person_id
    )
    return next(iter(_read(question)), None)


def kept_commitment(invitation: Invitation) -> Commitment | None:
    """What its person keeps by coming."""
    return db.session.scalar(
        select(Commitment).where(
            Commitment.event_id == invitation.event_id,
            Commitment.owner_id == invitation.person_id,
            Commitment.kind.in_(INVITED_KINDS),
        )
    )


def wants_invitations(person_id: int) -> bool:
    """Whether the person chose invitations by mail."""
    return db.session.get(Invitee, person_id) is not None


def anybody_invited() -> bool:
    """Whether anybody wants invitations, or still has one: asked before any lock is taken."""
    asked: bool | None = db.session.scalar(
        select(exists(select(Invitee.person_id)) | exists(select(Invitation.id).where(Invitation.live)))
    )
    return bool(asked)


def invitations_to_come(now: datetime) -> dict[tuple[int, int], Invitation]:
    """Every invitation, withdrawn or not, that may still matter, by event and person."""
    current = select(PublishedEvent.event_id).where(PublishedEvent.ends_at > now)
    question = select(Invitation).where((Invitation.ends_at > now) | Invitation.event_id.in_(current))
    return {(one.event_id, one.person_id): one for one in db.session.scalars(question)}


def mails_of(ids: Iterable[int]) -> dict[int, list[Message]]:
    """The mails about these invitations, the oldest first."""
    found: dict[int, list[Message]] = {}
    question = select(Message).where(Message.about == "invitation").order_by(Message.id)
    for part in portions(ids):
        for message in db.session.scalars(question.where(Message.about_id.in_(part))):
            found.setdefault(message.about_id, []).append(message)
    return found


def may_have_reached(messages: Iterable[Message]) -> bool:
    """Whether any of these mails went out or may have."""
    rows = list(messages)
    if any(row.state in (MessageState.sent, MessageState.leased) for row in rows):
        return True
    begun = select(exists(select(Attempt.id).where(Attempt.message_id.in_([row.id for row in rows]))))
    return bool(rows and db.session.scalar(begun))


def invitation_for(event_id: int, person_id: int) -> Invitation | None:
    """The person's invitation to the event, withdrawn or not."""
    return db.session.scalar(
        select(Invitation).where(Invitation.event_id == event_id, Invitation.person_id == person_id)
    )


def invitation_like(uid: str, address: str) -> Invitation | None:
    """The invitation to the event with this UID that was sent to this address, in whatever case it is written."""
    question = select(Invitation).where(Invitation.uid == uid).options(joinedload(Invitation.person))
    return next((one for one in db.session.scalars(question) if one.address.lower() == address.lower()), None)


def reply_known(digest: str) -> bool:
    """Whether this very mail was read before."""
    return db.session.scalar(select(CalendarReply.id).where(CalendarReply.digest == digest)) is not None


def not_from_invitations(person_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Published events that the person does not have from an invitation; a feed of theirs shows no others. For Person.id: asked for each
    person of a larger question."""
    invited = and_(Invitation.event_id == PublishedEvent.event_id, Invitation.person_id == person_id, Invitation.live)
    return ~exists().where(invited)


def invitation_with(invitation_id: int) -> Invitation | None:
    """The invitation with this number."""
    return db.session.get(Invitation, invitation_id)
