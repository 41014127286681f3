"""What waits for a word from HR: everything, while the clock is in doubt; after a restore, what was due before it.

Each hold is a row of the ticks, there while it holds.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, text, update

from planner.domain.states import MessageState
from planner.models.base import db, writing
from planner.models.messages import DIGEST, Attempt, Message
from planner.models.ticks import RESTORED, Tick, last_tick, record_tick, restored_at
from planner.models.truth import truth_number

CLOCK = "clock in doubt"


def database_clock() -> datetime | None:
    """What the clock of the database's server says; None on SQLite, which has none of its own."""
    if db.session.get_bind().dialect.name != "postgresql":
        return None
    found: datetime = db.session.execute(text("SELECT clock_timestamp()")).scalar_one()
    db.session.rollback()
    return found


def clock_is_held() -> bool:
    """Whether a worker doubts the clock, and HR has not said that it is right."""
    return last_tick(CLOCK) is not None


def hold_for_clock(now: datetime) -> None:
    """Says that the clock, which shows `now`, is in doubt. Asked again, it changes nothing."""
    if not clock_is_held():
        with writing():
            record_tick(CLOCK, now)


def release_clock() -> None:
    """The clock is right."""
    _end(CLOCK)


def note_restore(now: datetime, folder: Path) -> bool:
    """Notices that the database is older than what a worker of this machine last saw of it, and holds back what was due by `now`.

    What counts is the log of deliveries, not a clock: clocks are set back as well. Somebody's erasure takes lines from the log, too, but
    raises the stamp of the truth.
    """
    seen = _seen(folder)
    if seen is None:
        return False
    lines, truth = _extent()
    if lines >= seen[0] or truth > seen[1]:
        return False
    with writing():
        record_tick(RESTORED, now)
    (folder / _FILE).unlink()
    return True


def remember_extent(folder: Path) -> None:
    """Keeps beside the database how far it has come, so that an older one is known as such."""
    (folder / _FILE).write_text("{} {}".format(*_extent()))


_FILE = "last-look"


def _extent() -> tuple[int, int]:
    return db.session.scalar(select(func.max(Attempt.id))) or 0, truth_number()


def _seen(folder: Path) -> tuple[int, int] | None:
    try:
        lines, truth = (folder / _FILE).read_text().split()
        return int(lines), int(truth)
    except (OSError, ValueError):
        return None


def held_back() -> int:
    """How many messages wait because the database was restored."""
    until = restored_at()
    if until is None:
        return 0
    waiting = (Message.state == MessageState.pending, Message.due_at <= until, Message.name != "sign-in")
    question = select(func.count()).select_from(Message).where(*waiting, Message.channel != DIGEST)
    return db.session.scalar(question) or 0


def send_held_back() -> int:
    """Lets what was held back after a restore go; how many."""
    count = held_back()
    _end(RESTORED)
    return count


def drop_held_back() -> int:
    """Ends what was held back after a restore; how many."""
    count, until = held_back(), restored_at()
    with writing():
        waiting = update(Message).where(
            Message.state == MessageState.pending,
            Message.due_at <= until,
            Message.name != "sign-in",
            Message.channel != DIGEST,
        )
        words = "The database was restored, and HR said that this had gone before."
        db.session.execute(waiting.values(state=MessageState.superseded, last_words=words))
        _end(RESTORED)
    return count


def _end(name: str) -> None:
    with writing():
        tick = db.session.get(Tick, name)
        if tick is not None:
            db.session.delete(tick)
