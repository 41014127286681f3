"""Commitments: something that somebody owes, in a window, with a state and a ladder of nudges."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.domain.states import CommitmentKind, CommitmentState
from planner.models.base import Base, Instant, words
from planner.models.events import Event
from planner.models.people import Person
from planner.models.teams import Team


class Commitment(Base):
    """`opens_on` and `due_on` are days in `zone`.

    `time_version` rises whenever either moves, so that messages for the old time fall away.
    """

    __tablename__ = "commitments"
    __table_args__ = (Index("ix_commitments_state_due_on", "state", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int | None] = mapped_column(ForeignKey("programs.id"), index=True)
    kind: Mapped[CommitmentKind] = mapped_column(words(CommitmentKind))
    title: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """What it is about, so that publishing again finds the same commitment: "visit:<uid>", "task:<uid>:<n>"."""
    opens_on: Mapped[date]
    due_on: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64))
    state: Mapped[CommitmentState] = mapped_column(words(CommitmentState), default=CommitmentState.open)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    snoozed_until: Mapped[date | None]
    time_version: Mapped[int] = mapped_column(default=1)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    """Set when its event was cancelled: nothing is owed any more, and no ladder runs."""
    revision: Mapped[int] = mapped_column()

    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    event: Mapped[Event | None] = relationship()
    team: Mapped[Team | None] = relationship()

    __mapper_args__ = {"version_id_col": revision}
