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
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()


def set_foreign_keys(connection: Connection, state: str) -> None:
    """Switches SQLite's foreign keys, which it allows outside a transaction only; nothing to do elsewhere."""
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys={state}")


with db.engine.connect() as live, taking_the_write_lock():
    set_foreign_keys(live, "OFF")
    try:
        run(live)
        live.commit()
    finally:
        live.rollback()
        set_foreign_keys(live, "ON")
