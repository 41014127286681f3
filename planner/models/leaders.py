"""Leaders: people who owe floor visits, who acts for them, and when they are away."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.domain.states import LeaderLevel
from planner.models.base import Base, words
from planner.models.people import Person
from planner.models.sites import Site


class Leader(Base):
    """A person's duties as a leader. The three visit figures are per quarter of the program."""

    __tablename__ = "leaders"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    level: Mapped[LeaderLevel] = mapped_column(words(LeaderLevel))
    home_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), index=True)
    assistant_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    visits_least: Mapped[int]
    visits_owed: Mapped[int]
    visits_most: Mapped[int]
    trips_most: Mapped[int] = mapped_column(default=4)
    """Days a quarter on which the leader visits another site than the home site."""

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    assistant: Mapped[Person | None] = relationship(foreign_keys=[assistant_id])
    home: Mapped[Site] = relationship()
    absences: Mapped[list["Absence"]] = relationship(
        back_populates="leader", order_by="Absence.starts_on", cascade="all, delete-orphan"
    )


class Absence(Base):
    """Days on which a leader is away, both ends included."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("leaders.person_id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120), default="")

    leader: Mapped[Leader] = relationship(back_populates="absences")
