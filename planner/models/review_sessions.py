"""Policy reviews as sessions: who sits in them, what is on the agenda, and whether they are confirmed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Select, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from planner.domain.kinds import EventKind
from planner.domain.sessions import Seat
from planner.models.base import Base, Instant, db, words
from planner.models.events import Event
from planner.models.people import Person
from planner.models.policies import Policy


class SessionMember(Base):
    __tablename__ = "session_members"

    event_id: Mapped[int] = mapped_column(ForeignKey("review_sessions.event_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    seat: Mapped[Seat] = mapped_column(words(Seat))

    person: Mapped[Person] = relationship()


class SessionRule(Base):
    """A rule on the agenda beside the one that the event itself is about."""

    __tablename__ = "session_rules"

    event_id: Mapped[int] = mapped_column(ForeignKey("review_sessions.event_id", ondelete="CASCADE"), primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id"), primary_key=True, index=True)

    policy: Mapped[Policy] = relationship()


class ReviewSession(Base):
    """Beside the event of a policy review. A session without a row has an empty room and the event's own rule on its agenda."""

    __tablename__ = "review_sessions"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    purpose: Mapped[str] = mapped_column(Text, default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    event: Mapped[Event] = relationship()
    confirmed_by: Mapped[Person | None] = relationship()
    members: Mapped[list[SessionMember]] = relationship(cascade="all, delete-orphan", order_by=SessionMember.person_id)
    rules: Mapped[list[SessionRule]] = relationship(cascade="all, delete-orphan", order_by=SessionRule.policy_id)


def _reviews() -> Select[Event]:
    beside = (joinedload(Event.policy).selectinload(Policy.teams), joinedload(Event.policy).joinedload(Policy.owner))
    question = select(Event).options(*beside).where(Event.kind == EventKind.policy_review)
    return question.order_by(Event.starts_at, Event.id)


def review_event(event_id: int) -> Event | None:
    """The event of a policy review with this number."""
    return db.session.scalar(_reviews().where(Event.id == event_id))


def session_of(event_id: int) -> ReviewSession | None:
    """Room and agenda of a session; None while nobody prepared it."""
    question = select(ReviewSession).options(
        selectinload(ReviewSession.members).joinedload(SessionMember.person).joinedload(Person.team),
        selectinload(ReviewSession.rules).joinedload(SessionRule.policy),
        joinedload(ReviewSession.confirmed_by),
    )
    return db.session.scalar(question.where(ReviewSession.event_id == event_id))


def sessions_of(event_ids: Iterable[int]) -> dict[int, ReviewSession]:
    """The same for many, by number of the event."""
    question = select(ReviewSession).options(
        selectinload(ReviewSession.members).joinedload(SessionMember.person),
        selectinload(ReviewSession.rules).joinedload(SessionRule.policy),
    )
    found = db.session.scalars(question.where(ReviewSession.event_id.in_(list(event_ids))))
    return {one.event_id: one for one in found}


def reviews_from(moment: datetime, limit: int = 40) -> list[Event]:
    """The published reviews that end after a moment and take place, the next first."""
    question = _reviews().where(Event.cancelled.is_(False), Event.published.has(), Event.ends_at >= moment)
    return list(db.session.scalars(question.limit(limit)))


def reviews_before(moment: datetime, limit: int = 20) -> list[Event]:
    """The published reviews that are over, the latest first."""
    question = _reviews().where(Event.cancelled.is_(False), Event.published.has(), Event.ends_at < moment)
    return list(db.session.scalars(question.order_by(None).order_by(Event.starts_at.desc(), Event.id).limit(limit)))


def next_review_of(policy_id: int, moment: datetime) -> Event | None:
    """The next session that has this rule as its own or on its agenda."""
    more = select(SessionRule.event_id).where(SessionRule.policy_id == policy_id)
    question = _reviews().where(Event.cancelled.is_(False), Event.published.has(), Event.ends_at >= moment)
    return db.session.scalar(question.where((Event.policy_id == policy_id) | Event.id.in_(more)).limit(1))


def sits_in(person: Person, event_id: int) -> bool:
    """Whether a person has a seat in a session."""
    question = select(SessionMember.person_id).where(SessionMember.event_id == event_id)
    return db.session.scalar(question.where(SessionMember.person_id == person.id)) is not None
