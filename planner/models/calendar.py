"""What the calendar shows: the events of a program that a reader may see, as published or as drafted, narrowed by filters."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import ColumnElement, CompoundSelect, and_, exists, func, or_, select, union
from sqlalchemy.orm import joinedload

from planner.domain.kinds import EventKind
from planner.domain.states import EventState
from planner.models.base import db
from planner.models.events import Event, EventRow, PublishedEvent
from planner.models.people import Person
from planner.models.policies import policy_teams
from planner.models.programs import Program
from planner.models.selections import attended_by, open_at
from planner.models.teams import Team
from planner.models.versions import Change
from planner.models.visibility import visible_to

AnyEvent = Event | PublishedEvent


@dataclass(frozen=True)
class Filters:
    """What a reader narrows the calendar to; None is no filter."""

    site: int | None = None
    team: int | None = None
    leader: int | None = None
    kind: EventKind | None = None
    shift: int | None = None

    @property
    def place(self) -> int | None:
        """The site that is looked at: the one chosen, or the team's; another site's holidays say nothing about a team."""
        team = db.session.get(Team, self.team) if self.site is None and self.team is not None else None
        return team.site_id if team is not None else self.site


@dataclass(frozen=True)
class Look:
    """Who looks at which program, narrowed how, at the draft or at what is published."""

    program: Program
    reader: Person
    filters: Filters = Filters()
    draft: bool = False

    @property
    def row(self) -> EventRow:
        return Event if self.draft else PublishedEvent

    @cached_property
    def seen(self) -> ColumnElement[bool]:
        """The condition of everything that this look shows; a page asks three questions with it."""
        return and_(*_within(self), visible_to(self.reader, self.row))


def _filtered(row: EventRow, filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.site is not None:
        at_site = select(Team.id).where(Team.site_id == filters.site)
        conditions.append(or_(row.site_id == filters.site, row.team_id.in_(at_site)))
    if filters.team is not None:
        sessions = select(policy_teams.c.policy_id).where(policy_teams.c.team_id == filters.team)
        conditions.append(or_(row.team_id == filters.team, row.policy_id.in_(sessions)))
    if filters.shift is not None:
        conditions.append(row.team_id.in_(select(Team.id).where(Team.shift_id == filters.shift)))
    if filters.leader is not None:
        conditions.append(row.leader_id == filters.leader)
    if filters.kind is not None:
        conditions.append(row.kind == filters.kind)
    return conditions


def _within(look: Look) -> list[ColumnElement[bool]]:
    return [look.row.program_id == look.program.id, *_filtered(look.row, look.filters)]


def published_within(look: Look) -> ColumnElement[bool]:
    """Which published events the look is of, whether it looks at the draft or not, and whoever looks."""
    return and_(*_within(replace(look, draft=False)))


def seen_as_published(look: Look) -> ColumnElement[bool]:
    """Those of them that the reader may open."""
    return replace(look, draft=False).seen


def wall_end(event: AnyEvent) -> datetime:
    """When the event ends on its own wall clock (its minutes counted on the face of the clock)."""
    return event.wall_start + timedelta(minutes=event.minutes)


def event_id_of(event: AnyEvent) -> int:
    """The number under which the event has its page, whichever row it is."""
    return event.id if isinstance(event, Event) else event.event_id


def was_moved() -> ColumnElement[bool]:
    """Whether the latest published change of a PublishedEvent was a move."""
    # Not the version as it is: by its index SQLite would go through every change of that version for each event.
    latest = func.coalesce(Change.version_id, 0) == PublishedEvent.version_id
    return exists().where(Change.event_id == PublishedEvent.event_id, Change.what == "moved", latest)


def state_of(event: AnyEvent) -> EventState:
    """The state that a page prints: what happened, else whether it is off, drafted, moved or simply to come."""
    drafted = event if isinstance(event, Event) else event.event
    news = isinstance(event, Event) and (event.published is None or differs(event, event.published))
    moved = db.session.scalar(select(was_moved()).where(PublishedEvent.event_id == event_id_of(event)))
    return standing(event.cancelled, drafted.outcome, news=news, moved=bool(moved))


def standing(cancelled: bool, outcome: EventState | None, *, news: bool, moved: bool) -> EventState:
    """The rule behind it. `news`: a draft that holds what was not published; `moved`: its latest published change was a move."""
    if cancelled:
        return EventState.cancelled
    if outcome is not None:
        return outcome
    if news:
        return EventState.draft
    return EventState.moved if moved else EventState.confirmed


NEWS = ("wall_start", "minutes", "zone", "title", "place", "link", "description", "cancelled", "leader_id", "team_id")
"""What makes a draft differ from what was published."""


def differs(event: Event, published: PublishedEvent) -> bool:
    """Whether the draft of the event has news that was not published."""
    return any(getattr(event, name) != getattr(published, name) for name in NEWS)


def has_news() -> ColumnElement[bool]:
    """The same for a question of Event joined with PublishedEvent; news is also what was never published."""
    changed = [getattr(Event, name).is_distinct_from(getattr(PublishedEvent, name)) for name in NEWS]
    return or_(PublishedEvent.event_id.is_(None), *changed)


def count(look: Look) -> int:
    """How many events the look holds in all, so that an empty calendar can say what to do."""
    return db.session.scalar(select(func.count()).select_from(look.row).where(look.seen)) or 0


_BESIDE = (joinedload(PublishedEvent.team), joinedload(PublishedEvent.site), joinedload(PublishedEvent.leader))


def coming_for_teams(
    program: Program, person: Person, teams: Collection[int], since: datetime, limit: int
) -> list[PublishedEvent]:
    """The next published events that these teams take part in, those for their whole site and for everybody included."""
    row, concerning = PublishedEvent, _concerning(teams, since).subquery()
    question = (
        select(row)
        .join(concerning, concerning.c.event_id == row.event_id)
        .options(*_BESIDE)
        .where(row.program_id == program.id, row.cancelled.is_(False), visible_to(person))
    )
    return list(db.session.scalars(question.order_by(row.starts_at, row.uid).limit(limit)))


def _concerning(teams: Collection[int], since: datetime) -> CompoundSelect[int]:
    """Events that end after `since`, found by indexes of whom they are for: as a condition, it was asked of every event of the year."""
    ways = (attended_by(teams), open_at(select(Team.site_id).where(Team.id.in_(teams))))
    return union(*(select(PublishedEvent.event_id).where(way, PublishedEvent.ends_at >= since) for way in ways))


def unsaid_for_teams(person: Person, teams: Collection[int], since: datetime, now: datetime) -> list[PublishedEvent]:
    """Published events of these teams that are over since a while ago and of which nobody said what became, the latest first."""
    row = PublishedEvent
    question = (
        select(row)
        .join(Event, Event.id == row.event_id)
        .options(*_BESIDE)
        .where(row.team_id.in_(teams), row.cancelled.is_(False), visible_to(person), Event.outcome.is_(None))
        .where(row.ends_at < now, row.ends_at >= since, row.kind != EventKind.floor_visit)
    )
    return list(db.session.scalars(question.order_by(row.ends_at.desc()).limit(6)))
