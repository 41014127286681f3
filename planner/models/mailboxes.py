"""The mailbox to which answers come: how far it was read, and what went wrong last."""

from datetime import datetime

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.models.base import Base, Instant, db


class Mailbox(Base):
    """`name` says which mailbox of which server, without its password. Mails are numbered anew when `uid_validity` changes."""

    __tablename__ = "mailboxes"

    name: Mapped[str] = mapped_column(String(250), primary_key=True)
    uid_validity: Mapped[int] = mapped_column(BigInteger, default=0)
    last_uid: Mapped[int] = mapped_column(BigInteger, default=0)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str] = mapped_column(Text, default="")
    error_at: Mapped[datetime | None] = mapped_column(Instant)


def mailbox_named(name: str) -> Mailbox:
    """What is known of the mailbox, in the running transaction; a fresh row for one that was never read."""
    found = db.session.get(Mailbox, name)
    if found is None:
        found = Mailbox(name=name, uid_validity=0, last_uid=0, error="")
        db.session.add(found)
    return found


def known_mailbox(name: str) -> Mailbox | None:
    """The mailbox if it was ever looked at."""
    return db.session.get(Mailbox, name)
