"""Recognitions: thanks for named people, with the behaviour and the story."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base, Instant, words
from planner.models.people import Person
from planner.models.teams import Team


class Visibility(enum.StrEnum):
    """Who may read a recognition; stated before it is written."""

    everyone = "everyone"
    team = "team"
    private = "private"


class Recognition(Base):
    __tablename__ = "recognitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    given_on: Mapped[date]
    giver_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    names: Mapped[str] = mapped_column(String(300))
    """The people who are thanked, as they are called."""
    behaviour: Mapped[str] = mapped_column(String(200))
    story: Mapped[str] = mapped_column(Text, default="")
    measure: Mapped[str] = mapped_column(String(200), default="")
    visibility: Mapped[Visibility] = mapped_column(words(Visibility), default=Visibility.team)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    floor_visit_id: Mapped[int | None] = mapped_column(ForeignKey("floor_visits.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)

    giver: Mapped[Person] = relationship()
    team: Mapped[Team | None] = relationship()
