"""Launches: campaigns, products, changed rules; which teams will be asked about them, who briefed whom, and what callers told first."""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Select, String, Table, Text, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from planner.models.base import Base, Instant, db
from planner.models.decisions import Decision
from planner.models.events import Event
from planner.models.people import Person
from planner.models.teams import Team

launch_teams = Table(
    "launch_teams",
    Base.metadata,
    Column("launch_id", ForeignKey("launches.id", ondelete="CASCADE"), primary_key=True),
    Column("team_id", ForeignKey("teams.id"), primary_key=True, index=True),
)

launch_briefings = Table(
    "launch_briefings",
    Base.metadata,
    Column("launch_id", ForeignKey("launches.id", ondelete="CASCADE"), primary_key=True),
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, index=True),
)

KINDS = ("campaign", "product", "rule", "system")


class Launch(Base):
    """`decision_id` when it is a rule that changes; such a launch came from the decision and goes with it."""

    __tablename__ = "launches"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    launch_on: Mapped[date]
    about: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), unique=True)
    days_before: Mapped[int] = mapped_column(default=1)
    off: Mapped[bool] = mapped_column(default=False)
    """Called off: nobody needs to be briefed any more."""
    revision: Mapped[int] = mapped_column()

    owner: Mapped[Person | None] = relationship()
    decision: Mapped[Decision | None] = relationship()
    teams: Mapped[list[Team]] = relationship(secondary=launch_teams, order_by=Team.name)
    briefings: Mapped[list[Event]] = relationship(secondary=launch_briefings, order_by=Event.starts_at)
    hearings: Mapped[list["Hearing"]] = relationship(order_by="Hearing.made_at", cascade="all, delete-orphan")
    acknowledgements: Mapped[list["Acknowledgement"]] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": revision}


class Hearing(Base):
    """Agents heard of it from callers before anybody told them."""

    __tablename__ = "hearings"

    id: Mapped[int] = mapped_column(primary_key=True)
    launch_id: Mapped[int] = mapped_column(ForeignKey("launches.id", ondelete="CASCADE"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    heard_on: Mapped[date]
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)

    team: Mapped[Team | None] = relationship()
    by: Mapped[Person] = relationship()


class Acknowledgement(Base):
    """A team knows the changed rule: its lead says so."""

    __tablename__ = "acknowledgements"

    launch_id: Mapped[int] = mapped_column(ForeignKey("launches.id", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), primary_key=True, index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)

    by: Mapped[Person] = relationship()


def _loaded() -> Select[Launch]:
    beside = (
        joinedload(Launch.owner),
        selectinload(Launch.teams).joinedload(Team.site),
        selectinload(Launch.briefings),
        selectinload(Launch.hearings).joinedload(Hearing.by),
        selectinload(Launch.acknowledgements).joinedload(Acknowledgement.by),
    )
    return select(Launch).options(*beside).order_by(Launch.launch_on, Launch.id)


def launches_from(first: date) -> list[Launch]:
    """What is launched from a day on and was not called off, the next first."""
    return list(db.session.scalars(_loaded().where(Launch.launch_on >= first, Launch.off.is_(False))))


def launches_before(last: date, limit: int = 30) -> list[Launch]:
    """What was launched before a day, or called off, the latest first."""
    question = _loaded().where((Launch.launch_on < last) | Launch.off)
    return list(db.session.scalars(question.order_by(None).order_by(Launch.launch_on.desc(), Launch.id).limit(limit)))


def launch_with(launch_id: int) -> Launch | None:
    """The launch with this number."""
    return db.session.scalar(_loaded().where(Launch.id == launch_id))


def launch_of(decision_id: int) -> Launch | None:
    """The launch of a changed rule."""
    return db.session.scalar(_loaded().where(Launch.decision_id == decision_id))


def to_acknowledge(team_ids: list[int]) -> list[tuple[Launch, Team]]:
    """Changed rules and the teams, out of these, that have not said that they know them; the next change first."""
    question = _loaded().where(
        Launch.decision_id.is_not(None), Launch.off.is_(False), Launch.teams.any(Team.id.in_(team_ids))
    )
    open_pairs = []
    for launch in db.session.scalars(question):
        said = {one.team_id for one in launch.acknowledgements}
        open_pairs += [(launch, team) for team in launch.teams if team.id in team_ids and team.id not in said]
    return open_pairs


def hearings_between(first: date, last: date) -> int:
    """How often agents heard of something from callers, from one day to another."""
    question = select(func.count()).select_from(Hearing).where(Hearing.heard_on.between(first, last))
    return db.session.scalar(question) or 0
