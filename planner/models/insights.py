"""Insights: what the front line passes on, to whom it goes, and the date by which the submitter hears back."""

import enum
from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base, Instant, words
from planner.models.people import Person
from planner.models.teams import Team


class InsightState(enum.StrEnum):
    """How far an insight has come."""

    new = "new"
    acknowledged = "acknowledged"
    told_back = "told back"


class Insight(Base):
    __tablename__ = "insights"

    id: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(String(40))
    """One of `planner.domain.outcomes.INSIGHT_CATEGORIES`."""
    text: Mapped[str] = mapped_column(Text)
    hurts: Mapped[bool] = mapped_column(Boolean, default=True)
    touch_point: Mapped[str] = mapped_column(String(120), default="")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    receiver_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    floor_visit_id: Mapped[int | None] = mapped_column(ForeignKey("floor_visits.id"), index=True)
    state: Mapped[InsightState] = mapped_column(words(InsightState), default=InsightState.new)
    promised_on: Mapped[date | None]
    """The day by which the submitter will hear."""
    told_back_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(Instant)

    team: Mapped[Team | None] = relationship()
    submitter: Mapped[Person | None] = relationship(foreign_keys=[submitter_id])
    receiver: Mapped[Person | None] = relationship(foreign_keys=[receiver_id])
