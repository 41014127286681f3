"""When leaders are busy by their own calendars: the address that is read, how reading went, and intervals without a title."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base, Instant, db
from planner.models.events import Event
from planner.models.people import Person

ROWS_AT_ONCE = 400


class BusyCalendar(Base):
    """One published calendar of one person. Its address opens it for everybody who knows it, so that no page shows it again."""

    __tablename__ = "busy_calendars"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    address: Mapped[str] = mapped_column(String(2000))
    made_at: Mapped[datetime] = mapped_column(Instant)
    etag: Mapped[str] = mapped_column(String(500), default="")
    last_modified: Mapped[str] = mapped_column(String(100), default="")
    """Both as the server wrote them; sent back so that an unchanged calendar costs nothing."""
    covers_from: Mapped[datetime | None] = mapped_column(Instant)
    covers_until: Mapped[datetime | None] = mapped_column(Instant)
    """The stretch for which the intervals were worked out; another one needs the whole calendar again."""
    whole_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the whole calendar was last read, not only found unchanged."""
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    next_at: Mapped[datetime] = mapped_column(Instant, index=True)
    failures: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    """What was left out, in a sentence."""

    person: Mapped[Person] = relationship()


class BusyTime(Base):
    """A stretch in which somebody is busy; nothing else is kept of it."""

    __tablename__ = "busy_times"
    __table_args__ = (Index("ix_busy_times_calendar_id_starts_at", "calendar_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("busy_calendars.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)


Interval = tuple[datetime, datetime]


def calendar_of(person_id: int) -> BusyCalendar | None:
    """The calendar that is read for this person."""
    return db.session.scalar(select(BusyCalendar).where(BusyCalendar.person_id == person_id))


def calendar_with(calendar_id: int) -> BusyCalendar | None:
    """The calendar with this number, read afresh."""
    return db.session.get(BusyCalendar, calendar_id, populate_existing=True)


def calendars_due(now: datetime, limit: int) -> list[int]:
    """Numbers of calendars that should be looked at, the longest overdue first; those of people who left are passed over."""
    question = (
        select(BusyCalendar.id)
        .join(Person, Person.id == BusyCalendar.person_id)
        .where(BusyCalendar.next_at <= now, Person.deactivated_at.is_(None))
        .order_by(BusyCalendar.next_at, BusyCalendar.id)
    )
    return list(db.session.scalars(question.limit(limit)))


def replace_times(calendar_id: int, times: Iterable[Interval]) -> None:
    """Puts these intervals in the place of the old ones, in the running transaction."""
    forget_times(calendar_id)
    rows = [{"calendar_id": calendar_id, "starts_at": start, "ends_at": end} for start, end in times]
    for first in range(0, len(rows), ROWS_AT_ONCE):
        db.session.execute(insert(BusyTime), rows[first : first + ROWS_AT_ONCE])


def forget_times(calendar_id: int) -> None:
    """Removes all intervals of a calendar, in the running transaction."""
    db.session.execute(delete(BusyTime).where(BusyTime.calendar_id == calendar_id))


def busy_between(person_id: int, since: datetime, until: datetime) -> list[Interval]:
    """When the person is busy by their own calendar, in order."""
    question = (
        select(BusyTime.starts_at, BusyTime.ends_at)
        .join(BusyCalendar, BusyCalendar.id == BusyTime.calendar_id)
        .where(BusyCalendar.person_id == person_id, BusyTime.ends_at > since, BusyTime.starts_at < until)
        .order_by(BusyTime.starts_at)
    )
    return [(start, end) for start, end in db.session.execute(question)]


def busy_of(people: Collection[int], since: datetime, until: datetime) -> dict[int, list[Interval]]:
    """The same for many people in one question."""
    question = (
        select(BusyCalendar.person_id, BusyTime.starts_at, BusyTime.ends_at)
        .join(BusyTime, BusyCalendar.id == BusyTime.calendar_id)
        .where(BusyCalendar.person_id.in_(people), BusyTime.ends_at > since, BusyTime.starts_at < until)
        .order_by(BusyTime.starts_at)
    )
    found: dict[int, list[Interval]] = {}
    for person, start, end in db.session.execute(question):
        found.setdefault(person, []).append((start, end))
    return found


def count_to_come(person_id: int, now: datetime) -> int:
    """How many busy times are still ahead."""
    question = select(func.count()).select_from(BusyTime).join(BusyCalendar, BusyCalendar.id == BusyTime.calendar_id)
    return db.session.scalar(question.where(BusyCalendar.person_id == person_id, BusyTime.ends_at > now)) or 0


def all_busy_calendars() -> list[BusyCalendar]:
    """Every calendar that is read, by name of its person."""
    return list(
        db.session.scalars(select(BusyCalendar).join(Person, Person.id == BusyCalendar.person_id).order_by(Person.name))
    )


def our_uids() -> frozenset[str]:
    """UIDs of Planner's own events: they come back in the calendars of people who subscribe, and are no conflict with themselves."""
    return frozenset(db.session.scalars(select(Event.uid)))


def calendars_among(people: Collection[int]) -> dict[int, BusyCalendar]:
    """The calendars that are read for these people."""
    question = select(BusyCalendar).where(BusyCalendar.person_id.in_(people))
    return {calendar.person_id: calendar for calendar in db.session.scalars(question)}
