"""To whom insights go: a receiver for each category, and for each program the intake with its opening day and sponsor."""

from datetime import date

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.domain.insights import ACKNOWLEDGE_WORKDAYS
from planner.models.base import Base, db
from planner.models.events import Event
from planner.models.people import Person
from planner.models.programs import Program


class InsightRoute(Base):
    """`category` is one of `planner.domain.outcomes.InsightCategory`; `workdays` until the receiver says that it was read."""

    __tablename__ = "insight_routes"

    category: Mapped[str] = mapped_column(String(40), primary_key=True)
    receiver_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    workdays: Mapped[int] = mapped_column(default=ACKNOWLEDGE_WORKDAYS)

    receiver: Mapped[Person] = relationship()


class InsightIntake(Base):
    """From when on a program's front line is asked what it hears, who stands behind it, and which training comes before."""

    __tablename__ = "insight_intakes"

    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), primary_key=True)
    opens_on: Mapped[date]
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    """An executive: the lower levels cannot carry it alone."""
    training_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"), index=True)
    token: Mapped[str | None] = mapped_column(String(64), unique=True)
    """The secret of the address on the floor's poster; None while there is none."""

    program: Mapped[Program] = relationship()
    sponsor: Mapped[Person] = relationship()
    training: Mapped[Event | None] = relationship()


def routes() -> dict[str, InsightRoute]:
    """Category to route, with receivers."""
    question = select(InsightRoute).options(joinedload(InsightRoute.receiver))
    return {route.category: route for route in db.session.scalars(question)}


def route_of(category: str) -> InsightRoute | None:
    """To whom a category goes; None while HR named nobody."""
    return db.session.get(InsightRoute, category)


def intake_of(program_id: int) -> InsightIntake | None:
    """The intake of a program, with sponsor and training."""
    return db.session.get(InsightIntake, program_id, populate_existing=False)


def intake_by_token(token: str) -> InsightIntake | None:
    """The intake whose poster carries this secret."""
    return db.session.scalar(select(InsightIntake).where(InsightIntake.token == token))
