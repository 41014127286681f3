"""Events twice: as HR edits them in the draft, and as they were last published. Feeds and reminders see the published ones only."""

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import (
    JSON,
    Boolean,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    func,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, declared_attr, joinedload, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from planner.domain.instants import resolve
from planner.domain.kinds import EventKind
from planner.domain.states import EventState
from planner.models.activities import Activity
from planner.models.base import Base, Instant, db, words
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.portions import portions
from planner.models.sites import Site
from planner.models.teams import Team

if TYPE_CHECKING:
    from planner.models.versions import Version


class Placement:
    """What an event is, where and when: the columns that the draft and the published row share.

    The wall time and its zone are what people agreed on; the two instants are derived from them and derived again when zone rules change.
    A policy review has no team of its own: the policy's teams take part. An event without team is for its site; without site for everyone.
    """

    kind: Mapped[EventKind] = mapped_column(words(EventKind))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    wall_start: Mapped[datetime] = mapped_column(DateTime())
    minutes: Mapped[int]
    zone: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    all_day: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whole local days: `minutes` is then a multiple of 1440."""
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    cancelled: Mapped[bool] = mapped_column(Boolean, default=False)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"), index=True)
    cadence_id: Mapped[int | None] = mapped_column(ForeignKey("cadences.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    policy_id: Mapped[int | None] = mapped_column(ForeignKey("policies.id"))

    @declared_attr
    @classmethod
    def activity(cls) -> Mapped[Activity | None]:
        return relationship(foreign_keys=[cls.activity_id])

    @declared_attr
    @classmethod
    def site(cls) -> Mapped[Site | None]:
        return relationship(foreign_keys=[cls.site_id])

    @declared_attr
    @classmethod
    def team(cls) -> Mapped[Team | None]:
        return relationship(foreign_keys=[cls.team_id])

    @declared_attr
    @classmethod
    def leader(cls) -> Mapped[Person | None]:
        return relationship(foreign_keys=[cls.leader_id])

    @declared_attr
    @classmethod
    def policy(cls) -> Mapped[Policy | None]:
        return relationship(foreign_keys=[cls.policy_id])


PLACEMENT = (
    "kind", "title", "description", "wall_start", "minutes", "zone", "starts_at", "ends_at", "all_day", "place", "link", "cancelled",
    "activity_id", "cadence_id", "site_id", "team_id", "leader_id", "policy_id",
)  # fmt: skip
"""The columns that publishing copies from the draft to the published row."""

BELONGING = ("site_id", "team_id", "leader_id", "policy_id")
"""Whom it is for, and who leads it: what calendars are made by."""
CALENDAR = ("program_id", "wall_start", "kind", *BELONGING, "cancelled")  # one index: a year is counted by it alone


class Event(Placement, Base):
    """The event as HR works on it. `uid` is made once and never changes; `pinned` means that a person set it by hand."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_program_id_starts_at", "program_id", "starts_at"),
        Index("ix_events_calendar", *CALENDAR),
        *(Index(f"ix_events_{column}", column) for column in BELONGING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    pinned: Mapped[bool] = mapped_column(Boolean, default=False)
    generated: Mapped[bool] = mapped_column(Boolean, default=False)
    """Made by the generator, which may replace it unless it is pinned."""
    why: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Sentences that say why it is where it is."""
    broken: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Sentences that say which rules it breaks, when it was moved anyway or no legal place was found."""
    outcome: Mapped[EventState | None] = mapped_column(words(EventState))
    """Done or missed, once somebody said so; not part of the draft."""
    bundle: Mapped[str | None] = mapped_column(String(36), index=True)
    """Shared by the occurrences of one event: an occurrence a shift, or its waves. Editing one offers the others."""
    waves: Mapped[int] = mapped_column(default=1)
    """In how many waves its people leave the phones; this event is one of them, and takes that share of the team."""
    revision: Mapped[int] = mapped_column()

    published: Mapped["PublishedEvent | None"] = relationship(back_populates="event")

    __mapper_args__ = {"version_id_col": revision}


class PublishedEvent(Placement, Base):
    """The event as the calendar shows it. `sequence` rises when date, time, place or state changes; `fragment` is its VEVENT as text."""

    __tablename__ = "published_events"
    __table_args__ = (
        Index("ix_published_events_program_id_starts_at", "program_id", "starts_at"),
        Index("ix_published_events_calendar", *CALENDAR),
        Index("ix_published_events_starts_at", "starts_at"),
        *(Index(f"ix_published_events_{column}_ends_at", column, "ends_at") for column in ("kind", *BELONGING)),
    )
    # With the end beside whom it is for: feeds ask for what is not long over, and years behind must not make them slower.

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    """The version that last changed it."""
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    fragment: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    stamp: Mapped[int] = mapped_column(default=0, index=True)
    """The calendar's stamp when it last changed; set by `stamps`."""

    event: Mapped[Event] = relationship(back_populates="published")
    version: Mapped["Version"] = relationship()


def take_over(published: PublishedEvent, event: Event) -> None:
    """The published row becomes what the draft is. What stands beside the event is taken from there as well: its text can be written before
    the row is, and a year goes into the database once instead of twice."""
    for name in PLACEMENT:
        setattr(published, name, getattr(event, name))
    for name in ("site", "team", "leader", "policy"):
        set_committed_value(published, name, getattr(event, name))


EventRow = type[Event] | type[PublishedEvent]
Placed = TypeVar("Placed", Event, PublishedEvent)


def event_with(event_id: int) -> Event | None:
    """The event with this number, with all that its page names."""
    beside = [
        joinedload(getattr(Event, name)) for name in ("activity", "team", "site", "leader", "policy", "published")
    ]
    return db.session.scalar(select(Event).options(*beside).where(Event.id == event_id))


def events_over(program_id: int, before: datetime) -> list[Event]:
    """The published events of a program that ended before an instant, in their order."""
    question = (
        select(Event).join(PublishedEvent).where(Event.program_id == program_id, PublishedEvent.ends_at <= before)
    )
    beside = (joinedload(Event.team).joinedload(Team.lead), joinedload(Event.leader), joinedload(Event.policy))
    return list(db.session.scalars(question.options(*beside).order_by(PublishedEvent.ends_at, Event.id)))


def unwritten_events() -> list[int]:
    """The published events that could not be written for calendars: no feed holds them."""
    question = select(PublishedEvent.event_id).where(func.length(PublishedEvent.fragment) == 0)
    return list(db.session.scalars(question.order_by(PublishedEvent.event_id)))


def misplaced(now: datetime) -> list[Event | PublishedEvent]:
    """What is still to come, in the draft or published, and whose instant is not what the zone rules of today make of its wall time."""
    return [*_misplaced(Event, Event.id, now), *_misplaced(PublishedEvent, PublishedEvent.event_id, now)]


def _misplaced(row: type[Placed], number: InstrumentedAttribute[int], now: datetime) -> list[Placed]:
    question = select(number, row.wall_start, row.zone, row.starts_at).where(row.ends_at > now)
    wrong = [found for found, wall, zone, at in db.session.execute(question) if at != resolve(wall, zone)]
    return [one for part in portions(wrong) for one in db.session.scalars(select(row).where(number.in_(part)))]
