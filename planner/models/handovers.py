"""Around the moment at which a message leaves: the few statements that decide how many copies a kill makes, as quick as they can be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast

from sqlalchemy import ColumnElement, Table, func, insert, select, update
from sqlalchemy.orm import joinedload

from planner.domain.states import MessageState
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.ladders import LadderStep
from planner.models.messages import Attempt, Message
from planner.models.organisations import organisation
from planner.models.people import Person
from planner.models.truth import TruthStamp

_rows, _log = cast(Table, Message.__table__), cast(Table, Attempt.__table__)
_stamp = func.coalesce(select(TruthStamp.__table__.c.number).scalar_subquery(), 0)


marking = partial(writing, relaxed=True)
"""A write transaction for marks: after a power cut the last of them may be gone, and their mails go again; nothing is lost."""


_AROUND_EVENTS = tuple(
    joinedload(relation)
    for relation in (PublishedEvent.event, PublishedEvent.site, PublishedEvent.team, PublishedEvent.leader)
)


@dataclass(frozen=True)
class Slip:
    """What is written down when a message has gone. `truth` is the stamp under which it was written, `following` the next to be begun."""

    number: int
    owner: str
    truth: int
    subject: str
    text: str
    folded: tuple[int, ...] = ()
    following: int | None = None


def is_narrow() -> bool:
    """Whether a mark may be held open while the mail goes: a row lock of PostgreSQL keeps nobody waiting, SQLite's lock everybody."""
    return db.session.get_bind().dialect.name == "postgresql"


def held_all(ids: Collection[int], owner: str) -> list[Message]:
    """The messages whose lease is still the owner's, with their recipients, the oldest first."""
    question = (
        select(Message)
        .where(Message.id.in_(ids), Message.leased_by == owner, Message.state == MessageState.leased)
        .options(joinedload(Message.recipient).joinedload(Person.site))
    )
    found = {row.id: row for row in db.session.scalars(question)}
    return [found[number] for number in ids if number in found]


def surroundings(rows: Collection[Message]) -> list[object]:
    """What these messages are about, read at once. To be kept while they are written: the session forgets what nobody holds."""
    owed = {row.about_id for row in rows if row.about == "commitment"}
    commitments = list(db.session.scalars(select(Commitment).where(Commitment.id.in_(owed)))) if owed else []
    events = {row.about_id for row in rows if row.about == "event"} | {
        row.event_id for row in commitments if row.event_id
    }
    question = select(PublishedEvent).where(PublishedEvent.event_id.in_(events)).options(*_AROUND_EVENTS)
    published = list(db.session.scalars(question)) if events else []
    return [*commitments, *published, *db.session.scalars(select(LadderStep)), organisation()]


def still(slip: Slip) -> bool:
    """Whether the message is still the owner's, and nothing has changed since it was written."""
    return db.session.execute(select(_rows.c.id).where(*_ours(slip), _stamp == slip.truth)).first() is not None


def mark(slip: Slip, now: datetime, *, if_still: bool) -> bool:
    """Marks the message as sent and the next one as begun, in the running transaction; False when it is somebody else's by now."""
    conditions = [*_ours(slip), _stamp == slip.truth] if if_still else _ours(slip)
    sent = update(_rows).where(*conditions).values(_sent(slip, now))
    set_ = int(db.session.execute(sent).rowcount) == 1  # type: ignore[attr-defined]  # an update gives a CursorResult
    if if_still and not set_:
        return False
    begun = [] if slip.following is None else [_line(slip.following, "started", slip.owner, now)]
    db.session.execute(insert(_log), [_line(slip.number, "accepted", slip.owner, now), *begun])
    if slip.folded:
        _tell_folded(slip, now)
    return set_


def begin(number: int, owner: str, now: datetime) -> None:
    """Says in the log that sending begins."""
    db.session.execute(insert(_log), [_line(number, "started", owner, now)])


class OpenMark:
    """A write transaction that is held open while the mail goes."""

    def __init__(self) -> None:
        self._transaction = writing()
        self._transaction.__enter__()

    def keep(self) -> None:
        """Commits it."""
        self._transaction.__exit__(None, None, None)

    def undo(self) -> None:
        """Takes it back."""
        try:
            db.session.rollback()
        finally:
            self._transaction.__exit__(None, None, None)


def _ours(slip: Slip) -> list[ColumnElement[bool]]:
    return [_rows.c.id == slip.number, _rows.c.leased_by == slip.owner, _rows.c.state == MessageState.leased]


def _sent(slip: Slip, now: datetime) -> dict[str, object]:
    return {
        "state": MessageState.sent,
        "sent_at": now,
        "leased_until": None,
        "last_words": "",
        "subject": slip.subject[:250],
        "text": slip.text,
    }


def _line(number: int, what: str, sender: str, now: datetime) -> dict[str, object]:
    return {"message_id": number, "at": now, "what": what, "sender": sender, "words": ""}


def _tell_folded(slip: Slip, now: datetime) -> None:
    """What a mail told in passing counts as sent."""
    told = update(_rows).where(_rows.c.id.in_(slip.folded), _rows.c.state == MessageState.pending)
    words = f"In the digest, message {slip.number}."
    db.session.execute(told.values(state=MessageState.sent, sent_at=now, last_words=words))
