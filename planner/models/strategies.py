"""What the centre is there for in a year, and its customer strategy: segments by value and need, and how each is treated."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.models.base import Base, db
from planner.models.people import Person


class Segment(Base):
    __tablename__ = "customer_segments"

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("customer_strategies.program_id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(120))
    value: Mapped[str] = mapped_column(String(200), default="")
    """What they are worth to us, in words."""
    needs: Mapped[str] = mapped_column(Text, default="")
    treatment: Mapped[str] = mapped_column(Text, default="")


class CustomerStrategy(Base):
    """One a program. `roles` are keys of `planner.domain.centre_roles.ROLES`; `tier` is "enough" or "loyalty"."""

    __tablename__ = "customer_strategies"

    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), primary_key=True, autoincrement=False)
    role_statement: Mapped[str] = mapped_column(Text, default="")
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    tier: Mapped[str] = mapped_column(String(20), default="loyalty")
    who: Mapped[str] = mapped_column(Text, default="")
    """Who our customers are, and how we tell them apart."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    reviewed_on: Mapped[date | None]
    review_by: Mapped[date | None]
    revision: Mapped[int] = mapped_column()

    owner: Mapped[Person | None] = relationship()
    segments: Mapped[list[Segment]] = relationship(order_by=Segment.position, cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": revision}


def strategy_of(program_id: int) -> CustomerStrategy | None:
    """The strategy of a program; None when nobody wrote one yet."""
    question = select(CustomerStrategy).where(CustomerStrategy.program_id == program_id)
    return db.session.scalar(question.options(joinedload(CustomerStrategy.owner)))
