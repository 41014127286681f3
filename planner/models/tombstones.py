"""Tombstones: who was erased or let go and which addresses were ended, without a name, so that an older backup does not bring them back."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from planner.models.base import Base, Instant, db, words


class Grave(StrEnum):
    """What is over: a person's data, a person's access, a calendar's address, a program's token, what else opened something."""

    erased = "erased"
    left = "left"
    feed = "feed"
    program = "program"
    credential = "credential"


class Tombstone(Base):
    """`mark` is a person's mark, the hash of a token, or the fingerprint of what opened something."""

    __tablename__ = "tombstones"
    __table_args__ = (UniqueConstraint("grave", "mark"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    grave: Mapped[Grave] = mapped_column(words(Grave))
    mark: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


def bury(grave: Grave, marks: Iterable[str], now: datetime) -> None:
    """Says that these are over, in the running transaction; once each."""
    known = set(db.session.scalars(select(Tombstone.mark).where(Tombstone.grave == grave)))
    fresh = [mark for mark in dict.fromkeys(marks) if mark not in known]
    db.session.add_all([Tombstone(grave=grave, mark=mark, at=now) for mark in fresh])


def unbury(grave: Grave, mark: str) -> None:
    """Takes it back: somebody who left is here again."""
    db.session.execute(delete(Tombstone).where(Tombstone.grave == grave, Tombstone.mark == mark))


def tombstones() -> list[Tombstone]:
    """All of them, the oldest first."""
    return list(db.session.scalars(select(Tombstone).order_by(Tombstone.id)))
