"""Sites, their public holidays, and the weeks in which they are closed to events."""

import enum
from collections.abc import Collection
from datetime import date, time

from sqlalchemy import Boolean, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.models.base import Base, db, words


class ClosureKind(enum.StrEnum):
    """A peak week allows floor visits and the celebration week; a blackout allows nothing."""

    peak = "peak"
    blackout = "blackout"


class Site(Base):
    __tablename__ = "sites"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    zone: Mapped[str] = mapped_column(String(64))
    country: Mapped[str] = mapped_column(String(2))
    subdivision: Mapped[str | None] = mapped_column(String(10))
    hosts: Mapped[int] = mapped_column(default=2)
    """How many celebration and recognition events may run at once."""
    committee_minutes: Mapped[int] = mapped_column(default=600)
    """How many minutes of preparation the site's committee has in a week."""
    off_phone_week: Mapped[int | None]
    """Most minutes a week that each of its teams may be off the phones for recognition and celebration; None for no limit."""
    quiet_from: Mapped[time | None]
    """Hours without messages, by the reader's clock; None for both is the house's own habit, equal times are none at all."""
    quiet_until: Mapped[time | None]
    directions: Mapped[str] = mapped_column(Text, default="")
    """What a leader who comes for the first time needs: the door, the badge, whom to ask for."""

    revision: Mapped[int] = mapped_column()

    holidays: Mapped[list["Holiday"]] = relationship(
        back_populates="site", order_by="Holiday.day", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": revision}


class Holiday(Base):
    """A day off at a site. `observed` False means that HR struck it out: the site works on that day."""

    __tablename__ = "holidays"
    __table_args__ = (UniqueConstraint("site_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(120))
    observed: Mapped[bool] = mapped_column(Boolean, default=True)
    by_hand: Mapped[bool] = mapped_column(Boolean, default=False)
    """Set when a person added or changed it: fetching the official days again leaves it alone."""

    site: Mapped[Site] = relationship(back_populates="holidays")


class Closure(Base):
    """A peak or a blackout, both ends included; without a site it is for everyone."""

    __tablename__ = "closures"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"), index=True)
    kind: Mapped[ClosureKind] = mapped_column(words(ClosureKind))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120))

    site: Mapped[Site | None] = relationship()


def all_sites() -> list[Site]:
    """Every site, by name."""
    return list(db.session.scalars(select(Site).order_by(Site.name, Site.id)))


def site_with(site_id: int) -> Site | None:
    """The site with this number."""
    return db.session.get(Site, site_id)


def holidays_between(site_ids: Collection[int], start: date, end: date, *, struck_out: bool = False) -> list[Holiday]:
    """The days off of these sites from `start` to `end`, both included, by day; those that HR struck out only when asked for."""
    question = select(Holiday).where(Holiday.site_id.in_(site_ids), Holiday.day >= start, Holiday.day <= end)
    if not struck_out:
        question = question.where(Holiday.observed)
    return list(db.session.scalars(question.order_by(Holiday.day, Holiday.site_id)))


def closures_between(start: date, end: date) -> list[Closure]:
    """Peaks and blackouts that touch the days from `start` to `end`, both included, with their sites, by first day."""
    question = (
        select(Closure).options(joinedload(Closure.site)).where(Closure.starts_on <= end, Closure.ends_on >= start)
    )
    return list(db.session.scalars(question.order_by(Closure.starts_on, Closure.id)))


def closures_of(site_id: int) -> list[Closure]:
    """Peaks and blackouts that hold at this site, those for every site included, the latest first."""
    question = select(Closure).where((Closure.site_id == site_id) | Closure.site_id.is_(None))
    return list(db.session.scalars(question.order_by(Closure.starts_on.desc(), Closure.id)))


def closure_with(closure_id: int) -> Closure | None:
    """The peak or blackout with this number."""
    return db.session.get(Closure, closure_id)


def holiday_with(holiday_id: int) -> Holiday | None:
    """The day off with this number."""
    return db.session.get(Holiday, holiday_id)
