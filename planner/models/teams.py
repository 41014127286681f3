"""Teams: people who work together at one site in one shift, with a lead."""

from typing import TYPE_CHECKING

from sqlalchemy import JSON, Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base
from planner.models.shifts import Shift
from planner.models.sites import Site

if TYPE_CHECKING:
    from planner.models.people import Person


class Team(Base):
    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), index=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", use_alter=True), index=True)
    size: Mapped[int]
    workdays: Mapped[list[int]] = mapped_column(JSON)
    """Weekdays on which a shift of the team begins, Monday 0 to Sunday 6."""
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    revision: Mapped[int] = mapped_column()

    site: Mapped[Site] = relationship()
    shift: Mapped[Shift] = relationship()
    lead: Mapped["Person | None"] = relationship(foreign_keys=[lead_id])

    __mapper_args__ = {"version_id_col": revision}
