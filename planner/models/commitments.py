"""Commitments: something that somebody owes, in a window, with a state and a ladder of nudges."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, Text, and_, case, false, or_, select, true
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.domain.commitments import WINDOW_RULES
from planner.domain.states import OPEN_COMMITMENT_STATES, CommitmentKind, CommitmentState, Role
from planner.models.base import Base, Instant, db, words, written_once
from planner.models.events import Event
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.teams import Team

REMEMBERED_DAYS = 14
"""So long what was missed stays on its owner's page."""


class Commitment(Base):
    """`opens_on` and `due_on` are days in `zone`.

    `time_version` rises whenever either moves, so that messages for the old time fall away.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        Index("ix_commitments_state_due_on_opens_on", "state", "due_on", "opens_on"),
        Index("ix_commitments_kind_due_on", "kind", "due_on", "withdrawn", "owner_id", "team_id", "state"),
        Index("ix_commitments_owner_id_kind_due_on", "owner_id", "kind", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int | None] = mapped_column(ForeignKey("programs.id"), index=True)
    kind: Mapped[CommitmentKind] = mapped_column(words(CommitmentKind))
    title: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
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
    stamp: Mapped[int] = mapped_column(default=0, index=True)
    """The calendar's stamp when it last changed what a feed holds; set by `stamps`."""
    revision: Mapped[int] = mapped_column()

    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    event: Mapped[Event | None] = relationship()
    team: Mapped[Team | None] = relationship()

    __mapper_args__ = {"version_id_col": revision}


def commitment_with(commitment_id: int) -> Commitment | None:
    """The commitment with this number."""
    return db.session.get(Commitment, commitment_id)


def commitment_keyed(key: str) -> Commitment | None:
    """The commitment about this very thing: "visit:<uid>", "review:<uid>", "task:<uid>:<n>"."""
    return db.session.scalar(select(Commitment).where(Commitment.key == key))


@written_once
def _loaded() -> Select[Commitment]:
    published = joinedload(Commitment.event).joinedload(Event.published)
    team = joinedload(Commitment.team)
    beside = [published, team.joinedload(Team.site), team.joinedload(Team.shift), joinedload(Commitment.owner)]
    return select(Commitment).options(*beside).order_by(Commitment.due_on, Commitment.id)


def standing() -> ColumnElement[bool]:
    """What still counts: not withdrawn with its event."""
    return Commitment.withdrawn.is_(False)


def unkept(owners: Collection[int], until: date, today: date) -> list[Commitment]:
    """What these people owe and have not done, of what has opened by `until`, the earliest first. Floor visits to come have their own list;
    what was missed long ago is for the reports."""
    to_come = and_(Commitment.kind == CommitmentKind.floor_visit, Commitment.due_on >= today)
    waiting = and_(Commitment.state.in_(OPEN_COMMITMENT_STATES), ~to_come)
    missed = and_(Commitment.state == CommitmentState.missed, Commitment.due_on >= _remembered_since(today))
    question = _loaded().where(standing(), Commitment.owner_id.in_(owners), or_(waiting, missed))
    return list(db.session.scalars(question.where(Commitment.opens_on <= until)))


def _remembered_since(today: date) -> ColumnElement[date]:
    """From which due day on a missed commitment of its kind is still worth a word to its owner."""
    days = {kind: timedelta(days=rule.missed_after_days + REMEMBERED_DAYS) for kind, rule in WINDOW_RULES.items()}
    return case({kind: today - back for kind, back in days.items()}, value=Commitment.kind)


def coming_visits(owners: Collection[int]) -> list[Commitment]:
    """Floor visits that these people still owe, the next first."""
    question = _loaded().where(
        standing(),
        Commitment.owner_id.in_(owners),
        Commitment.kind == CommitmentKind.floor_visit,
        Commitment.state.in_(OPEN_COMMITMENT_STATES),
    )
    return list(db.session.scalars(question.limit(20)))


def of_teams(teams: Collection[int], kind: CommitmentKind, until: date) -> list[Commitment]:
    """What is open or late for these teams, of one kind, opened by `until`."""
    question = _loaded().where(standing(), Commitment.team_id.in_(teams), Commitment.kind == kind)
    return list(
        db.session.scalars(question.where(Commitment.state.in_(OPEN_COMMITMENT_STATES), Commitment.opens_on <= until))
    )


def of_event(event_id: int) -> list[Commitment]:
    """Everything that somebody owes for an event: the visit or review itself, and what prepares it."""
    return list(db.session.scalars(_loaded().where(Commitment.event_id == event_id)))


def slipping(limit: int = 12) -> list[Commitment]:
    """Late and missed, of everybody, the most recently due first."""
    states = (CommitmentState.late, CommitmentState.missed)
    question = _loaded().where(standing(), Commitment.state.in_(states))
    return list(
        db.session.scalars(question.order_by(None).order_by(Commitment.due_on.desc(), Commitment.id).limit(limit))
    )


def given_back(today: date) -> list[Commitment]:
    """Visits to come that their leader cannot make: somebody else must, or HR cancels them."""
    question = _loaded().where(
        standing(),
        Commitment.kind == CommitmentKind.floor_visit,
        Commitment.state == CommitmentState.excused,
        Commitment.due_on >= today,
    )
    return list(db.session.scalars(question))


def unsettled(due_before: date) -> list[Commitment]:
    """Open or late and due before a day: those whose state may have changed by the mere passing of time."""
    question = select(Commitment).where(
        standing(), Commitment.state.in_(OPEN_COMMITMENT_STATES), Commitment.due_on < due_before
    )
    return list(db.session.scalars(question.options(joinedload(Commitment.event))))


@dataclass(frozen=True)
class VisitFilters:
    """`states`: any of these; `owners`, `teams`: only these; None is no filter. Days are due days, both included."""

    states: tuple[CommitmentState, ...] = ()
    leader: int | None = None
    team: int | None = None
    first: date | None = None
    last: date | None = None


def visits_within(reader: Person, filters: VisitFilters) -> list[ColumnElement[bool]]:
    """Which floor visits, owed or made, fit and are open to this reader."""
    found = [standing(), Commitment.kind == CommitmentKind.floor_visit, visits_open_to(reader)]
    if filters.states:
        found.append(Commitment.state.in_(filters.states))
    if filters.leader is not None:
        found.append(Commitment.owner_id == filters.leader)
    if filters.team is not None:
        found.append(Commitment.team_id == filters.team)
    if filters.first and filters.last:
        found.append(Commitment.due_on.between(filters.first, filters.last))
    return found


def all_visits_matching(reader: Person, filters: VisitFilters) -> list[Commitment]:
    """All of them, for completion figures and exports."""
    return list(db.session.scalars(_loaded().where(*visits_within(reader, filters))))


def visits_open_to(person: Person) -> ColumnElement[bool]:
    """Which visits a person may see: HR and executives all, a lead those of the own teams, an assistant those of the own leaders."""
    if person.role in (Role.hr, Role.executive):
        return true()
    led = select(Team.id).where(or_(Team.lead_id == person.id, Team.id == person.team_id))
    assisted = select(Leader.person_id).where(Leader.assistant_id == person.id)
    own_team = Commitment.team_id.in_(led) if person.role is Role.lead else false()
    return or_(own_team, Commitment.owner_id == person.id, Commitment.owner_id.in_(assisted))


def represented_by(person: Person) -> list[Person]:
    """For whom a person answers: themselves, and every active leader whom they assist."""
    question = (
        select(Person)
        .join(Leader, Leader.person_id == Person.id)
        .where(Leader.assistant_id == person.id, Person.deactivated_at.is_(None))
        .order_by(Person.name)
    )
    return [person, *db.session.scalars(question)]
