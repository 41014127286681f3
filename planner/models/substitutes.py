"""Substitutes: who was asked to make a visit that its leader cannot make, when, and what they said."""

import enum
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Select, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.models.base import Base, Instant, db, written_once
from planner.models.base import words as word_of
from planner.models.events import Event
from planner.models.people import Person


class AskState(enum.StrEnum):
    """`withdrawn` means that the answer is no longer needed: somebody else took the visit, or its leader can after all."""

    asked = "asked"
    accepted = "accepted"
    declined = "declined"
    withdrawn = "withdrawn"


class SubstituteAsk(Base):
    """One question to one leader about one visit at one time. An event has at most one that is accepted since its last change of leader."""

    __tablename__ = "substitute_asks"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    """When the visit would be: as published, or at another time that suits the one who is asked."""
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[AskState] = mapped_column(word_of(AskState), default=AskState.asked)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    words: Mapped[str] = mapped_column(Text, default="")
    """Why not, in the words of whoever declined."""
    revision: Mapped[int] = mapped_column()

    event: Mapped[Event] = relationship()
    leader: Mapped[Person] = relationship(foreign_keys=[leader_id])
    instead_of: Mapped[Person | None] = relationship(foreign_keys=[instead_of_id])
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])

    __mapper_args__ = {"version_id_col": revision}


@written_once
def _asks() -> "Select[SubstituteAsk]":
    """Questions with their people beside them."""
    names = ("leader", "instead_of", "asked_by", "answered_by")
    return select(SubstituteAsk).options(*(joinedload(getattr(SubstituteAsk, name)) for name in names))


def ask_with(ask_id: int) -> SubstituteAsk | None:
    """The question with this number, its people and event beside it."""
    question = _asks().options(joinedload(SubstituteAsk.event))
    return db.session.scalar(question.where(SubstituteAsk.id == ask_id))


def asks_about(event_ids: list[int]) -> dict[int, list[SubstituteAsk]]:
    """Event id -> the questions about it, the latest first."""
    question = _asks().where(SubstituteAsk.event_id.in_(event_ids))
    found: dict[int, list[SubstituteAsk]] = {}
    for one in db.session.scalars(question.order_by(SubstituteAsk.id.desc())) if event_ids else []:
        found.setdefault(one.event_id, []).append(one)
    return found


def asks_to(person_ids: list[int]) -> list[SubstituteAsk]:
    """Questions to these people that wait for an answer, the oldest first."""
    question = _asks().options(joinedload(SubstituteAsk.event))
    question = question.where(SubstituteAsk.leader_id.in_(person_ids), SubstituteAsk.state == AskState.asked)
    return list(db.session.scalars(question.order_by(SubstituteAsk.id)))


def withdraw_asks_to(person_id: int) -> None:
    """What they were asked and have not answered needs no answer any more, in the running transaction."""
    for one in asks_to([person_id]):
        one.state = AskState.withdrawn
