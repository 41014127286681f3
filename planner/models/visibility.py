"""Which events a person may open: the one rule that every list, page and feed asks."""

from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, true

from planner.domain.states import Role
from planner.models.base import db, written_once
from planner.models.events import EventRow, PublishedEvent
from planner.models.people import Person
from planner.models.policies import policy_teams
from planner.models.teams import Team

SEES_ALL = frozenset({Role.hr, Role.executive, Role.assistant, Role.viewer})


class Viewpoint(NamedTuple):
    """From where one person looks: all that the rule asks beside the role."""

    id: int
    team_id: int | None
    site_id: int | None


def visible_to(person: Person, row: EventRow = PublishedEvent) -> ColumnElement[bool]:
    """The rule for one person, as a condition.

    HR, executives, assistants and viewers see all; a lead what is at the site and for the own teams; an agent what is for the own team,
    or for the whole site. What is for everybody is for everybody, and what somebody leads is theirs to see. A policy review is seen by the
    teams that take part.
    """
    if person.role in SEES_ALL:
        return true()
    return _opened_by(Viewpoint(person.id, person.team_id, person.site_id), person.role is Role.lead, row)


@written_once
def visible_to_each() -> ColumnElement[bool]:
    """The same rule for the Person of each row of a larger question, about PublishedEvent."""
    lead = Person.role == Role.lead
    return or_(
        Person.role.in_(SEES_ALL),
        and_(lead, _opens(Person, True, PublishedEvent)),
        and_(~lead, _opens(Person, False, PublishedEvent)),
    )


@lru_cache(maxsize=256)
def _opened_by(viewpoint: Viewpoint, lead: bool, row: EventRow) -> ColumnElement[bool]:
    """The condition's words, not its answer: they depend on these values and on nothing else, and take longer to put together than most
    questions to be asked."""
    return _opens(viewpoint, lead, row)


def _opens(who: Viewpoint | type[Person], lead: bool, row: EventRow) -> ColumnElement[bool]:
    """What a lead, or an agent, may open. `who`: one person, or the people of a larger question."""
    own = or_(Team.id == who.team_id, Team.lead_id == who.id)
    teams, sites = (select(column).where(own).correlate(Person) for column in (Team.id, Team.site_id))
    if lead:
        near = or_(Team.site_id.in_(sites), Team.site_id == who.site_id)
        teams = select(Team.id).where(or_(Team.id.in_(teams), near)).correlate(Person)
    own_policies = select(policy_teams.c.policy_id).where(policy_teams.c.team_id.in_(teams)).correlate(Person)
    here = or_(row.site_id.is_(None), row.site_id.in_(sites), row.site_id == who.site_id)
    whole_site = and_(row.team_id.is_(None), here, row.policy_id.is_(None))
    return or_(row.team_id.in_(teams), whole_site, row.policy_id.in_(own_policies), row.leader_id == who.id)


def published_for(event_id: int, person: Person) -> PublishedEvent | None:
    """The event as it is published, when this person may open it."""
    question = select(PublishedEvent).where(PublishedEvent.event_id == event_id, visible_to(person))
    return db.session.scalar(question)
