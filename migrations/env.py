"""How Alembic reaches the database of the running application; one migration at a time, whoever starts first."""

import sqlalchemy as sa
from alembic import context
from flask import current_app
from sqlalchemy import text
from sqlalchemy.engine import Connection

from planner.models.base import Base, Instant, db, taking_the_write_lock

LOCK = 7204113
"""Any number, the same in every process: PostgreSQL lets one holder through at a time."""


def plain_type(what: str, item: object, _autogen: object) -> str | bool:
    """A migration names plain column types: it must still run when the classes and words of today are gone."""
    if what == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if what == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def run(connection: Connection) -> None:
    """Migrates on `connection`; SQLite rebuilds tables with foreign keys off, else dropping the old one would drop its children."""
    options = current_app.extensions["migrate"].configure_args
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=options.get("compare_type", True),
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=plain_type,
        transaction_per_migration=False,
        # Alembic takes SQLite's tables to be made outside transactions, and reads how far a database is before it has the lock.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()


def set_pragma(connection: Connection, name: str, value: str) -> None:
    """Sets one of SQLite's pragmas, some of which it allows outside a transaction only; nothing to do elsewhere."""
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA {name}={value}")


with db.engine.connect() as live, taking_the_write_lock():
    set_pragma(live, "foreign_keys", "OFF")
    set_pragma(live, "busy_timeout", "600000")  # whoever comes second waits until the first has migrated it all
    try:
        run(live)
        live.commit()
    finally:
        live.rollback()
        set_pragma(live, "foreign_keys", "ON")
        set_pragma(live, "busy_timeout", "15000")
