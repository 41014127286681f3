"""What has been kept for long enough: one question for each period, which counts what is due and takes it away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, and_, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from planner.domain.retention import PERIODS
from planner.domain.states import UNSENT_MESSAGE_STATES
from planner.models.base import Base, db


class RetentionPeriod(Base):
    """A period that HR chose; without a row that of the table holds."""

    __tablename__ = "retention_periods"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    days: Mapped[int]


@dataclass(frozen=True)
class _Due:
    """Rows of a table that are due: emptied columns, or deleted where there are none."""

    table: str
    where: ColumnElement[bool]
    empty: dict[str, object]


def days_of() -> dict[str, int]:
    """key -> days, as chosen."""
    chosen = {row.key: row.days for row in db.session.scalars(select(RetentionPeriod))}
    return {key: chosen.get(key, period.days) for key, period in PERIODS.items()}


def choose_days(key: str, days: int) -> None:
    """In the running transaction."""
    row = db.session.get(RetentionPeriod, key)
    if row is None:
        db.session.add(RetentionPeriod(key=key, days=days))
    else:
        row.days = days


def count_due(key: str, before: datetime) -> int:
    """How many rows of this period are older than `before`; 0 for what is kept in files."""
    return sum(
        db.session.scalar(select(func.count()).select_from(_table(due.table)).where(due.where)) or 0
        for due in _DUE.get(key, _nothing)(before)
    )


def take_due_away(key: str, before: datetime) -> int:
    """Empties or deletes them, in the running transaction; how many."""
    count = count_due(key, before)
    for due in _DUE.get(key, _nothing)(before) if count else []:
        table = _table(due.table)
        question = update(table).where(due.where).values(due.empty) if due.empty else delete(table).where(due.where)
        db.session.execute(question)
    return count


def _table(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  # a Table whose columns nobody types
    return Base.metadata.tables[name]


def _nothing(_before: datetime) -> list[_Due]:
    return []


def _messages(before: datetime) -> list[_Due]:
    messages = _table("messages").c
    over = and_(messages.state.not_in(UNSENT_MESSAGE_STATES), func.coalesce(messages.sent_at, messages.due_at) < before)
    said = or_(messages.text != "", messages.subject != "")
    return [_Due("messages", and_(over, said), {"text": "", "subject": ""})]


def _deliveries(before: datetime) -> list[_Due]:
    attempts = _table("attempts").c
    return [_Due("attempts", and_(attempts.at < before, attempts.words != ""), {"words": ""})]


def _sign_ins(before: datetime) -> list[_Due]:
    return [_Due("sign_ins", _table("sign_ins").c.seen_at < before, {})]


def _replies(before: datetime) -> list[_Due]:
    return [_Due("calendar_replies", _table("calendar_replies").c.read_at < before, {})]


def _readers(before: datetime) -> list[_Due]:
    return [_Due("feed_readers", _table("feed_readers").c.last_at < before, {})]


def _reasons(before: datetime) -> list[_Due]:
    absences, owed, asks = _table("absences").c, _table("commitments").c, _table("substitute_asks").c
    return [
        _Due("absences", and_(absences.ends_on < before.date(), absences.reason != ""), {"reason": ""}),
        _Due("commitments", and_(owed.closed_at < before, owed.reason != ""), {"reason": ""}),
        _Due("substitute_asks", and_(asks.answered_at < before, asks.words != ""), {"words": ""}),
    ]


def _notes(before: datetime) -> list[_Due]:
    visits = _table("floor_visits").c
    return [_Due("floor_visits", and_(visits.visited_on < before.date(), visits.note != ""), {"note": ""})]


def _names(before: datetime) -> list[_Due]:
    insights = _table("insights").c
    over = and_(insights.told_back_on < before.date(), insights.submitter_id.is_not(None))
    return [_Due("insights", over, {"submitter_id": None})]


_DUE: dict[str, Callable[[datetime], list[_Due]]] = {
    "messages": _messages,
    "deliveries": _deliveries,
    "sign_ins": _sign_ins,
    "replies": _replies,
    "readers": _readers,
    "reasons": _reasons,
    "notes": _notes,
    "names": _names,
}
"""Periods of what is in the database; `outbox` and `copies` are files."""


def cutoff(now: datetime, days: int) -> datetime:
    """What is older has been kept for long enough."""
    return now - timedelta(days=days)
