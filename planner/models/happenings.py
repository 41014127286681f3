"""What ladders need of commitments and published events, in plain columns: a look reads hundreds of them and changes none."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from planner.domain.states import CommitmentKind
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.concerned import WhoIsWho
from planner.models.events import PublishedEvent
from planner.models.policies import Policy, policy_teams
from planner.models.portions import portions
from planner.models.teams import Team
from planner.models.versions import Version


class Owed(NamedTuple):
    """A commitment; `lead_id` is its team's, `has_team` tells a team without a lead from none."""

    id: int
    kind: CommitmentKind
    time_version: int
    zone: str
    opens_on: date
    due_on: date
    owner_id: int | None
    event_id: int | None
    program_id: int | None
    snoozed_until: date | None
    has_team: int | None
    lead_id: int | None


class Happening(NamedTuple):
    """A published event; `changed_at` is when the version that last changed it was published."""

    id: int
    program_id: int
    sequence: int
    zone: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    leader_id: int | None
    site_id: int | None
    has_team: int | None
    lead_id: int | None
    policy_id: int | None
    policy_owner_id: int | None
    changed_at: datetime
    policy_leads: frozenset[int]

    @property
    def owner_id(self) -> int | None:
        """Who holds it: the leader of a visit, the owner of the policy under review."""
        return self.leader_id if self.leader_id is not None else self.policy_owner_id

    def leads(self, who: WhoIsWho) -> frozenset[int]:
        """The leads whose teams take part."""
        if self.has_team is not None:
            return frozenset({self.lead_id} if self.lead_id else ())
        return who.leads(self.site_id) if self.policy_id is None else self.policy_leads


_OWED = (
    select(
        Commitment.id, Commitment.kind, Commitment.time_version, Commitment.zone, Commitment.opens_on, Commitment.due_on,
        Commitment.owner_id, Commitment.event_id, Commitment.program_id, Commitment.snoozed_until, Team.id, Team.lead_id,
    )
    .outerjoin(Team, Team.id == Commitment.team_id)
    .order_by(Commitment.id)
)  # fmt: skip
_HAPPENING = (
    select(
        PublishedEvent.event_id, PublishedEvent.program_id, PublishedEvent.sequence, PublishedEvent.zone,
        PublishedEvent.starts_at, PublishedEvent.ends_at, PublishedEvent.cancelled, PublishedEvent.leader_id,
        PublishedEvent.site_id, Team.id, Team.lead_id, Policy.id, Policy.owner_id, Version.published_at,
    )
    .join(Version, Version.id == PublishedEvent.version_id)
    .outerjoin(Team, Team.id == PublishedEvent.team_id)
    .outerjoin(Policy, Policy.id == PublishedEvent.policy_id)
)  # fmt: skip


def owed_with(ids: Iterable[int]) -> list[Owed]:
    """Commitments in order of number."""
    parts = (_OWED.where(Commitment.id.in_(part)) for part in portions(ids))
    return [Owed._make(row) for part in parts for row in db.session.execute(part)]


def happenings_with(ids: Iterable[int]) -> dict[int, Happening]:
    """Published events by number of the event."""
    parts = (_HAPPENING.where(PublishedEvent.event_id.in_(part)) for part in portions(ids))
    rows = [tuple(row) for part in parts for row in db.session.execute(part)]
    leads = _leads_of({row[11] for row in rows if row[11] is not None})
    return {row[0]: Happening._make((*row, leads.get(row[11] or 0, frozenset()))) for row in rows}


def _leads_of(policies: Iterable[int]) -> dict[int, frozenset[int]]:
    """The leads of the teams that a policy concerns."""
    question = select(policy_teams.c.policy_id, Team.lead_id).join(Team, Team.id == policy_teams.c.team_id)
    found: dict[int, set[int]] = {}
    for part in portions(policies):
        for policy, lead in db.session.execute(question.where(policy_teams.c.policy_id.in_(part))):
            found.setdefault(policy, set()).update({lead} if lead is not None else ())
    return {policy: frozenset(people) for policy, people in found.items()}
