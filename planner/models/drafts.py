"""Questions that generating and publishing ask: the draft, what is published beside it, what is owed for it, and what went before."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import joinedload, selectinload

from planner.models.base import db
from planner.models.cadences import Cadence
from planner.models.commitments import Commitment
from planner.models.events import Event, PublishedEvent
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.sites import Site
from planner.models.teams import Team

_PUBLISHED = (
    selectinload(PublishedEvent.team),
    selectinload(PublishedEvent.leader),
    selectinload(PublishedEvent.policy).selectinload(Policy.owner),
)


def new_uid() -> str:
    """An identity for an event: random, never from its title or row, so that it means the same wherever the calendar goes."""
    return f"{uuid4()}@planner.events"


def draft_events(program_id: int) -> list[Event]:
    """Every event of the draft, cancelled ones too, by time, with what words about it need and its published row."""
    question = (
        select(Event)
        .where(Event.program_id == program_id)
        .options(
            selectinload(Event.team).selectinload(Team.lead),
            selectinload(Event.leader),
            selectinload(Event.site),
            selectinload(Event.activity),
            selectinload(Event.policy).selectinload(Policy.owner),
            selectinload(Event.policy).selectinload(Policy.teams),
            selectinload(Event.published).options(*_PUBLISHED),
        )
        .order_by(Event.starts_at, Event.id)
    )
    return list(db.session.scalars(question))


def broken_events(program_id: int, most: int = 200) -> list[Event]:
    """Events of the draft that break a rule and take place, by time."""
    question = (
        select(Event)
        .where(Event.program_id == program_id, Event.cancelled.is_(False), cast(Event.broken, Text) != "[]")
        .options(selectinload(Event.team))
        .order_by(Event.starts_at, Event.id)
    )
    return list(db.session.scalars(question.limit(most)))


def draft_count(program_id: int) -> int:
    """How many events the draft has that are not cancelled."""
    question = select(func.count()).select_from(Event).where(Event.program_id == program_id, Event.cancelled.is_(False))
    return db.session.scalar(question) or 0


def commitments_of(program_id: int) -> dict[str, Commitment]:
    """What is owed for a program, by key."""
    found = db.session.scalars(select(Commitment).where(Commitment.program_id == program_id))
    return {commitment.key: commitment for commitment in found}


def working_teams() -> list[Team]:
    """The teams that are planned for, with site, shift and lead, by name."""
    question = (
        select(Team).where(Team.active).options(joinedload(Team.site), joinedload(Team.shift), joinedload(Team.lead))
    )
    return list(db.session.scalars(question.order_by(Team.name, Team.id)))


def working_leaders() -> list[Leader]:
    """Leaders whose person is active, with home and absences, by name."""
    question = (
        select(Leader)
        .join(Person, Leader.person_id == Person.id)
        .where(Person.deactivated_at.is_(None))
        .options(joinedload(Leader.person), joinedload(Leader.home), selectinload(Leader.absences))
    )
    return list(db.session.scalars(question.order_by(Person.name, Person.id)))


def sites_with_holidays() -> list[Site]:
    return list(db.session.scalars(select(Site).options(selectinload(Site.holidays)).order_by(Site.name, Site.id)))


def last_published_before(before: datetime) -> Iterable[tuple[int, str, str, datetime, int | None]]:
    """(team id, kind, cadence name, start, leader id) of published events before an instant, the oldest first."""
    question = (
        select(
            PublishedEvent.team_id,
            PublishedEvent.kind,
            Cadence.name,
            PublishedEvent.starts_at,
            PublishedEvent.leader_id,
        )
        .join(Cadence, PublishedEvent.cadence_id == Cadence.id)
        .where(
            PublishedEvent.starts_at < before, PublishedEvent.cancelled.is_(False), PublishedEvent.team_id.is_not(None)
        )
        .order_by(PublishedEvent.starts_at)
    )
    rows = db.session.execute(question)
    return [(team or 0, kind.value, name, start, leader) for team, kind, name, start, leader in rows]


def people_named(names: Iterable[str]) -> dict[str, Person]:
    """Active people whose name or address is among `names`, by what was asked for in lower case."""
    asked = {name.strip().lower() for name in names if name.strip()}
    question = select(Person).where(
        func.lower(Person.name).in_(asked) | Person.email.in_(asked), Person.deactivated_at.is_(None)
    )
    found = list(db.session.scalars(question.order_by(Person.id.desc())))
    return {person.name.lower(): person for person in found} | {person.email: person for person in found}


def people_with(ids: Iterable[int]) -> list[Person]:
    """The people with these numbers."""
    return list(db.session.scalars(select(Person).where(Person.id.in_(list(ids)))))
