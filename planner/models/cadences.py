"""Cadences of a program: how often, for whom, how evenly, with which activities in turn."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, String, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.domain.kinds import EventKind
from planner.models.activities import Activity, CadenceActivity
from planner.models.base import Base, db, words


class Cadence(Base):
    """Per team; for policy reviews, `times_a_year` is how often each policy is reviewed.

    With `in_celebration_week` each of its activities takes place once per team in the celebration week, and the gaps do not count.
    """

    __tablename__ = "cadences"

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[EventKind] = mapped_column(words(EventKind))
    times_a_year: Mapped[int]
    in_celebration_week: Mapped[bool] = mapped_column(default=False)
    minutes: Mapped[int | None]
    """Instead of the activities' own length; None to keep that."""
    min_gap_days: Mapped[int]
    ideal_gap_days: Mapped[int]
    max_gap_days: Mapped[int]
    tolerance_days: Mapped[int]

    activities: Mapped[list[Activity]] = relationship(
        secondary=CadenceActivity.__table__, order_by=CadenceActivity.position
    )


def take_turns(cadence: Cadence, chosen: Sequence[Activity]) -> None:
    """Gives a cadence its activities, in this order, in the running transaction."""
    cadence.activities = list(chosen)
    db.session.add(cadence)
    db.session.flush()
    for position, activity in enumerate(chosen):
        row = db.session.get_one(CadenceActivity, (cadence.id, activity.id))
        row.position = position
    db.session.flush()


def forget_cadence(cadence_id: int) -> None:
    """Lets events stand without the cadence that they came from, so that it can go."""
    from planner.models.events import Event, PublishedEvent

    for table in (Event, PublishedEvent):
        db.session.execute(update(table).where(table.cadence_id == cadence_id).values(cadence_id=None))
