"""The delivery queue: claiming messages by lease, marking each alone, and freeing what dead processes held.

Every function runs in the caller's write transaction. Marks are fenced: they touch a row only while its lease is the caller's.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import joinedload

from planner.domain.states import UNSENT_MESSAGE_STATES, MessageState
from planner.models.base import db, written_once
from planner.models.messages import IN_THE_QUEUE, URGENT, Attempt, Message
from planner.models.people import Person
from planner.models.ticks import restored_at

_rows = cast(Table, Message.__table__)


class Claimed(NamedTuple):
    """A row of the queue, and the state in which it was found."""

    id: int
    state: MessageState


def anything_to_do(now: datetime) -> bool:
    """Whether a message is due, too old, or held by somebody: asked before any lock is taken."""
    waiting = or_(Message.next_try_at <= now, Message.expires_at <= now)
    pending = select(Message.id).where(Message.state == MessageState.pending, waiting, Message.channel != "digest")
    leased = select(Message.id).where(Message.state == MessageState.leased)
    return any(db.session.scalar(question.limit(1)) is not None for question in (pending, leased))


def expire(now: datetime) -> int:
    """Ends what was not delivered while it was of use; how many."""
    ended = update(Message).where(Message.state == MessageState.pending, Message.expires_at <= now)
    words = func.coalesce(func.nullif(Message.last_words, ""), "It could not be delivered while it was of use.")
    return _count(ended.values(state=MessageState.expired, last_words=words))


def claim(owner: str, channels: Collection[str], now: datetime, until: datetime, limit: int) -> list[int]:
    """Numbers of due messages, sign-in links first and then the oldest, leased to `owner`; leases that have run out are taken over."""
    rows = _first_due(URGENT, channels, now, limit)
    if len(rows) < limit:
        rows += [row for row in _first_due(IN_THE_QUEUE, channels, now, limit - len(rows)) if row not in rows]
    for row in rows:
        if row.state is MessageState.leased:
            _close_unknown(row, now)
    taken = {"state": MessageState.leased, "leased_by": owner, "leased_until": until, "leases": Message.leases + 1}
    if rows:
        _count(update(Message).where(Message.id.in_([row.id for row in rows])).values(taken))
    return [row.id for row in rows]


def _first_due(condition: str, channels: Collection[str], now: datetime, limit: int) -> list[Claimed]:
    """Literal conditions, because neither database uses a partial index for a condition that is bound later."""
    due = and_(_rows.c.state == MessageState.pending, _rows.c.next_try_at <= now)
    lapsed = and_(_rows.c.state == MessageState.leased, _rows.c.leased_until < now)
    question = (
        select(_rows.c.id, _rows.c.state)
        .where(text(condition), or_(due, lapsed), _rows.c.channel.in_(channels), *_not_held_back())
        .order_by(_rows.c.due_at, _rows.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [Claimed(number, MessageState(state)) for number, state in db.session.execute(question)]


def held(message_id: int, owner: str) -> Message | None:
    """The message, read afresh, while its lease is still `owner`'s."""
    question = (
        select(Message)
        .where(Message.id == message_id, Message.leased_by == owner, Message.state == MessageState.leased)
        .options(joinedload(Message.recipient).joinedload(Person.site))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(question)


def log(message_id: int, what: str, sender: str, now: datetime, words: str = "") -> None:
    """Appends to the log of attempts."""
    db.session.add(Attempt(message_id=message_id, at=now, what=what, sender=sender, words=words[:2000]))


def attempts_of(message_id: int) -> int:
    """How often delivery was tried."""
    return db.session.scalar(select(Message.attempts).where(Message.id == message_id)) or 0


def mark_back(message_id: int, owner: str, next_try_at: datetime, words: str, *, tried: bool) -> bool:
    """Gives a message back for a later try; `tried` says that the try counts."""
    change: dict[str, object] = {"state": MessageState.pending, "next_try_at": next_try_at, "last_words": words}
    counts = {"attempts": Message.attempts + 1} if tried else {"leases": Message.leases - 1}
    return _mark(message_id, owner, **change, **counts, leased_by=None, leased_until=None)


def mark_elsewhere(message_id: int, owner: str, channel: str, now: datetime, words: str) -> bool:
    """Hands a message to another channel, at once and from the beginning. A post to a team ends here: its people are told anyway."""
    if db.session.scalar(select(Message.team_id).where(Message.id == message_id)) is not None:
        return mark_ended(message_id, owner, MessageState.dead, words)
    log(message_id, "handed on", owner, now, f"Now by {channel}.")
    fresh = {"state": MessageState.pending, "next_try_at": now, "attempts": 0, "leases": 0, "last_words": words}
    return _mark(message_id, owner, **fresh, channel=channel, leased_by=None, leased_until=None)


def keep_words(message_id: int, subject: str, text: str) -> None:
    """What could not be sent can still be read in the inbox."""
    kept = update(Message).where(Message.id == message_id, Message.state == MessageState.dead)
    _count(kept.values(subject=subject[:250], text=text))


def mark_ended(message_id: int, owner: str, state: MessageState, words: str) -> bool:
    """Dead, cancelled, expired or superseded, for good."""
    return _mark(message_id, owner, state=state, last_words=words, leased_by=None, leased_until=None)


def renew(owner: str, until: datetime) -> None:
    """Prolongs the leases of a batch."""
    _count(update(Message).where(*_held_by(owner)).values(leased_until=until))


def holds_any(owner: str) -> bool:
    """Whether the owner holds a lease."""
    return db.session.scalar(select(Message.id).where(*_held_by(owner)).limit(1)) is not None


def release(owner: str, begun: int | None, now: datetime) -> int:
    """Gives back everything that `owner` holds; the one that it had `begun`, but not sent, is closed in the log."""
    if begun is not None:
        log(begun, "withdrawn", owner, now)
    back = update(Message).where(*_held_by(owner))
    values = {"state": MessageState.pending, "leased_by": None, "leased_until": None, "leases": Message.leases - 1}
    return _count(back.values(values))


def lease_holders() -> list[str]:
    """Who holds leases at present."""
    question = select(Message.leased_by).where(Message.state == MessageState.leased).distinct()
    return [owner for owner in db.session.scalars(question) if owner]


def free(owner: str, now: datetime) -> int:
    """Takes the leases of a dead process away. A message that it had begun to send is logged as outcome unknown, and goes again."""
    rows = db.session.scalars(select(Message).where(*_held_by(owner)).with_for_update(skip_locked=True)).all()
    for row in rows:
        begun = _close_unknown(row, now)
        row.state, row.leased_by, row.leased_until = MessageState.pending, None, None
        row.leases -= 0 if begun else 1
    return len(rows)


def revive(message: Message, now: datetime) -> None:
    """Lets a dead or expired message go once more."""
    message.state, message.next_try_at, message.attempts, message.leases = MessageState.pending, now, 0, 0
    message.expires_at = max(message.expires_at, now + timedelta(days=1))


@written_once
def _oldest_due() -> Select[datetime]:
    refused = exists().where(Attempt.message_id == Message.id, Attempt.what.in_(("delayed", "unknown")))
    since = case((and_(Message.last_words != "", refused), Message.due_at), else_=Message.next_try_at)
    unsent = (Message.state.in_(UNSENT_MESSAGE_STATES), Message.channel != "digest")
    return select(func.min(since)).where(*unsent, since <= bindparam("now"))


def oldest_due(now: datetime) -> datetime | None:
    """When the oldest message that should have gone by now was due; None when nothing waits.

    One that was refused waits since it was due, not since its next try: those move ever further away while the mail server is down.
    One that was put off rightly, by a snooze, waits for its next try.
    """
    return db.session.scalar(_oldest_due(), {"now": now})


def _close_unknown(row: Message | Claimed, now: datetime) -> bool:
    """Whether somebody had begun to send it."""
    last = db.session.scalar(select(Attempt).where(Attempt.message_id == row.id).order_by(Attempt.id.desc()).limit(1))
    if last is not None and last.what == "started":
        log(row.id, "unknown", last.sender, now, "The sender died; whether the mail went out is not known.")
        return True
    return False


def _not_held_back() -> list[ColumnElement[bool]]:
    """After a restore, what was due before it waits for a word from HR: it may have gone already."""
    until = restored_at()
    return [] if until is None else [or_(_rows.c.due_at > until, _rows.c.name == "sign-in")]


def _held_by(owner: str) -> tuple[ColumnElement[bool], ...]:
    return Message.leased_by == owner, Message.state == MessageState.leased


def _mark(message_id: int, owner: str, **values: object) -> bool:
    return _count(update(Message).where(Message.id == message_id, *_held_by(owner)).values(**values)) == 1


def _count(question: Update) -> int:
    result = db.session.execute(question, execution_options={"synchronize_session": False})
    return int(result.rowcount)  # type: ignore[attr-defined]  # an update gives a CursorResult
