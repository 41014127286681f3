"""Feeds: whose token opens which events, and which calendars read them. The token itself is shown once and never kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, bindparam, func, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from planner.models.base import Base, Instant, db
from planner.models.people import Person
from planner.models.portions import portions

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination
    from sqlalchemy import ColumnElement

PER_PAGE = 50


class Feed(Base):
    """`scope` names an entry of the scope registry; `scope_ref` says which team, site, person, kind or program.

    One row a person, scope and level: making it again after it was revoked gives the same row a new token.
    """

    __tablename__ = "feeds"
    __table_args__ = (
        UniqueConstraint("person_id", "scope", "scope_ref", "level"),
        Index("ix_feeds_last_fetched_at", "last_fetched_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    scope: Mapped[str] = mapped_column(String(20))
    scope_ref: Mapped[str] = mapped_column(String(80))
    level: Mapped[str] = mapped_column(String(10), default="full")
    """A name of the level registry: full, titles or busy."""
    alarm_minutes: Mapped[int | None]
    """How long before each event a calendar may ring; None for silence. Many calendars drop it."""
    keep_cancelled: Mapped[bool] = mapped_column(default=False)
    """Shows what is cancelled as an ordinary event whose title says so: Google hides what is marked as cancelled."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token_start: Mapped[str] = mapped_column(String(6), default="")
    """How its secret begins, so that people know an address again; empty for those that were made before it was kept."""
    made_at: Mapped[datetime] = mapped_column(Instant)
    """When the present token was made."""
    last_fetched_at: Mapped[datetime | None] = mapped_column(Instant)
    last_client: Mapped[str] = mapped_column(String(120), default="")
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    """Revoked so that calendars empty themselves: they are served one event that says so for 30 days, then 410."""

    person: Mapped[Person] = relationship()
    readers: Mapped[list["FeedReader"]] = relationship(
        order_by="FeedReader.last_at.desc()", cascade="all, delete-orphan", passive_deletes=True
    )


class FeedReader(Base):
    """One calendar program that reads a feed, as it names itself."""

    __tablename__ = "feed_readers"

    feed_id: Mapped[int] = mapped_column(ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True)
    client: Mapped[str] = mapped_column(String(120), primary_key=True)
    last_at: Mapped[datetime] = mapped_column(Instant)
    fetches: Mapped[int] = mapped_column(default=0)


class Fetch(NamedTuple):
    """Somebody's calendar asked for a feed."""

    feed_id: int
    client: str
    at: datetime
    times: int


def feed_with(feed_id: int) -> Feed | None:
    """The feed with this number, with its person."""
    return db.session.get(Feed, feed_id, options=[joinedload(Feed.person)])


def feeds_of(person: Person) -> list[Feed]:
    """The person's feeds that are in use, the oldest first, with the calendars that read them."""
    question = select(Feed).where(Feed.person_id == person.id, Feed.revoked_at.is_(None))
    return list(db.session.scalars(question.options(selectinload(Feed.readers)).order_by(Feed.id)))


def every_feed(page: int = 1) -> "Pagination":
    """A page of the feeds in use, with their people and the calendars that read them; those that nobody read for longest come first."""
    question = select(Feed).where(Feed.revoked_at.is_(None))
    question = question.options(joinedload(Feed.person), selectinload(Feed.readers))
    return db.paginate(question.order_by(_used_at(), Feed.id), page=max(page, 1), per_page=PER_PAGE, error_out=False)


def _used_at() -> "ColumnElement[datetime]":
    """When a feed was read last; one that never was counts from when it was made."""
    return func.coalesce(Feed.last_fetched_at, Feed.made_at)


def unused_feeds(since: datetime) -> list[Feed]:
    """Feeds in use that nobody read since then, with their people."""
    question = select(Feed).where(Feed.revoked_at.is_(None), _used_at() < since)
    return list(db.session.scalars(question.options(joinedload(Feed.person)).order_by(Feed.id)))


def feed_by_hash(token_hash: str) -> Feed | None:
    """The feed whose token has this hash."""
    return db.session.scalar(select(Feed).where(Feed.token_hash == token_hash))


def tokens_of(person_id: int) -> list[str]:
    """The hashes of the tokens of this person's feeds, revoked ones too."""
    return list(db.session.scalars(select(Feed.token_hash).where(Feed.person_id == person_id)))


def feed_like(person: Person, scope: str, ref: str, level: str) -> Feed | None:
    """The person's feed of this scope and level, revoked or not."""
    return db.session.scalar(
        select(Feed).where(Feed.person_id == person.id, Feed.scope == scope, Feed.scope_ref == ref, Feed.level == level)
    )


def feeds_read(fetches: Iterable[Fetch]) -> list[Feed]:
    """The feeds that were fetched and are still there, with their people and the calendars that read them."""
    beside = (joinedload(Feed.person), selectinload(Feed.readers))
    parts = (
        select(Feed).where(Feed.id.in_(part)).options(*beside) for part in portions(fetch.feed_id for fetch in fetches)
    )
    return [feed for question in parts for feed in db.session.scalars(question)]


_TABLE = Base.metadata.tables["feeds"]
_FETCHED = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("feed"))
    .values(last_fetched_at=bindparam("at"), last_client=bindparam("client"))
)


def record(fetches: Sequence[Fetch]) -> None:
    """Notes, in the running transaction, who read which feed when. Feeds that are gone meanwhile are passed over."""
    here: set[int] = set()
    known: dict[tuple[int, str], FeedReader] = {}
    for part in portions(fetch.feed_id for fetch in fetches):
        here |= set(db.session.scalars(select(Feed.id).where(Feed.id.in_(part))))
        readers = db.session.scalars(select(FeedReader).where(FeedReader.feed_id.in_(part)))
        known.update({(reader.feed_id, reader.client): reader for reader in readers})
    noted = [fetch for fetch in fetches if fetch.feed_id in here]
    if noted:
        values = [{"feed": fetch.feed_id, "at": fetch.at, "client": fetch.client} for fetch in noted]
        db.session.connection().execute(_FETCHED, values)
    for fetch in noted:
        _count(fetch, known.get((fetch.feed_id, fetch.client)))


def _count(fetch: Fetch, reader: FeedReader | None) -> None:
    if reader is None:
        reader = FeedReader(feed_id=fetch.feed_id, client=fetch.client, fetches=0)
        db.session.add(reader)
    reader.last_at = fetch.at
    reader.fetches += fetch.times
