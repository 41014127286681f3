"""What the database says of itself."""

import sqlite3
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from planner.models.base import db
from planner.models.deliveries import oldest_due
from planner.models.holds import CLOCK, held_back
from planner.models.ticks import RESTORED, last_ticks
from planner.rooms import find_room

BAD_WAL = (3, 51, 2)
"""SQLite up to this version has the WAL-reset bug, which can lose committed data in rare races."""


LATE_AFTER = timedelta(minutes=5)


def database_answers() -> bool:
    """Whether the simplest question gets an answer."""
    try:
        return bool(db.session.scalar(text("SELECT 1")) == 1)
    except SQLAlchemyError:
        db.session.rollback()
        return False


def missing_migrations() -> bool:
    """Whether the database is behind the code."""
    newest = ScriptDirectory(str(find_room("migrations"))).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() != newest


def sqlite_warning() -> str | None:
    """A sentence when the SQLite library here is one with a known bug; None on PostgreSQL."""
    if db.engine.dialect.name != "sqlite" or sqlite3.sqlite_version_info > BAD_WAL:
        return None
    return f"SQLite {sqlite3.sqlite_version} has a known bug in its write-ahead log: back up often, or use PostgreSQL."


MENDED_PYTHON = {(3, 11): 10, (3, 12): 5}
"""From which patch on an interpreter refuses a line break that is hidden in the subject of a mail (CVE-2024-6923)."""


def python_warning() -> str | None:
    """A sentence when the interpreter here is one with a known hole; None for a mended one."""
    major, minor, patch = sys.version_info[:3]
    mended = MENDED_PYTHON.get((major, minor), 0)
    if patch >= mended:
        return None
    here, good = f"{major}.{minor}.{patch}", f"{major}.{minor}.{mended}"
    return f"Python {here} has a known hole in its e-mail library (CVE-2024-6923), which Planner keeps clear of: go to {good} or later."


def known_faults() -> list[str]:
    """What is known to be wrong with the interpreter and the SQLite library of this machine, a sentence each."""
    return [sentence for sentence in (python_warning(), sqlite_warning()) if sentence]


@dataclass(frozen=True)
class Pulse:
    """When the worker last looked, since when the oldest message waits that should have gone, and what is wrong, if anything.

    The age of the oldest message that is due says more than whether a worker runs: one may run and reach no mail server.
    """

    now: datetime
    ticked: datetime | None
    oldest: datetime | None
    late: str | None
    """A sentence for HR when nothing was looked for, or something due was not sent, for five minutes."""

    @property
    def waits(self) -> timedelta:
        """How long the oldest message has waited; nothing when none does."""
        return self.now - self.oldest if self.oldest is not None else timedelta(0)

    @property
    def in_words(self) -> str:
        """When it last looked, and what waits."""
        looked = "has never looked" if self.ticked is None else f"looked {age_words(self.now - self.ticked)} ago"
        waits = (
            f"the oldest message that is due has waited for {age_words(self.waits)}"
            if self.oldest
            else "nothing that is due waits"
        )
        return f"The worker {looked}; {waits}."


def pulse(now: datetime) -> Pulse:
    """How sending stands."""
    ticks, due = last_ticks("tick", CLOCK, RESTORED), oldest_due(now)
    ticked = ticks.get("tick")
    return Pulse(now, ticked, due, _held(ticks) or _late(now, ticked, due))


def _late(now: datetime, ticked: datetime | None, due: datetime | None) -> str | None:
    if ticked is None:
        return "The worker has never run: no nudge is sent and no year is generated. Start it with “planner worker”."
    if now - ticked > LATE_AFTER:
        return f"The worker last looked for due messages {age_words(now - ticked)} ago. Nothing is sent until it runs again."
    if due is not None and now - due > LATE_AFTER:
        return f"A message has been waiting to be sent for {age_words(now - due)}. Messages shows what the mail server said."
    return None


def _held(ticks: Mapping[str, datetime]) -> str | None:
    if CLOCK in ticks:
        return "The clock of the worker jumped ahead, so nothing is sent. Is it right? “planner release --clock-is-right” says so."
    count = held_back() if RESTORED in ticks else 0
    if count:
        return f"The database was restored. {count} messages were due before that and wait: “planner release --send” or “--drop”."
    return None


def age_words(age: timedelta) -> str:
    """ "less than a minute", "7 minutes", "3 hours"."""
    seconds = max(0, int(age.total_seconds()))
    if seconds < 120:
        return "less than a minute" if seconds < 60 else "a minute"
    return f"{seconds // 60} minutes" if seconds < 7200 else f"{seconds // 3600} hours"
