"""Shifts: the local hours that teams work; one that ends at or before its start runs over midnight."""

from datetime import time

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from planner.models.base import Base, db


class Shift(Base):
    __tablename__ = "shifts"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    starts: Mapped[time]
    ends: Mapped[time]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


def all_shifts() -> list[Shift]:
    """Every shift, by the hour at which it starts."""
    return list(db.session.scalars(select(Shift).order_by(Shift.starts, Shift.name, Shift.id)))


def shift_with(shift_id: int) -> Shift | None:
    """The shift with this number."""
    return db.session.get(Shift, shift_id)
