"""Tries: how often something that can be guessed was tried lately. In the database, because every web process must count together."""

from datetime import datetime, timedelta

from sqlalchemy import String, case, delete
from sqlalchemy.orm import Mapped, mapped_column

from planner.models.base import Base, Instant, db


class Tries(Base):
    """`key` says whose tries are counted, and names nobody: addresses are hashed."""

    __tablename__ = "tries"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    began_at: Mapped[datetime] = mapped_column(Instant)
    count: Mapped[int]


def count_try(key: str, window: timedelta, now: datetime) -> int:
    """Counts one more try and gives how many there were since the window began, this one included. In the running transaction.

    One statement, so that two hundred tries at once are two hundred.
    """
    from sqlalchemy.dialects import postgresql, sqlite

    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(Tries).values(key=key, began_at=now, count=1)
    over = Tries.began_at <= now - window
    again = row.on_conflict_do_update(
        index_elements=["key"],
        set_={"count": case((over, 1), else_=Tries.count + 1), "began_at": case((over, now), else_=Tries.began_at)},
    )
    return int(db.session.execute(again.returning(Tries.count)).scalar_one())


def forget_tries(key: str) -> None:
    """Begins to count anew, in the running transaction."""
    db.session.execute(delete(Tries).where(Tries.key == key))


def forget_old_tries(before: datetime) -> None:
    """Deletes what counts no more, in the running transaction."""
    db.session.execute(delete(Tries).where(Tries.began_at < before))
