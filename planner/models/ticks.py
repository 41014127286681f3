"""When the worker last looked for what is due: the product shows it, and goes red when it is long ago."""

from datetime import datetime

from sqlalchemy import String, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from planner.models.base import Base, Instant, db

_TURN = 7_205_759
"""Any number, the same in every worker: the advisory lock under which one of them looks for what is due."""


class Tick(Base):
    __tablename__ = "ticks"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)


def record_tick(name: str, now: datetime) -> None:
    """Says, in the running transaction, that the job `name` has run."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    said = dialect.insert(Tick).values(name=name, at=now)
    # Two workers may say it for the first time in the same moment.
    db.session.execute(said.on_conflict_do_update(index_elements=["name"], set_={"at": now}))


def last_tick(name: str) -> datetime | None:
    """When the job `name` last ran; None when it never has."""
    found: datetime | None = db.session.scalar(select(Tick.at).where(Tick.name == name))
    return found


def last_ticks(*names: str) -> dict[str, datetime]:
    """When these jobs last ran; those that never have are missing."""
    found = db.session.scalars(select(Tick).where(Tick.name.in_(names)))
    return {tick.name: tick.at for tick in found}


def take_turn() -> bool:
    """Whether this worker may look for what is due, until its transaction ends; on SQLite the write lock says so already."""
    if db.session.get_bind().dialect.name != "postgresql":
        return True
    return bool(db.session.scalar(text("SELECT pg_try_advisory_xact_lock(:turn)"), {"turn": _TURN}))


RESTORED = "restored"


def restored_at() -> datetime | None:
    """When the database was replaced by an older copy, while HR has not said what becomes of what was due before; else None."""
    return last_tick(RESTORED)
