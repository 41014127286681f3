"""Messages: one thing to one recipient by one channel, a row before it is sent, with a log of every attempt."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.domain.states import MessageState
from planner.models.base import Base, Instant, words
from planner.models.people import Person


class Message(Base):
    """`key` makes it unique: thing, the thing's version of time, step and recipient."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_state_next_try_at", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(20), default="email")
    recipient_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    about: Mapped[str] = mapped_column(String(20))
    """What it is about: "commitment", "event", "version" or "person"."""
    about_id: Mapped[int]
    time_version: Mapped[int] = mapped_column(default=1)
    step: Mapped[str] = mapped_column(String(40), default="")
    facts: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """What the words need and the thing itself no longer tells, such as the time before a move."""
    optional: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[MessageState] = mapped_column(words(MessageState), default=MessageState.pending)
    due_at: Mapped[datetime] = mapped_column(Instant)
    next_try_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    leases: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str | None] = mapped_column(String(80))
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    message_id: Mapped[str] = mapped_column(String(120))
    """The Message-ID header: a hash of the key, so that a repeat after a crash is the same mail."""
    last_words: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)

    recipient: Mapped[Person] = relationship()
    log: Mapped[list["Attempt"]] = relationship(
        back_populates="of", order_by="Attempt.id", cascade="all, delete-orphan"
    )


class Attempt(Base):
    """Appended, never changed: started, accepted, refused, or outcome unknown."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    what: Mapped[str] = mapped_column(String(20))
    sender: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text, default="")

    of: Mapped[Message] = relationship(back_populates="log")
