"""Messages: one thing to one recipient by one channel, a row before it is sent, with a log of every attempt."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.domain.states import UNSENT_MESSAGE_STATES, MessageState
from planner.models.base import Base, Instant, db, words
from planner.models.people import Person
from planner.models.portions import portions
from planner.models.teams import Team
from planner.models.ways import channels_of

ROWS_AT_ONCE = 400
"""SQLite takes at most 32,766 values in a statement."""
MAIL = "email"
DIGEST = "digest"
BY_MAIL_ALONE = frozenset({"sign-in", "invitation", "invitation-update", "invitation-cancel", "invitation-stays"})
"""Messages that nothing else can carry: a link that signs somebody in belongs in no chat, and calendars read invitations from mails."""


IN_THE_QUEUE = "state IN ('pending', 'leased')"
URGENT = f"{IN_THE_QUEUE} AND name = 'sign-in'"
"""Somebody waits at the door for a sign-in link: it goes before the thousand mails of a year that was just published."""


OPTIONAL = frozenset({"digest", "feed-behind", "year-published"})
"""What somebody may leave. Everything else is about what they owe, or a change that concerns them."""


class Message(Base):
    """`key` makes it unique: thing, the thing's version of time, step and recipient."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_state_next_try_at", "state", "next_try_at"),
        Index("ix_messages_about_about_id", "about", "about_id"),
        Index("ix_messages_recipient_id_next_try_at", "recipient_id", "next_try_at"),
        Index(
            "ix_messages_waiting", "due_at", "id", sqlite_where=text(IN_THE_QUEUE), postgresql_where=text(IN_THE_QUEUE)
        ),
        Index("ix_messages_urgent", "due_at", "id", sqlite_where=text(URGENT), postgresql_where=text(URGENT)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(20), default="email")
    """A name of the channel registry, or "digest" for what waits for the person's weekly digest."""
    recipient_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    """Set for what is posted into a team's chat; the recipient is then only the one in whose words and zone it is written."""
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
    subject: Mapped[str] = mapped_column(String(250), default="")
    """As it was sent."""
    text: Mapped[str] = mapped_column(Text, default="")
    """The text part as it was sent; empty for what must not be read again, such as a sign-in link."""
    made_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the recipient opened it in the inbox."""

    recipient: Mapped[Person] = relationship()
    team: Mapped[Team | None] = relationship()
    log: Mapped[list["Attempt"]] = relationship(
        back_populates="of", order_by="Attempt.id", cascade="all, delete-orphan"
    )

    @property
    def unsent(self) -> bool:
        return self.state in UNSENT_MESSAGE_STATES


class Attempt(Base):
    """Appended, never changed: started, accepted, refused, delayed, or outcome unknown."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    what: Mapped[str] = mapped_column(String(20))
    sender: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text, default="")

    of: Mapped[Message] = relationship(back_populates="log")


class Declined(Base):
    """An optional message that somebody no longer wants, by its name."""

    __tablename__ = "declined_messages"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)


def insert_new(rows: Iterable[dict[str, object]]) -> int:
    """Inserts message rows whose key is not there yet, in the running transaction; how many were new. Ids are not returned.

    A row for e-mail takes the way that its recipient has chosen.
    """
    from sqlalchemy.dialects import postgresql, sqlite

    values = _their_way(list(rows))
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    added = 0
    for first in range(0, len(values), ROWS_AT_ONCE):
        question = dialect.insert(Message).values(values[first : first + ROWS_AT_ONCE])
        fresh = question.on_conflict_do_nothing(index_elements=["key"]).returning(Message.id)
        # The count of rows is −1 on PostgreSQL, so those that came back are counted.
        added += len(db.session.execute(fresh).all())
    return added


def _their_way(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    free = [row for row in rows if row["channel"] == MAIL and row["name"] not in BY_MAIL_ALONE]
    chosen = channels_of({cast(int, row["recipient_id"]) for row in free})
    for row in free:
        row["channel"] = chosen.get(cast(int, row["recipient_id"]), MAIL)
    return rows


def redirect_waiting(person_id: int, channel: str) -> None:
    """What waits for this person goes the new way, in the running transaction; what waits for the digest stays there."""
    waiting = update(Message).where(
        Message.recipient_id == person_id,
        Message.team_id.is_(None),
        Message.state == MessageState.pending,
        Message.channel != DIGEST,
        Message.name.not_in(BY_MAIL_ALONE),
    )
    db.session.execute(waiting.values(channel=channel), execution_options={"synchronize_session": False})


def newest_message() -> int:
    """The number of the newest message; 0 before the first."""
    return db.session.scalar(select(func.max(Message.id))) or 0


def message_with(message_id: int) -> Message | None:
    """The message with this number."""
    return db.session.get(Message, message_id)


def unsent_about(about: str, ids: Iterable[int]) -> list[Message]:
    """Messages about these things that have not gone out."""
    question = select(Message).where(Message.about == about, Message.state.in_(UNSENT_MESSAGE_STATES))
    parts = (question.where(Message.about_id.in_(part)) for part in portions(ids))
    return [row for part in parts for row in db.session.scalars(part)]


def carry_over(event_id: int, old: int, new: int) -> None:
    """The event's sequence rises although it is no later and no other: what was sent or waits for the old one holds for the new one."""
    question = select(Message).where(
        Message.about == "event", Message.about_id == event_id, Message.time_version == old
    )
    for message in db.session.scalars(question):
        message.time_version, message.key = new, f"event:{event_id}:{new}:{message.key.split(':', 3)[3]}"


def waiting_for(person_id: int) -> list[Message]:
    """Messages to this person that nobody has begun to send; what is for a team's chat is not theirs."""
    theirs = (Message.recipient_id == person_id, Message.team_id.is_(None))
    question = select(Message).where(*theirs, Message.state == MessageState.pending)
    return list(db.session.scalars(question))


def made_for(person_id: int, now: datetime) -> list[Message]:
    """What was written to this person at this very instant about events and versions, and waits."""
    question = select(Message).where(
        Message.recipient_id == person_id,
        Message.team_id.is_(None),
        Message.state == MessageState.pending,
        Message.made_at == now,
        Message.about.in_(("event", "version")),
    )
    return list(db.session.scalars(question))


def those_without(name: str) -> frozenset[int]:
    """Who does not want the optional message of this name."""
    return frozenset(db.session.scalars(select(Declined.person_id).where(Declined.name == name)))


def declined_by(person_id: int) -> frozenset[str]:
    """The optional messages that this person does not want."""
    return frozenset(db.session.scalars(select(Declined.name).where(Declined.person_id == person_id)))


def has_declined(person_id: int, name: str) -> bool:
    """Whether the person no longer wants the optional message of this name."""
    return db.session.get(Declined, (person_id, name)) is not None
