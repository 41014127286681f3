"""Versions: what was published when and by whom, and the changelog of each."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base, Instant
from planner.models.people import Person


class Version(Base):
    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("program_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime] = mapped_column(Instant)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    published_by: Mapped[Person | None] = relationship()
    changes: Mapped[list["Change"]] = relationship(
        back_populates="version", order_by="Change.id", cascade="all, delete-orphan"
    )


class Change(Base):
    """One line of a changelog. `what` is added, moved, changed, cancelled or restored."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    what: Mapped[str] = mapped_column(String(12))
    sentence: Mapped[str] = mapped_column(Text)

    version: Mapped[Version] = relationship(back_populates="changes")
