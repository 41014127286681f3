"""The catalogue: what could be done. It begins as the shipped entries, and HR may change every one."""

from collections.abc import Sequence

from sqlalchemy import Boolean, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from planner.domain.kinds import EventKind
from planner.models.base import Base, db, words


class Activity(Base):
    __tablename__ = "activities"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int | None] = mapped_column(unique=True)
    """The number of the shipped entry that it began as."""
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[EventKind] = mapped_column(words(EventKind))
    minutes: Mapped[int | None]
    """None for what takes a whole day or week."""
    lead_days: Mapped[int]
    cost_band: Mapped[int]
    cost_per_head: Mapped[int]
    cost_fixed: Mapped[int] = mapped_column(default=0)
    committee_minutes: Mapped[int] = mapped_column(default=30)
    owner_role: Mapped[str] = mapped_column(String(40))
    virtual: Mapped[str] = mapped_column(String(10))
    night: Mapped[str] = mapped_column(String(10))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class CadenceActivity(Base):
    """Which activities take turns in a cadence, in their order."""

    __tablename__ = "cadence_activities"

    cadence_id: Mapped[int] = mapped_column(ForeignKey("cadences.id"), primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


def catalogue(kind: EventKind | None = None, *, retired: bool = False) -> list[Activity]:
    """The activities in use, or the retired ones: shipped ones by number, then HR's own by name."""
    question = select(Activity).where(Activity.active.is_(not retired))
    if kind is not None:
        question = question.where(Activity.kind == kind)
    return list(db.session.scalars(question.order_by(Activity.number.is_(None), Activity.number, Activity.name)))


def activity_with(activity_id: int) -> Activity | None:
    """The activity with this id."""
    return db.session.get(Activity, activity_id)


def activities_numbered(numbers: Sequence[int]) -> list[Activity]:
    """The activities that began as these shipped entries, in the order of the numbers, retired ones left out."""
    found = {a.number: a for a in db.session.scalars(select(Activity).where(Activity.number.in_(numbers)))}
    return [found[number] for number in numbers if number in found and found[number].active]


def taken_slugs(stem: str) -> set[str]:
    """Slugs that begin with `stem`."""
    return set(db.session.scalars(select(Activity.slug).where(Activity.slug.startswith(stem, autoescape=True))))
