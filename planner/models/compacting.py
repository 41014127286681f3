"""After an erasure SQLite's file is written anew: what was overwritten would stand on in its free pages."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.ticks import last_tick, record_tick

COMPACTED = "compacted"


def compact(now: datetime) -> bool:
    """Whether the file was written anew: only where somebody was erased since it last was. PostgreSQL's autovacuum does it by itself."""
    if db.session.get_bind().dialect.name != "sqlite":
        return False
    erased, done = db.session.scalar(select(func.max(Person.erased_at))), last_tick(COMPACTED)
    if erased is None or (done is not None and done >= erased):
        return False
    db.session.remove()
    try:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.connection.cursor().execute("VACUUM")
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except OperationalError:
        return False  # somebody is writing; the next night does it
    with writing():
        record_tick(COMPACTED, now)
    return True
