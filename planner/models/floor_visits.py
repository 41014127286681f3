"""Floor visits as they took place: who was where, for how long, and what came of it. No field rates an agent."""

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.models.base import Base, Instant, db
from planner.models.people import Person
from planner.models.teams import Team


class FloorVisit(Base):
    __tablename__ = "floor_visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), unique=True)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitments.id"), unique=True)
    """What it kept; a visit that was on no calendar has a commitment of its own, done as it is written."""
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    visited_on: Mapped[date]
    shift: Mapped[str] = mapped_column(String(120))
    minutes: Mapped[int]
    remote: Mapped[bool] = mapped_column(Boolean, default=False)
    """By video or phone, or by listening in: it counts, and is marked."""
    listened: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether the leader listened to calls."""
    purpose: Mapped[str] = mapped_column(String(40), default="")
    """One of `planner.domain.prompts.Purpose`: which prompts were offered; empty for a talk without any."""
    nothing_raised: Mapped[bool] = mapped_column(Boolean, default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    """For the next visit. Names of agents are nobody's duty here; who reads it is said beside the field."""
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))

    team: Mapped[Team] = relationship()
    leader: Mapped[Person] = relationship(foreign_keys=[leader_id])
    recorded_by: Mapped[Person] = relationship(foreign_keys=[recorded_by_id])


def floor_visit_with(floor_visit_id: int) -> FloorVisit | None:
    """The recorded visit with this number, with team and people."""
    beside = (joinedload(FloorVisit.team), joinedload(FloorVisit.leader), joinedload(FloorVisit.recorded_by))
    return db.session.scalar(select(FloorVisit).options(*beside).where(FloorVisit.id == floor_visit_id))


def floor_visit_of(event_id: int) -> FloorVisit | None:
    """What was recorded about the visit that this event was."""
    return db.session.scalar(select(FloorVisit).where(FloorVisit.event_id == event_id))


def last_visit_to(team_id: int, before: date) -> FloorVisit | None:
    """The latest recorded visit to a team before a day."""
    question = select(FloorVisit).where(FloorVisit.team_id == team_id, FloorVisit.visited_on < before)
    return db.session.scalar(question.order_by(FloorVisit.visited_on.desc(), FloorVisit.id.desc()).limit(1))


def visit_days() -> list[tuple[int, date, int | None]]:
    """Team, day and event of every visit ever recorded, for the coverage map."""
    question = select(FloorVisit.team_id, FloorVisit.visited_on, FloorVisit.event_id)
    return [(team, day, event) for team, day, event in db.session.execute(question)]


def recorded_commitments(commitment_ids: list[int]) -> dict[int, int]:
    """Which of these visits owed have a record: number of the commitment to number of the visit."""
    question = select(FloorVisit.commitment_id, FloorVisit.id).where(FloorVisit.commitment_id.in_(commitment_ids))
    return {owed: visit for owed, visit in db.session.execute(question) if owed is not None}


def any_floor_visit() -> bool:
    """Whether a visit was ever recorded here."""
    return db.session.scalar(select(FloorVisit.id).limit(1)) is not None
