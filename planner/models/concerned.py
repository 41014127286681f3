"""Whom a thing concerns, by person: leaders and their assistants, leads, sponsors, HR. Always loaded for many things at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from planner.domain.states import Role
from planner.models.base import db
from planner.models.events import PublishedEvent
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.portions import portions
from planner.models.teams import Team


@dataclass(frozen=True)
class WhoIsWho:
    """Person numbers: assistants by their leader, leads by site, everybody of HR, and everybody who is active."""

    assistants: dict[int, int] = field(default_factory=dict)
    leads_of_site: dict[int, frozenset[int]] = field(default_factory=dict)
    hr: tuple[int, ...] = ()
    active: frozenset[int] = frozenset()

    def leads(self, site_id: int | None) -> frozenset[int]:
        """The leads of a site's teams; of all sites for None."""
        if site_id is not None:
            return self.leads_of_site.get(site_id, frozenset())
        return frozenset().union(*self.leads_of_site.values())


def who_is_who() -> WhoIsWho:
    """Read afresh, in three questions."""
    people = db.session.execute(select(Person.id, Person.role).where(Person.deactivated_at.is_(None))).all()
    assistants = db.session.execute(select(Leader.person_id, Leader.assistant_id)).all()
    leads = db.session.execute(select(Team.site_id, Team.lead_id).where(Team.active.is_(True))).all()
    by_site: dict[int, set[int]] = {}
    for site_id, lead_id in leads:
        if lead_id is not None:
            by_site.setdefault(site_id, set()).add(lead_id)
    return WhoIsWho(
        assistants={leader: assistant for leader, assistant in assistants if assistant is not None},
        leads_of_site={site: frozenset(found) for site, found in by_site.items()},
        hr=tuple(sorted(number for number, role in people if role is Role.hr)),
        active=frozenset(number for number, _ in people),
    )


def published_with(ids: Iterable[int]) -> dict[int, PublishedEvent]:
    """Published events by number of the event, with the teams and policies that say whom they concern."""
    question = select(PublishedEvent).options(
        selectinload(PublishedEvent.team),
        selectinload(PublishedEvent.policy).selectinload(Policy.teams),
        selectinload(PublishedEvent.event),
    )
    parts = (question.where(PublishedEvent.event_id.in_(part)) for part in portions(ids))
    return {published.event_id: published for part in parts for published in db.session.scalars(part)}


def published_of_program(program_id: int) -> dict[int, PublishedEvent]:
    """Every published event of a program, as `published_with`."""
    ids = db.session.scalars(select(PublishedEvent.event_id).where(PublishedEvent.program_id == program_id))
    return published_with(ids)


def published_about(person_id: int, program_id: int, who: WhoIsWho, after: datetime) -> list[PublishedEvent]:
    """What begins after an instant and may concern the person, in order, with teams and policies. Asked once for each mail about a
    year: to load the whole year there would hold the write lock for a second a mail."""
    leaders = {person_id} | {leader for leader, assistant in who.assistants.items() if assistant == person_id}
    sites = [site for site, leads in who.leads_of_site.items() if person_id in leads]
    led = select(Team.id).where(Team.lead_id == person_id)
    own_policies = select(Policy.id).where(
        or_(Policy.owner_id == person_id, Policy.teams.any(Team.lead_id == person_id))
    )
    for_all = and_(PublishedEvent.team_id.is_(None), PublishedEvent.policy_id.is_(None))
    mine = or_(
        PublishedEvent.leader_id.in_(leaders),
        PublishedEvent.team_id.in_(led),
        PublishedEvent.policy_id.in_(own_policies),
        and_(for_all, or_(PublishedEvent.site_id.is_(None), PublishedEvent.site_id.in_(sites))),
    )
    question = select(PublishedEvent).where(
        PublishedEvent.program_id == program_id, PublishedEvent.starts_at > after, mine
    )
    beside = (selectinload(PublishedEvent.team), selectinload(PublishedEvent.policy).selectinload(Policy.teams))
    return list(
        db.session.scalars(question.options(*beside).order_by(PublishedEvent.starts_at, PublishedEvent.event_id))
    )


def owner_of(event: PublishedEvent) -> int | None:
    """Who holds the event: the leader of a visit, the owner of the policy under review."""
    if event.leader_id is not None:
        return event.leader_id
    return event.policy.owner_id if event.policy else None


def leads_of(event: PublishedEvent, who: WhoIsWho) -> frozenset[int]:
    """The leads whose teams take part."""
    if event.team is not None:
        return frozenset({event.team.lead_id} if event.team.lead_id else ())
    if event.policy is not None:
        return frozenset(team.lead_id for team in event.policy.teams if team.lead_id is not None)
    return who.leads(event.site_id)
