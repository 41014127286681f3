"""Insights: what the front line passes on, to whom it goes, and the date by which the submitter hears back."""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ColumnElement, ForeignKey, Select, String, Text, or_, select, true
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from planner.domain.insights import Light
from planner.domain.states import Role
from planner.models.base import Base, Instant, db, words, written_once
from planner.models.floor_visits import FloorVisit
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.shifts import Shift
from planner.models.teams import Team

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 30


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
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shifts.id"), index=True)
    """The shift in which it was heard: the team's, or what an anonymous voice said of a group too small to name."""
    anonymous: Mapped[bool] = mapped_column(Boolean, default=False)
    """Nobody's name is kept, in the audit log neither; the receipt lets whoever has it read the answer."""
    receipt: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the receipt's secret, in hex."""
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    receiver_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    floor_visit_id: Mapped[int | None] = mapped_column(ForeignKey("floor_visits.id"), index=True)
    state: Mapped[InsightState] = mapped_column(words(InsightState), default=InsightState.new)
    light: Mapped[Light] = mapped_column(words(Light), default=Light.yellow)
    """Green is done, yellow on its way, red not possible; the answer gives the reason for red."""
    value: Mapped[int | None]
    """What it is worth, by `planner.domain.insights.VALUES`; None until somebody said so."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("insights.id"), index=True)
    """The insight that says the same and is answered for both."""
    acknowledge_by: Mapped[date | None]
    acknowledged_on: Mapped[date | None]
    promised_on: Mapped[date | None]
    """The day by which the submitter will hear."""
    told_back_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(Instant)

    team: Mapped[Team | None] = relationship()
    shift: Mapped[Shift | None] = relationship()
    merged_into: Mapped["Insight | None"] = relationship(remote_side=[id], back_populates="merged")
    merged: Mapped[list["Insight"]] = relationship(back_populates="merged_into", order_by=made_at)
    submitter: Mapped[Person | None] = relationship(foreign_keys=[submitter_id])
    receiver: Mapped[Person | None] = relationship(foreign_keys=[receiver_id])

    @property
    def voices(self) -> int:
        """How many said it: this one, and those that are answered together with it."""
        return 1 + len(self.merged)


def insights_open_to(person: Person) -> ColumnElement[bool]:
    """Which insights a person may read: HR and executives all; a lead those of the own teams.

    Everyone may read what they passed on or must answer; an assistant also what the leader must answer or heard on a visit.
    """
    if person.role in (Role.hr, Role.executive):
        return true()
    teams = select(Team.id).where(or_(Team.lead_id == person.id, Team.id == person.team_id))
    assisted = select(Leader.person_id).where(Leader.assistant_id == person.id)
    visits = select(FloorVisit.id).where(FloorVisit.leader_id.in_(assisted))
    own = or_(
        Insight.submitter_id == person.id,
        Insight.receiver_id == person.id,
        Insight.receiver_id.in_(assisted),
        Insight.floor_visit_id.in_(visits),
    )
    return or_(own, Insight.team_id.in_(teams)) if person.role is Role.lead else own


@written_once
def _loaded() -> Select[Insight]:
    beside = (joinedload(Insight.team), joinedload(Insight.submitter), joinedload(Insight.receiver))
    return select(Insight).options(*beside).order_by(Insight.made_at.desc(), Insight.id.desc())


def insight_with(insight_id: int) -> Insight | None:
    """The insight with this number."""
    return db.session.scalar(_loaded().where(Insight.id == insight_id))


def insights_matching(
    person: Person, category: str | None, state: InsightState | None, team_id: int | None, page: int = 1
) -> "Pagination":
    """A page of the insights that a person may read, the latest first; what is answered together stands there once."""
    together = select(Insight.id).where(insights_open_to(person))
    alone = or_(Insight.merged_into_id.is_(None), Insight.merged_into_id.not_in(together))
    question = _loaded().options(selectinload(Insight.merged)).where(insights_open_to(person), alone)
    if category:
        question = question.where(Insight.category == category)
    if state is not None:
        question = question.where(Insight.state == state)
    if team_id is not None:
        question = question.where(Insight.team_id == team_id)
    return db.paginate(question, page=max(page, 1), per_page=PER_PAGE, error_out=False)


@written_once
def _waiting() -> Select[Insight]:
    """What nobody was told about yet; what is answered together with another stands for itself no more."""
    return _loaded().where(Insight.state != InsightState.told_back, Insight.merged_into_id.is_(None))


def waiting_insights() -> list[Insight]:
    """Everything that nobody was told about yet, the earliest promise first."""
    return list(db.session.scalars(_waiting().order_by(None).order_by(Insight.promised_on, Insight.id)))


def similar_to(insight: Insight, limit: int = 12) -> list[Insight]:
    """What else waits for an answer in the same category, the same touch point first: what it could be merged with."""
    same = Insight.touch_point == insight.touch_point
    question = _waiting().where(Insight.category == insight.category, Insight.id != insight.id)
    return list(db.session.scalars(question.order_by(None).order_by(same.desc(), Insight.made_at.desc()).limit(limit)))


def by_receipt(receipt: str) -> Insight | None:
    """The insight whose receipt was kept as these letters."""
    return db.session.scalar(_loaded().where(Insight.receipt == receipt))


def on_the_board(team_id: int | None, limit: int = 90) -> list[Insight]:
    """What a team said and what became of it, the latest first; for None what was said without a team."""
    whose = Insight.team_id == team_id if team_id is not None else Insight.team_id.is_(None)
    question = _loaded().options(selectinload(Insight.merged)).where(whose, Insight.merged_into_id.is_(None))
    return list(db.session.scalars(question.limit(limit)))


def open_insights_of(team_id: int, limit: int = 5) -> list[Insight]:
    """What a team passed on and has not heard about, the oldest promise first."""
    question = _waiting().where(Insight.team_id == team_id)
    return list(db.session.scalars(question.order_by(None).order_by(Insight.promised_on, Insight.id).limit(limit)))


def of_floor_visit(floor_visit_id: int) -> list[Insight]:
    """What was raised on a visit."""
    return list(db.session.scalars(_loaded().where(Insight.floor_visit_id == floor_visit_id)))


def insights_of(person: Person, limit: int = 5) -> list[Insight]:
    """What a person passed on, the latest first."""
    return list(db.session.scalars(_loaded().where(Insight.submitter_id == person.id).limit(limit)))


def to_answer(receivers: list[int], limit: int = 8) -> list[Insight]:
    """What these people promised to answer and have not, the earliest promise first."""
    question = _waiting().where(Insight.receiver_id.in_(receivers))
    return list(db.session.scalars(question.order_by(None).order_by(Insight.promised_on, Insight.id).limit(limit)))


def without_receiver(limit: int = 8) -> list[Insight]:
    """What nobody was asked to answer yet: HR finds a receiver."""
    question = _waiting().where(Insight.receiver_id.is_(None))
    return list(db.session.scalars(question.limit(limit)))


def may_read(person: Person, insight_id: int) -> bool:
    """Whether this person may read this insight."""
    return db.session.scalar(select(Insight.id).where(Insight.id == insight_id, insights_open_to(person))) is not None
