"""The ledger of promises: who promised what to whom by when, and in which words they were told.

Who owes it and by when is the commitment's to say; this row says what it is about and who waits to hear.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, Select, String, Text, UniqueConstraint, exists, or_, select, true
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship, selectinload

from planner.domain.promises import Given
from planner.domain.states import CommitmentState, Role
from planner.models.base import Base, Instant, db, written_once
from planner.models.commitments import Commitment
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.teams import Team

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 40


class PromiseHearer(Base):
    """Somebody who was promised to hear."""

    __tablename__ = "promise_hearers"

    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class Promise(Base):
    """`about` and `about_id` name the thing: "insight", "policy", "event" and its number. One promise a thing."""

    __tablename__ = "promises"
    __table_args__ = (UniqueConstraint("about", "about_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), unique=True)
    about: Mapped[str] = mapped_column(String(20))
    about_id: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_on: Mapped[date]
    """The day, in the commitment's zone."""
    first_due_on: Mapped[date]
    """The day as it was promised first; the commitment has the day that holds now."""
    unnamed: Mapped[int] = mapped_column(default=0)
    """How many wait who gave no name: they read the answer on the board or by their receipt."""
    told_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text, default="")
    """What they were told, in the words used."""
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    commitment: Mapped[Commitment] = relationship()
    told_by: Mapped[Person | None] = relationship(foreign_keys=[told_by_id])
    hearers: Mapped[list[Person]] = relationship(secondary=PromiseHearer.__table__, order_by=Person.name)

    @property
    def given(self) -> Given:
        """The promise as `planner.domain.promises` counts it."""
        return Given(self.made_on, self.commitment.due_on, self.told_on)

    @property
    def put_off(self) -> bool:
        """Whether the day that holds now is later than the first."""
        return self.commitment.due_on > self.first_due_on

    @property
    def voices(self) -> int:
        """How many people wait to hear, or heard."""
        return len(self.hearers) + self.unnamed


@written_once
def _loaded() -> Select[Promise]:
    """Promises that still count, with commitment, owner, team and hearers; the earliest due first."""
    beside = contains_eager(Promise.commitment)
    return (
        select(Promise)
        .join(Commitment, Promise.commitment_id == Commitment.id)
        .options(beside.joinedload(Commitment.owner), beside.joinedload(Commitment.team))
        .options(joinedload(Promise.told_by), selectinload(Promise.hearers))
        .where(Commitment.withdrawn.is_(False))
        .order_by(Commitment.due_on, Promise.id)
    )


def promise_with(promise_id: int) -> Promise | None:
    """The promise with this number, unless nothing is owed any more."""
    return db.session.scalar(_loaded().where(Promise.id == promise_id))


def promise_about(about: str, about_id: int) -> Promise | None:
    """The promise about this very thing."""
    return db.session.scalar(_loaded().where(Promise.about == about, Promise.about_id == about_id))


def withdrawn_promise_about(about: str, about_id: int) -> Promise | None:
    """The promise about this thing that another one answers for meanwhile."""
    question = select(Promise).where(Promise.about == about, Promise.about_id == about_id)
    return db.session.scalar(question.join(Commitment).where(Commitment.withdrawn))


def promise_of(commitment_id: int) -> Promise | None:
    """The promise that this commitment keeps."""
    return db.session.scalar(_loaded().where(Promise.commitment_id == commitment_id))


def promises_open_to(person: Person) -> ColumnElement[bool]:
    """Which promises a person may see: HR and executives all; everyone those that they made, wait for, or made by a leader they assist.

    A lead sees those to the own teams. The other members of a team see them where the program says so.
    """
    if person.role in (Role.hr, Role.executive):
        return true()
    assisted = select(Leader.person_id).where(Leader.assistant_id == person.id)
    mine = exists().where(PromiseHearer.promise_id == Promise.id, PromiseHearer.person_id == person.id)
    own = or_(mine, Commitment.owner_id == person.id, Commitment.owner_id.in_(assisted))
    led = Commitment.team_id.in_(select(Team.id).where(Team.lead_id == person.id))
    shown = exists().where(
        Program.shows_promises, Program.starts_on <= Promise.made_on, Program.ends_on >= Promise.made_on
    )
    return or_(own, led, (Commitment.team_id == person.team_id) & shown)


@dataclass(frozen=True)
class PromiseFilters:
    """`told` False shows what waits, True what was told. Days are due days, both included."""

    owner: int | None = None
    team: int | None = None
    told: bool | None = None
    about: str | None = None
    first: date | None = None
    last: date | None = None


def _matching(reader: Person, filters: PromiseFilters) -> Select[Promise]:
    question = _loaded().where(promises_open_to(reader))
    if filters.owner is not None:
        question = question.where(Commitment.owner_id == filters.owner)
    if filters.team is not None:
        question = question.where(Commitment.team_id == filters.team)
    if filters.told is not None:
        question = question.where(Promise.told_on.is_not(None) if filters.told else Promise.told_on.is_(None))
    if filters.about is not None:
        question = question.where(Promise.about == filters.about)
    if filters.first and filters.last:
        question = question.where(Commitment.due_on.between(filters.first, filters.last))
    return question


def promises_matching(reader: Person, filters: PromiseFilters, page: int = 1) -> "Pagination":
    """A page of the ledger as this reader may see it; what waits first, the earliest day first."""
    question = _matching(reader, filters).order_by(None)
    question = question.order_by(Promise.told_on.is_not(None), Commitment.due_on, Promise.id)
    return db.paginate(question, page=max(page, 1), per_page=PER_PAGE, error_out=False)


def all_promises_matching(reader: Person, filters: PromiseFilters) -> list[Promise]:
    """All of them, for figures and exports."""
    return list(db.session.scalars(_matching(reader, filters)))


def may_see_promise(person: Person, promise_id: int) -> bool:
    """Whether this person may see this promise."""
    question = select(Promise.id).join(Commitment, Promise.commitment_id == Commitment.id)
    return db.session.scalar(question.where(Promise.id == promise_id, promises_open_to(person))) is not None


def waited_for_by(person: Person, limit: int = 6) -> list[Promise]:
    """What this person was promised to hear, the latest told or next due first."""
    mine = select(PromiseHearer.promise_id).where(PromiseHearer.person_id == person.id)
    question = (
        _loaded()
        .where(Promise.id.in_(mine))
        .order_by(None)
        .order_by(Promise.told_on.is_not(None), Commitment.due_on.desc())
    )
    return list(db.session.scalars(question.limit(limit)))


def open_promises_of(team_id: int, limit: int = 5) -> list[Promise]:
    """What a team waits to hear, the earliest day first."""
    question = _loaded().where(Commitment.team_id == team_id, Promise.told_on.is_(None))
    return list(db.session.scalars(question.limit(limit)))


def told_since(team_id: int, day: date, limit: int = 4) -> list[Promise]:
    """What a team was told from a day on, the latest first: what a visitor can begin with."""
    question = _loaded().where(Commitment.team_id == team_id, Promise.told_on >= day)
    return list(db.session.scalars(question.order_by(None).order_by(Promise.told_on.desc(), Promise.id).limit(limit)))


def adrift() -> list[Promise]:
    """Promises that nobody keeps any more: without an owner, of somebody who left, or handed back."""
    gone = select(Person.id).where(Person.deactivated_at.is_not(None))
    nobody = or_(
        Commitment.owner_id.is_(None), Commitment.owner_id.in_(gone), Commitment.state == CommitmentState.excused
    )
    return list(db.session.scalars(_loaded().where(Promise.told_on.is_(None), nobody)))
