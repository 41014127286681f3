"""A gap of the coverage map turned into places that fit: which leader could see a team in a month, and when, with every rule looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from planner.actions.events import EventFacts, NewPlace, add_event
from planner.domain.instants import ONE_DAY, resolve, wall
from planner.domain.kinds import EventKind
from planner.domain.moves import objections
from planner.domain.refusals import Refused
from planner.models.base import writing
from planner.models.coverage import visits_by_leader
from planner.models.events import Event
from planner.models.leaders import Leader, leaders_active
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.surroundings import Surroundings, surroundings
from planner.models.teams import Team

MINUTES = 30
STEP = timedelta(hours=1)
MOST_LEADERS = 8
"""So many are looked at, those with most room first: a page must not look through a hundred calendars."""


@dataclass(frozen=True)
class GapSlot:
    """A leader and a wall time (naive, in the team's zone) that break no rule. `planned` visits are in the leader's year already."""

    leader: Leader
    start: datetime
    planned: int


def slots_for(team: Team, month: date, program: Program, *, now: datetime, count: int = 3) -> list[GapSlot]:
    """Up to `count` places in a month, each with another leader: from the same site first, then whoever has fewest visits."""
    planned = visits_by_leader(program.id)
    leaders = sorted(leaders_active(), key=lambda one: _order(one, team, planned))
    found: list[GapSlot] = []
    for leader in leaders[:MOST_LEADERS]:
        start = _first_place(team, leader, month, program, now)
        found += [GapSlot(leader, start, planned.get(leader.person_id, 0))] if start is not None else []
        if len(found) == count:
            break
    return found


def _order(leader: Leader, team: Team, planned: dict[int, int]) -> tuple[bool, float, str]:
    share = planned.get(leader.person_id, 0) / max(leader.visits_owed, 1)
    return leader.home_id != team.site_id, share, leader.person.name


def _first_place(team: Team, leader: Leader, month: date, program: Program, now: datetime) -> datetime | None:
    today = wall(now, team.site.zone).date()
    first = max(month, today + ONE_DAY, program.starts_on)
    last = min(_last_of(month), program.ends_on)
    if first > last:
        return None
    around = surroundings(_thought_of(team, leader, first, program), first, last)
    return next((start for start in _starts(team, first, last) if _fits(start, team, around)), None)


def _last_of(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY


def _thought_of(team: Team, leader: Leader, day: date, program: Program) -> Event:
    """A visit that is in no table: only its people and its kind are asked about."""
    return Event(
        program_id=program.id,
        kind=EventKind.floor_visit,
        title=_title(team),
        zone=team.site.zone,
        team=team,
        team_id=team.id,
        leader=leader.person,
        leader_id=leader.person_id,
        wall_start=datetime.combine(day, time()),
        minutes=MINUTES,
    )


def _starts(team: Team, first: date, last: date) -> Iterator[datetime]:
    """An hour into the shift of each working day, then later hours of it: days first, so that the month is looked through once."""
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    working = [day for day in days if day.weekday() in team.workdays]
    for hours in range(1, 7):
        for day in working:
            yield datetime.combine(day, team.shift.starts) + hours * STEP


def _fits(start: datetime, team: Team, around: Surroundings) -> bool:
    begins = resolve(start, team.site.zone)
    return not objections(begins, begins + timedelta(minutes=MINUTES), around.team, around.leader, around.program)


def _title(team: Team) -> str:
    return f"Floor visit to {team.name}"


def plan_visit(team: Team, leader: Person, start: datetime, program: Program, *, by: Person, now: datetime) -> Event:
    """Puts the visit into the draft. Raises Refused when it does not fit any more."""
    facts = EventFacts(title=_title(team), wall_start=start, minutes=MINUTES, leader=leader)
    with writing():
        made = add_event(NewPlace(program, EventKind.floor_visit, team), facts, by=by, now=now)
        if made.broken:
            raise Refused(f"This place is taken meanwhile: {' '.join(made.broken)}")
        return made
