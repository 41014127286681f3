"""Floor visits with what came of them, for figures: owed, made, by whom, and whether they brought anything.

As many questions for a year as for a day.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from planner.domain.instants import wall
from planner.domain.states import CommitmentKind, CommitmentState
from planner.domain.visit_figures import Brought, VisitFact
from planner.models.base import db
from planner.models.commitments import Commitment, standing, visits_open_to
from planner.models.events import PublishedEvent
from planner.models.floor_visits import FloorVisit
from planner.models.insights import Insight
from planner.models.people import Person
from planner.models.recognitions import Recognition
from planner.models.sites import Site
from planner.models.teams import Team


@dataclass(frozen=True)
class VisitLine:
    """One visit owed, with the names that a table needs. `planned_on` is its day on the calendar."""

    fact: VisitFact
    state: CommitmentState
    leader: str
    team: str
    planned_on: date | None


_thanks = select(func.count(Recognition.id)).where(Recognition.floor_visit_id == FloorVisit.id).scalar_subquery()
_issues = select(func.count(Insight.id)).where(Insight.floor_visit_id == FloorVisit.id).scalar_subquery()


def _lines(reader: Person) -> Select[Commitment, FloorVisit, str, str, int, int, datetime, bool]:
    return (
        select(
            Commitment,
            FloorVisit,
            Person.name,
            Team.name,
            _thanks,
            _issues,
            PublishedEvent.wall_start,
            PublishedEvent.cancelled,
        )
        .outerjoin(FloorVisit, FloorVisit.commitment_id == Commitment.id)
        .outerjoin(Person, Person.id == Commitment.owner_id)
        .outerjoin(Team, Team.id == Commitment.team_id)
        .outerjoin(PublishedEvent, PublishedEvent.event_id == Commitment.event_id)
        .where(standing(), Commitment.kind == CommitmentKind.floor_visit, visits_open_to(reader))
    )


def visit_lines(reader: Person, first: date, last: date) -> list[VisitLine]:
    """The visits due from `first` to `last` that this reader may see, by due day."""
    question = _lines(reader).where(Commitment.due_on.between(first, last)).order_by(Commitment.due_on, Commitment.id)
    return [_line(row) for row in db.session.execute(question)]


def _line(row: Row[Commitment, FloorVisit, str, str, int, int, datetime, bool]) -> VisitLine:
    owed, visit, leader, team, thanks, issues, start, cancelled = row
    planned = start.date() if start is not None and not cancelled else None
    fact = VisitFact(
        leader=owed.owner_id or 0,
        team=owed.team_id,
        due_on=owed.due_on,
        done_on=_done_on(owed, visit, planned),
        excused=owed.state is CommitmentState.excused,
        brought=Brought(thanks, issues, visit.nothing_raised) if visit is not None else None,
    )
    return VisitLine(fact, owed.state, leader or "Nobody yet", team or "", planned)


def _done_on(owed: Commitment, visit: FloorVisit | None, planned: date | None) -> date | None:
    """The day of the visit, not the day on which somebody said so: a night visit ends after midnight, and is answered later."""
    if visit is not None:
        return visit.visited_on
    if owed.state is not CommitmentState.done or owed.closed_at is None:
        return None
    said = wall(owed.closed_at, owed.zone).date()
    return planned if planned is not None and planned <= said else said


def latest_brought(leader_id: int, limit: int = 8) -> list[Brought]:
    """What a leader's latest recorded visits brought, the latest first."""
    question = select(_thanks, _issues, FloorVisit.nothing_raised).where(FloorVisit.leader_id == leader_id)
    found = db.session.execute(question.order_by(FloorVisit.visited_on.desc(), FloorVisit.id.desc()).limit(limit))
    return [Brought(thanks, issues, nothing) for thanks, issues, nothing in found]


def visits_to(team_id: int, limit: int = 40) -> list[tuple[FloorVisit, str, Brought]]:
    """The recorded visits to a team with the leader's name and what they brought, the latest first."""
    who = aliased(Person)
    question = (
        select(FloorVisit, who.name, _thanks, _issues)
        .join(who, who.id == FloorVisit.leader_id)
        .where(FloorVisit.team_id == team_id)
        .order_by(FloorVisit.visited_on.desc(), FloorVisit.id.desc())
        .limit(limit)
    )
    return [
        (visit, name, Brought(thanks, issues, visit.nothing_raised))
        for visit, name, thanks, issues in db.session.execute(question)
    ]


def was_at_site(leader_id: int, site_id: int) -> bool:
    """Whether a leader was ever recorded at a site: whoever comes for the first time gets directions."""
    question = select(FloorVisit.id).join(Team).join(Site, Site.id == Team.site_id)
    question = question.where(FloorVisit.leader_id == leader_id, Site.id == site_id, FloorVisit.remote.is_(False))
    return db.session.scalar(question.limit(1)) is not None
