"""The truth's stamp: a number that rises in every transaction that could change whether a message still holds, or its words.

A sender reads it, asks all its questions about a message and writes the mail; just before the mail leaves it compares one number.
Everything counts but what is listed as quiet: a table that is forgotten here costs a moment's work, not a mail that is not true any more.
"""

from sqlalchemy import event, inspect, select, text
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, UOWTransaction, mapped_column

from planner.models.base import Base, db

QUIET = frozenset(
    {
        "accounts",
        "attempts",
        "audit_gates",
        "audit_rows",
        "audit_seals",
        "busy_calendars",
        "busy_times",
        "calendar_replies",
        "feed_readers",
        "generations",
        "identities",
        "inbox_reads",
        "mailboxes",
        "messages",
        "repairs",
        "retention_periods",
        "sign_in_links",
        "sign_ins",
        "ticks",
        "tombstones",
        "tries",
        "uploads",
    }
)
"""The queue itself, and what no message speaks of."""
ONLY = {"events": ("outcome",)}
"""The draft is nobody's message; what became of an event is kept there all the same."""

_RISE = text(
    "INSERT INTO truth_stamps (id, number) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET number = truth_stamps.number + 1"
)


class TruthStamp(Base):
    """One row."""

    __tablename__ = "truth_stamps"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


def truth_number() -> int:
    """The stamp as it stands; 0 before anything was written."""
    return db.session.scalar(select(TruthStamp.number)) or 0


def truth_moves() -> None:
    """Says, in the running transaction, that tables were changed past the session."""
    db.session.connection().execute(_RISE)


def held_truth() -> int:
    """The stamp, which on PostgreSQL cannot rise until the running transaction ends; on SQLite the write lock says so already."""
    return db.session.scalar(select(TruthStamp.number).with_for_update(read=True)) or 0


# Before the calendar's stamp, always: two transactions that take both rows in different orders would wait for each other.
@event.listens_for(Session, "before_flush", insert=True)
def _rise_with_objects(session: Session, _context: UOWTransaction, _instances: object) -> None:
    if any(_counts(thing, session) for thing in (*session.new, *session.dirty, *session.deleted)):
        session.connection().execute(_RISE)


def _counts(thing: object, session: Session) -> bool:
    table = str(getattr(thing, "__tablename__", ""))
    if table in QUIET or (not session.is_modified(thing) and thing in session.dirty):
        return False
    if table not in ONLY:
        return True
    attributes = inspect(thing, raiseerr=True).attrs
    return any(attributes[name].history.has_changes() for name in ONLY[table])


@event.listens_for(Session, "do_orm_execute", insert=True)
def _rise_with_statements(state: ORMExecuteState) -> None:
    """UPDATE and DELETE statements pass the flush by."""
    if not (state.is_insert or state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    if str(getattr(state.bind_mapper.class_, "__tablename__", "")) not in QUIET | ONLY.keys():
        state.session.connection().execute(_RISE)
