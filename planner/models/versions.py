"""Versions: what was published when and by whom, and the changelog of each."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, func, insert, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from planner.models.base import Base, Instant, db
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


def write_changelog(version: Version, lines: list[tuple[int, str, str]]) -> None:
    """Writes the changelog of a version that is in the database, in the running transaction: event, what became of it, sentence.

    Past the session: twenty thousand lines that nobody reads in this transaction need not become objects.
    """
    rows = [
        {"version_id": version.id, "event_id": event_id, "what": what, "sentence": sentence}
        for event_id, what, sentence in lines
    ]
    db.session.execute(insert(Change), rows)


def versions_of(program_id: int) -> list[Version]:
    """The versions of a program with who published them, the newest first."""
    question = select(Version).where(Version.program_id == program_id).options(joinedload(Version.published_by))
    return list(db.session.scalars(question.order_by(Version.number.desc())))


def last_version(program_id: int) -> Version | None:
    """The newest version of a program; None before the first."""
    question = select(Version).where(Version.program_id == program_id).order_by(Version.number.desc()).limit(1)
    return db.session.scalar(question)


def version_with(version_id: int) -> Version | None:
    """The version with this id, its changelog loaded."""
    return db.session.get(Version, version_id, options=[selectinload(Version.changes)])


def change_counts(program_id: int) -> dict[int, dict[str, int]]:
    """Version id -> what changed -> how often."""
    question = (
        select(Change.version_id, Change.what, func.count())
        .join(Version)
        .where(Version.program_id == program_id)
        .group_by(Change.version_id, Change.what)
    )
    counts: dict[int, dict[str, int]] = {}
    for version_id, what, number in db.session.execute(question):
        counts.setdefault(version_id, {})[what] = number
    return counts
