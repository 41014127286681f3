"""Cadences of a program: how often, for whom, how evenly, with which activities in turn."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.domain.kinds import EventKind
from planner.models.activities import Activity, CadenceActivity
from planner.models.base import Base, words


class Cadence(Base):
    """For recognition: per team. For floor visits: per team. For celebration: each activity once per team in the celebration week.

    For policy reviews: `times_a_year` is how often each policy of the program is reviewed.
    """

    __tablename__ = "cadences"

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[EventKind] = mapped_column(words(EventKind))
    times_a_year: Mapped[int]
    minutes: Mapped[int] = mapped_column(default=30)
    """For kinds whose length is not the activity's: floor visits and policy reviews."""
    min_gap_days: Mapped[int]
    ideal_gap_days: Mapped[int]
    max_gap_days: Mapped[int]
    tolerance_days: Mapped[int]

    activities: Mapped[list[Activity]] = relationship(
        secondary=CadenceActivity.__table__, order_by=CadenceActivity.position
    )
