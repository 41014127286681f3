"""The database itself: one `db`, naming of constraints, column types, and how a write transaction begins."""

import enum
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import TypeVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError as DatabaseTrouble
from sqlalchemy.exc import OperationalError as DatabaseBusy
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm.exc import StaleDataError

from planner.domain.refusals import ChangedMeanwhile, Refused

__all__ = [
    "Base", "DatabaseBusy", "DatabaseTrouble", "E", "Instant", "asking_when_writing", "db", "hold", "hold_what_is_not_stored",
    "taking_the_write_lock", "words", "writing", "written_once",
]  # fmt: skip

E = TypeVar("E", bound=enum.StrEnum)


class Base(DeclarativeBase):
    """Constraints are named from the first migration on, so that every later one can drop or change them by name."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


written_once = cache
"""For functions that put a question without values together: with all that is loaded beside a thing, that takes as long as asking it."""


class Instant(sa.types.TypeDecorator[datetime]):
    """A point in time: aware UTC in Python; `timestamptz` on PostgreSQL, naive UTC on SQLite, which keeps no offset."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; an instant must have one")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(kind: type[E]) -> sa.Enum:
    """A column that holds one of an enumeration's words, as text, so that a new word needs no migration."""
    return sa.Enum(
        kind, native_enum=False, create_constraint=False, length=32, values_callable=lambda e: [m.value for m in e]
    )


_intent: ContextVar[str] = ContextVar("planner_transaction_intent", default="DEFERRED")
_question: ContextVar[Callable[[], None] | None] = ContextVar("planner_asked_when_writing", default=None)


@contextmanager
def asking_when_writing(question: Callable[[], None]) -> Iterator[None]:
    """Every write transaction that begins in here asks this first, and is rolled back when it raises.

    What was asked before the transaction may be true no more: somebody may have lost the right to write meanwhile.
    """
    token = _question.set(question)
    try:
        yield
    finally:
        _question.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction: committed at the end, rolled back when anything is raised. Inside another it joins that one.

    The write lock is taken at the start: SQLite with deferred transactions refused 1,346 of 1,600 read-modify-writes as locked, and the
    driver's defaults lost 1,004 of them silently. Whatever was read before is read afresh, because it may be stale by now.
    """
    if _intent.get() != "DEFERRED":
        yield
        return
    db.session.rollback()
    with taking_the_write_lock():
        try:
            if (question := _question.get()) is not None:
                question()
            yield
            db.session.commit()
        except StaleDataError:
            db.session.rollback()
            raise ChangedMeanwhile("What you wanted to save") from None
        except BaseException:
            db.session.rollback()
            raise


def hold(row: Base) -> None:
    """Keeps a row from other writers until the transaction ends, read afresh: the second of two savers sees what the first saved.

    Raises Refused when it is gone. SQLite holds everything anyway.
    """
    key = sa.inspect(row).identity
    found = db.session.get(type(row), key, populate_existing=True, with_for_update=True) if key else None
    if found is None:
        raise Refused("Somebody took this away while the page was open. Nothing was saved.")


def hold_what_is_not_stored(name: str) -> None:
    """The same for what has no row of its own yet, by a name: of two first savers the second waits, and sees what the first saved."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


@contextmanager
def taking_the_write_lock() -> Iterator[None]:
    """SQLite transactions that begin in here take the write lock at once."""
    token = _intent.set("IMMEDIATE")
    try:
        yield
    finally:
        _intent.reset(token)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: object, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    connection.exec_driver_sql(f"BEGIN {_intent.get()}")
