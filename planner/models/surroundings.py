"""What stands around an event when somebody wants to move it: shift, days off, peaks, absences, and what else is planned there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select

from planner.domain.kinds import EventKind
from planner.domain.moves import Days, LeaderSide, Taken, TeamSide
from planner.domain.off_phone import OFF_PHONE, OffPhone
from planner.domain.shifts import Shift
from planner.models.base import db
from planner.models.busy import busy_between
from planner.models.events import Event
from planner.models.leaders import leader_of
from planner.models.off_phone import events_off_phone, hours_of, minutes_by_week
from planner.models.policies import policy_teams
from planner.models.programs import Program, program_with
from planner.models.sites import Closure, ClosureKind, Site, closures_between, holidays_between
from planner.models.teams import teams_of_site

BUSY_IN_PEAKS = frozenset({EventKind.floor_visit, EventKind.celebration})
"""Kinds that a peak does not keep away."""
DAYS_OFF = timedelta(days=2)
"""Zones and night shifts reach into the days beside those that are asked about."""


@dataclass(frozen=True)
class Surroundings:
    """The sides that `planner.domain.moves.objections` asks about, for moves between two days."""

    team: TeamSide
    leader: LeaderSide | None
    program: Days | None


def surroundings(event: Event, first: date, last: date) -> Surroundings:
    """What holds around an event if it is put from `first` to `last`, both included; as many questions for a day as for a month."""
    first, last = first - DAYS_OFF, last + DAYS_OFF
    program = program_with(event.program_id)
    return Surroundings(_team_side(event, first, last), _leader_side(event, first, last), _span(program))


def _span(program: Program | None) -> Days | None:
    return Days(program.starts_on, program.ends_on) if program else None


def _team_side(event: Event, first: date, last: date) -> TeamSide:
    site = event.team.site if event.team else event.site
    closures = [closure for closure in closures_between(first, last) if _holds_at(closure, site)]
    base = TeamSide(
        name=_name(event, site),
        site=site.name if site else "The organisation",
        zone=site.zone if site else event.zone,
        holidays={day.day: day.name for day in holidays_between([site.id], first, last)} if site else {},
        blackouts=_stretches(closures, ClosureKind.blackout),
        peaks=() if event.kind in BUSY_IN_PEAKS else _stretches(closures, ClosureKind.peak),
        events=_taken(event, _same_people(event), first, last),
        off_phone=_off_phone(event, first, last),
        waves=event.waves or 1,
    )
    return _with_shift(base, event)


def _with_shift(side: TeamSide, event: Event) -> TeamSide:
    """A team's hours and working days; whole days ask for no hours."""
    team = event.team
    if team is None:
        return side
    hours = None if event.all_day else Shift(team.shift.starts, team.shift.ends)
    known = {**vars(side), "shift": hours, "shift_name": team.shift.name, "workdays": frozenset(team.workdays)}
    return TeamSide(**known)


def _off_phone(event: Event, first: date, last: date) -> list[OffPhone]:
    """The teams with a cap that the event would take off the phones, and what other events take of it."""
    if event.kind not in OFF_PHONE or event.all_day:
        return []
    teams = [event.team] if event.team is not None else teams_of_site(event.site_id) if event.site_id else []
    capped = [team for team in teams if team.off_phone_cap is not None and team.active]
    if not capped:
        return []
    weeks = minutes_by_week(capped, events_off_phone(Event, first, last, without={event.id}))
    return [
        OffPhone(team.name, team.off_phone_cap or 0, team.site.zone, hours_of(team), weeks[team.id]) for team in capped
    ]


def _name(event: Event, site: Site | None) -> str:
    return event.team.name if event.team else site.name if site else "Everybody"


def _holds_at(closure: Closure, site: Site | None) -> bool:
    return closure.site_id is None or (site is not None and closure.site_id == site.id)


def _stretches(closures: Iterable[Closure], kind: ClosureKind) -> list[Days]:
    return [Days(found.starts_on, found.ends_on, found.reason) for found in closures if found.kind is kind]


def _same_people(event: Event) -> ColumnElement[bool] | None:
    if event.team_id is not None:
        sessions = select(policy_teams.c.policy_id).where(policy_teams.c.team_id == event.team_id)
        return or_(Event.team_id == event.team_id, Event.policy_id.in_(sessions))
    if event.policy_id is not None:
        teams = select(policy_teams.c.team_id).where(policy_teams.c.policy_id == event.policy_id)
        return Event.team_id.in_(teams)
    return None


def _leader_side(event: Event, first: date, last: date) -> LeaderSide | None:
    if event.leader is None:
        return None
    leader = leader_of(event.leader)
    away = [Days(found.starts_on, found.ends_on, found.reason) for found in leader.absences] if leader else []
    begin, end = (datetime.combine(day, time(), tzinfo=UTC) for day in (first, last))
    taken = _taken(event, Event.leader_id == event.leader_id, first, last)
    return LeaderSide(event.leader.name, away, taken, busy_between(event.leader.id, begin, end))


def _taken(event: Event, whose: ColumnElement[bool] | None, first: date, last: date) -> list[Taken]:
    """What else the same people have planned, in the draft; whole days leave room for an hour."""
    if whose is None:
        return []
    begin = datetime.combine(first, time(), tzinfo=UTC)
    question = (
        select(Event.starts_at, Event.ends_at, Event.title)
        .where(whose, Event.id != event.id, Event.cancelled.is_(False), Event.all_day.is_(False))
        .where(Event.ends_at > begin, Event.starts_at < datetime.combine(last, time(), tzinfo=UTC))
    )
    return [Taken(start, end, title) for start, end, title in db.session.execute(question)]
