"""What a rehearsal asks of the database: a copy to play in, a year that begins anew in it, and what was sent there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, delete, event, func, select, update
from sqlalchemy.orm import joinedload, load_only

from planner.domain.kindness import Haste
from planner.domain.rehearsals import Mail
from planner.domain.states import CommitmentState, MessageState
from planner.models.base import Base, db
from planner.models.commitments import Commitment
from planner.models.events import Event, PublishedEvent
from planner.models.messages import Attempt, Message
from planner.models.people import Person
from planner.models.promises import Promise
from planner.models.readers import home_zone, zone_of
from planner.models.ticks import Tick

ROWS_AT_ONCE = 500
OF_A_TICK = ("tick", "digest")
"""Names of ticks by which the worker knows how far it has looked."""


def copy_database(target: Path) -> None:
    """Everything into a fresh SQLite file, whichever database this is; what is read is one moment of it."""
    url = db.engine.url
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(url.database))) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
        return
    engine = create_engine(f"sqlite:///{target}")
    event.listen(engine, "connect", _in_a_hurry)
    try:
        Base.metadata.create_all(engine)
        with _one_moment() as source, engine.begin() as copy:
            _copy_tables(source, copy)
    finally:
        engine.dispose()


@contextmanager
def _one_moment() -> Iterator[Connection]:
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        yield connection


def _copy_tables(source: Connection, copy: Connection) -> None:
    for table in Base.metadata.tables.values():
        rows = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table)).mappings()
        for part in rows.partitions(ROWS_AT_ONCE):
            copy.execute(table.insert(), [dict(row) for row in part])


def _in_a_hurry(connection: object, _record: object) -> None:
    """A copy need not survive a power cut; its rows come in any order, so references are looked at by nobody."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA foreign_keys=OFF")


def play_in_a_hurry(engine: Engine) -> None:
    """Lets the copy's engine write without waiting for the disk."""
    event.listen(engine, "connect", _in_a_hurry)


def begin_anew(first: datetime) -> None:
    """As if nothing had been sent, answered or moved yet on the first day, in the running transaction. Only ever in a copy."""
    db.session.execute(delete(Attempt))
    db.session.execute(delete(Message))
    db.session.execute(delete(Tick))
    owed = update(Commitment).where(Commitment.withdrawn.is_(False), Commitment.due_on >= first.date())
    db.session.execute(
        owed.values(state=CommitmentState.open, closed_at=None, closed_by_id=None, reason="", snoozed_until=None)
    )
    mine = select(Commitment.id).where(Commitment.due_on >= first.date())
    untold = update(Promise).where(Promise.commitment_id.in_(mine)).values(told_on=None, words="", told_by_id=None)
    db.session.execute(untold, execution_options={"synchronize_session": False})
    db.session.execute(update(Event).where(Event.starts_at >= first).values(outcome=None))
    db.session.execute(update(PublishedEvent).where(PublishedEvent.changed_at > first).values(changed_at=first))


def settled_on(first: date, last: date) -> list[Commitment]:
    """What is owed and falls due in this stretch of days, with its event and owner, the earliest first."""
    question = (
        select(Commitment)
        .where(
            Commitment.withdrawn.is_(False),
            Commitment.state.in_((CommitmentState.open, CommitmentState.late)),
            Commitment.due_on.between(first, last),
        )
        .options(joinedload(Commitment.event), joinedload(Commitment.owner))
        .order_by(Commitment.due_on, Commitment.id)
    )
    return list(db.session.scalars(question))


def next_try_after(now: datetime) -> datetime | None:
    """When the next waiting message goes; None when none waits."""
    waiting = (Message.state == MessageState.pending, Message.channel != "digest", Message.next_try_at > now)
    found: datetime | None = db.session.scalar(select(func.min(Message.next_try_at)).where(*waiting))
    return found


def mails_sent(first: datetime) -> list[Mail]:
    """The mails that went out from `first` on, those of the digest not one by one."""
    home = home_zone()
    question = (
        select(Message, Person)
        .join(Person, Person.id == Message.recipient_id)
        .where(
            Message.state == MessageState.sent,
            Message.channel != "digest",
            Message.team_id.is_(None),
            Message.sent_at >= first,
        )
        .options(joinedload(Person.site), load_only(Message.name, Message.sent_at, Message.step, Message.facts))
        .order_by(Message.sent_at, Message.id)
    )
    rows = db.session.execute(question)
    return [
        Mail(person.id, person.name, row.name, row.sent_at, zone_of(person, home), _haste(row))
        for row, person in rows
        if row.sent_at
    ]


def _haste(row: Message) -> Haste | None:
    """Why it went however many others did; what is no step of a ladder is told at once."""
    named = row.facts.get("haste")
    if isinstance(named, str):
        return Haste[named]
    return None if row.step.isdigit() else Haste.told


def fates(first: datetime) -> dict[str, int]:
    """How many rows made from `first` on ended in which state; of the digest's own under "digest"."""
    question = select(Message.state, Message.channel, func.count()).where(Message.made_at >= first)
    found: dict[str, int] = {}
    for state, channel, count in db.session.execute(question.group_by(Message.state, Message.channel)):
        name = "digest" if channel == "digest" and state is MessageState.sent else state.value
        found[name] = found.get(name, 0) + count
    return found


def sent_early(first: datetime) -> int:
    """How many went before they were due: there must be none."""
    question = select(func.count()).select_from(Message)
    return db.session.scalar(question.where(Message.sent_at < Message.due_at, Message.made_at >= first)) or 0


def dead_words(first: datetime, limit: int = 5) -> list[str]:
    """What was said of messages that could not be written or delivered."""
    question = select(Message.name, Message.last_words).where(
        Message.state == MessageState.dead, Message.made_at >= first
    )
    return [f"{name}: {words}" for name, words in db.session.execute(question.limit(limit))]
