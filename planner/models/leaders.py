"""Leaders: people who owe floor visits, who acts for them, and when they are away."""

from datetime import date

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from planner.domain.states import LeaderLevel
from planner.models.base import Base, db, words, written_once
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
    revision: Mapped[int] = mapped_column()

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    assistant: Mapped[Person | None] = relationship(foreign_keys=[assistant_id])
    home: Mapped[Site] = relationship()
    absences: Mapped[list["Absence"]] = relationship(
        back_populates="leader", order_by="Absence.starts_on", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": revision}


class Absence(Base):
    """Days on which a leader is away, both ends included."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("leaders.person_id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120), default="")

    leader: Mapped[Leader] = relationship(back_populates="absences")


@written_once
def _leaders() -> "Select[Leader]":
    """Leaders with person, home, assistant and absences, by name."""
    beside = (joinedload(Leader.person), joinedload(Leader.home), joinedload(Leader.assistant))
    return (
        select(Leader)
        .join(Person, Leader.person_id == Person.id)
        .options(*beside, selectinload(Leader.absences))
        .order_by(Person.name, Person.id)
    )


def all_leaders() -> list[Leader]:
    """Every leader, those who were deactivated too, by name."""
    return list(db.session.scalars(_leaders()))


def leaders_active() -> list[Leader]:
    """Every leader who was not deactivated, with person, home, assistant and absences, by name."""
    return list(db.session.scalars(_leaders().where(Person.deactivated_at.is_(None))))


def leader_of(person: Person) -> Leader | None:
    """The person's duties as a leader, or None."""
    return db.session.scalar(_leaders().where(Leader.person_id == person.id))


def leaders_assisted_by(person: Person) -> list[Leader]:
    """The active leaders for whom this person acts."""
    question = _leaders().where(Leader.assistant_id == person.id, Person.deactivated_at.is_(None))
    return list(db.session.scalars(question))


def absence_with(absence_id: int) -> Absence | None:
    """The absence with this number."""
    return db.session.get(Absence, absence_id)
