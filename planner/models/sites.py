"""Sites, their public holidays, and the weeks in which they are closed to events."""

import enum
from datetime import date

from sqlalchemy import Boolean, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base, words


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

    holidays: Mapped[list["Holiday"]] = relationship(
        back_populates="site", order_by="Holiday.day", cascade="all, delete-orphan"
    )


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
