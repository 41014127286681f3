"""Lists for programs: every row that a reader may see, in the order of its number, from any number on. Each is one question.

A single thing is the same question narrowed to one number: who may not see it in the list does not get it by itself either.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from planner.domain.kinds import EventKind
from planner.domain.states import CommitmentKind, CommitmentState, Role
from planner.models.base import db
from planner.models.commitments import Commitment, standing, visits_open_to
from planner.models.decisions import Decision, Trial
from planner.models.events import Event, PublishedEvent
from planner.models.insights import Insight, InsightState, insights_open_to
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.programs import Program
from planner.models.promises import Promise, promises_open_to
from planner.models.sites import Site
from planner.models.teams import Team
from planner.models.visibility import visible_to

CANCELLED, PLANNED = "cancelled", "planned"
Number = InstrumentedAttribute[int]


@dataclass(frozen=True)
class Listing:
    """A question about rows of one kind, and the column of their numbers."""

    question: Select[Any]
    number: Number


def rows_after(listing: Listing, after: int, limit: int) -> list[Any]:
    """The next rows, by number."""
    question = listing.question.where(listing.number > after).order_by(None).order_by(listing.number).limit(limit)
    return list(db.session.scalars(question).unique())


def row_with(listing: Listing, number: int) -> Any | None:  # noqa: ANN401  # a row of whatever the listing is of
    """The row with this number, if the listing holds it."""
    return db.session.scalars(listing.question.where(listing.number == number)).unique().one_or_none()


def _where(*pairs: tuple[object, Callable[[Any], Any]]) -> list[ColumnElement[bool]]:
    """A comparison for every value that was given."""
    return [compare(value) for value, compare in pairs if value is not None]


def _at(clock: time, day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, clock)


def programs(_reader: Person) -> Listing:
    return Listing(select(Program), Program.id)


def events(
    reader: Person,
    *,
    since: date | None = None,
    until: date | None = None,
    team: int | None = None,
    site: int | None = None,
    program: int | None = None,
    kind: EventKind | None = None,
    status: str | None = None,
    changed_since: datetime | None = None,
) -> Listing:
    """As published; days are those of the event's own clock, both included."""
    row = PublishedEvent
    beside = [joinedload(getattr(row, name)) for name in ("team", "site", "leader", "policy")]
    question = select(row).join(row.event).options(contains_eager(row.event), *beside).where(visible_to(reader))
    wanted = _where(
        (_at(time.min, since), row.wall_start.__ge__),
        (_at(time.max, until), row.wall_start.__le__),
        (team, row.team_id.__eq__),
        (site, row.site_id.__eq__),
        (program, row.program_id.__eq__),
        (kind, row.kind.__eq__),
        (changed_since, row.changed_at.__ge__),
    )
    return Listing(question.where(*wanted, *_in_state(status)), row.event_id)


def _in_state(status: str | None) -> list[ColumnElement[bool]]:
    if status is None:
        return []
    if status == CANCELLED:
        return [PublishedEvent.cancelled.is_(True)]
    outcome = Event.outcome.is_(None) if status == PLANNED else Event.outcome == status
    return [PublishedEvent.cancelled.is_(False), outcome]


def people(_reader: Person, *, role: Role | None = None, site: int | None = None, team: int | None = None) -> Listing:
    question = select(Person).options(joinedload(Person.site), joinedload(Person.team))
    wanted = _where((role, Person.role.__eq__), (site, Person.site_id.__eq__), (team, Person.team_id.__eq__))
    return Listing(question.where(Person.deactivated_at.is_(None), *wanted), Person.id)


def teams(_reader: Person, *, site: int | None = None) -> Listing:
    beside = (joinedload(Team.site), joinedload(Team.shift), joinedload(Team.lead))
    return Listing(select(Team).options(*beside).where(Team.active, *_where((site, Team.site_id.__eq__))), Team.id)


def sites(_reader: Person) -> Listing:
    return Listing(select(Site), Site.id)


def _commitments(
    due_from: date | None, due_until: date | None, state: CommitmentState | None, team: int | None, owner: int | None
) -> Select[Commitment]:
    beside = (joinedload(Commitment.owner), joinedload(Commitment.team))
    wanted = _where(
        (due_from, Commitment.due_on.__ge__),
        (due_until, Commitment.due_on.__le__),
        (state, Commitment.state.__eq__),
        (team, Commitment.team_id.__eq__),
        (owner, Commitment.owner_id.__eq__),
    )
    return select(Commitment).options(*beside).where(standing(), *wanted)


def visits(
    reader: Person,
    *,
    due_from: date | None = None,
    due_until: date | None = None,
    state: CommitmentState | None = None,
    team: int | None = None,
    owner: int | None = None,
) -> Listing:
    """Floor visits, owed and made."""
    question = _commitments(due_from, due_until, state, team, owner)
    mine = (Commitment.kind == CommitmentKind.floor_visit, visits_open_to(reader))
    return Listing(question.where(*mine), Commitment.id)


def commitments(
    reader: Person,
    *,
    due_from: date | None = None,
    due_until: date | None = None,
    state: CommitmentState | None = None,
    team: int | None = None,
    owner: int | None = None,
) -> Listing:
    """What the reader owes, or a leader whom the reader assists; for HR what anybody owes."""
    question = _commitments(due_from, due_until, state, team, owner)
    if reader.role is Role.hr:
        return Listing(question, Commitment.id)
    assisted = select(Leader.person_id).where(Leader.assistant_id == reader.id)
    mine = or_(Commitment.owner_id == reader.id, Commitment.owner_id.in_(assisted))
    return Listing(question.where(mine), Commitment.id)


def promises(reader: Person, *, told: bool | None = None, team: int | None = None, owner: int | None = None) -> Listing:
    beside = contains_eager(Promise.commitment)
    question = select(Promise).join(Commitment, Promise.commitment_id == Commitment.id)
    question = question.options(beside.joinedload(Commitment.owner), beside.joinedload(Commitment.team))
    wanted = _where(
        (told, lambda said: Promise.told_on.is_not(None) if said else Promise.told_on.is_(None)),
        (team, Commitment.team_id.__eq__),
        (owner, Commitment.owner_id.__eq__),
    )
    question = question.options(selectinload(Promise.hearers)).where(standing(), promises_open_to(reader), *wanted)
    return Listing(question, Promise.id)


def policies(_reader: Person, *, active: bool | None = None, owner: int | None = None) -> Listing:
    question = select(Policy).options(joinedload(Policy.owner), selectinload(Policy.teams))
    wanted = _where((active, Policy.active.is_), (owner, Policy.owner_id.__eq__))
    return Listing(question.where(*wanted), Policy.id)


def decisions(_reader: Person, *, policy: int | None = None, since: date | None = None) -> Listing:
    beside = (
        joinedload(Decision.policy),
        joinedload(Decision.decided_by),
        joinedload(Decision.trial).joinedload(Trial.team),
    )
    wanted = _where((policy, Decision.policy_id.__eq__), (since, Decision.decided_on.__ge__))
    return Listing(select(Decision).options(*beside).where(*wanted), Decision.id)


def insights(
    reader: Person, *, category: str | None = None, state: InsightState | None = None, team: int | None = None
) -> Listing:
    beside = (
        joinedload(Insight.team),
        joinedload(Insight.submitter),
        joinedload(Insight.receiver),
        joinedload(Insight.shift),
    )
    wanted = _where((category, Insight.category.__eq__), (state, Insight.state.__eq__), (team, Insight.team_id.__eq__))
    question = select(Insight).options(*beside, selectinload(Insight.merged)).where(insights_open_to(reader), *wanted)
    return Listing(question, Insight.id)
