"""Sheets that were handed in and wait for their preview to be confirmed: kept for an hour, so that nothing is uploaded twice."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, String, delete
from sqlalchemy.orm import Mapped, mapped_column, undefer

from planner.models.base import Base, Instant, db

KEPT_FOR = timedelta(hours=1)


class Upload(Base):
    """In the database and not in a folder, because another machine may serve the next page. `name` is random."""

    __tablename__ = "uploads"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    """What the file was called on the reader's machine."""
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    made_at: Mapped[datetime] = mapped_column(Instant, index=True)


def upload_named(name: str, person_id: int, now: datetime) -> Upload | None:
    """The person's own upload of this name with its bytes, while it is kept."""
    upload = db.session.get(Upload, name, options=[undefer(Upload.data)])
    if upload is None or upload.person_id != person_id or upload.made_at + KEPT_FOR <= now:
        return None
    return upload


def forget_old_uploads(now: datetime) -> None:
    """Removes, in the running transaction, what nobody confirmed within the hour."""
    db.session.execute(delete(Upload).where(Upload.made_at <= now - KEPT_FOR))
