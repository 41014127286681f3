"""The audit log: who did what to which thing, when. Rows are added in the transaction that they tell of, and never changed.

The database itself refuses to change or delete one. Erasing a person is the one exception, behind a gate (`audit_chain`).
"""

import secrets
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.audit_changes import changes_of
from planner.models.base import Base, Instant, db
from planner.models.people import Person


class AuditRow(Base):
    __tablename__ = "audit_rows"
    __table_args__ = (Index("ix_audit_rows_thing_thing_id", "thing", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    act: Mapped[str] = mapped_column(String(60))
    thing: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int | None]
    sentence: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """More than the sentence says; `changed` has {column: [before, after]}."""
    salt: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16))
    """Goes into the hash of the words; empty once somebody was erased from them."""

    by: Mapped[Person | None] = relationship()


def note(
    act: str,
    thing: str,
    thing_id: int | None,
    sentence: str,
    *,
    by: Person | None,
    now: datetime,
    facts: dict[str, object] | None = None,
) -> None:
    """Adds an audit row to the running transaction."""
    changed = changes_of(db.session(), thing, thing_id)
    row = AuditRow(
        at=now,
        by_id=by.id if by else None,
        act=act,
        thing=thing,
        thing_id=thing_id,
        sentence=sentence,
        facts={**(facts or {}), **({"changed": changed} if changed else {})},
    )
    db.session.add(row)
