"""Night audits: what should have been sent in the last seven days, worked out anew, beside what was; a row a night."""

from datetime import date, datetime

from sqlalchemy import JSON, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from planner.models.base import Base, Instant, db

KEPT = 60
"""Nights that are kept."""


class NightAudit(Base):
    """Counts of messages by what became of them; `missing` are steps of ladders that were due and have no row at all.

    `differences` are the first hundred: [{"what": word of a count, "name": of the message, "due": ISO instant, "title": what it is
    about, "message": number or 0, "words": the other side's}, …].
    """

    __tablename__ = "night_audits"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(Instant)
    due: Mapped[int]
    delivered: Mapped[int]
    refused: Mapped[int]
    expired: Mapped[int]
    waiting: Mapped[int]
    missing: Mapped[int]
    coming: Mapped[int]
    """How many the next seven days hold, by the ladders' rules as everything stands."""
    stale: Mapped[int]
    """Of what waits for the next seven days: how many nothing asks for any more; each is stopped when its turn comes."""
    differences: Mapped[list[dict[str, object]]] = mapped_column(JSON)

    @property
    def good(self) -> bool:
        """Whether everything that was due was delivered."""
        return self.due == self.delivered

    @property
    def in_words(self) -> str:
        """ "214 due, 213 delivered, 1 refused"."""
        others = {
            "refused": self.refused,
            "too late to send": self.expired,
            "still waiting": self.waiting,
            "never written down": self.missing,
        }
        said = [f"{count} {words}" for words, count in others.items() if count]
        return ", ".join([f"{self.due} due", f"{self.delivered} delivered", *said])


def last_audit() -> NightAudit | None:
    """The latest night."""
    return db.session.scalar(select(NightAudit).order_by(NightAudit.day.desc()).limit(1))


def audits() -> list[NightAudit]:
    """Every night that is kept, the latest first."""
    return list(db.session.scalars(select(NightAudit).order_by(NightAudit.day.desc()).limit(KEPT)))


def audit_of(day: date) -> NightAudit | None:
    """The audit of one night."""
    return db.session.scalar(select(NightAudit).where(NightAudit.day == day))


def forget_old() -> None:
    """Keeps the latest nights, in the running transaction."""
    kept = select(NightAudit.id).order_by(NightAudit.day.desc()).limit(KEPT)
    db.session.flush()
    db.session.execute(delete(NightAudit).where(NightAudit.id.not_in(kept)))
