"""Floor visits as they took place: who was where, for how long, and what came of it. No field rates an agent."""

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base, Instant
from planner.models.people import Person
from planner.models.teams import Team


class FloorVisit(Base):
    __tablename__ = "floor_visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), unique=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    visited_on: Mapped[date]
    shift: Mapped[str] = mapped_column(String(120))
    minutes: Mapped[int]
    remote: Mapped[bool] = mapped_column(Boolean, default=False)
    nothing_raised: Mapped[bool] = mapped_column(Boolean, default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))

    team: Mapped[Team] = relationship()
    leader: Mapped[Person] = relationship(foreign_keys=[leader_id])
    recorded_by: Mapped[Person] = relationship(foreign_keys=[recorded_by_id])
