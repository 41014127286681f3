"""Sites, shifts, teams and their past, as the planning room wants them."""

from datetime import UTC, date, datetime, time, timedelta
from math import ceil

from planner.actions.problem_year import Year
from planner.domain.instants import at, wall
from planner.domain.kinds import EventKind
from planner.domain.weeks import monday_of
from planner.models.cadences import Cadence
from planner.models.drafts import last_published_before
from planner.models.events import Event
from planner.models.off_phone import events_off_phone, minutes_by_week, outside_the_plan
from planner.models.sites import Closure as ClosureRow
from planner.models.sites import ClosureKind
from planner.models.sites import Site as SiteRow
from planner.models.teams import Team as TeamRow
from planner.planning.problem import Closure, LastEvent, Shift, Site, Team, Track

MONDAY_VOLUME = 2
"""Customers call most after a weekend: thanks lie better on any other day."""
STRIDE = 0.618034
"""Fractions of this number are spread evenly however many there are, so pseudo histories never heap up."""


def sites(year: Year, visits: int) -> tuple[Site, ...]:
    """`visits` is the number of floor visits that each team receives."""
    teams_at = {name: sum(team.site_id == site.id for team in year.teams.values()) for name, site in year.sites.items()}
    return tuple(_site(year, name, site, teams_at[name], visits) for name, site in year.sites.items() if teams_at[name])


def _site(year: Year, name: str, site: SiteRow, teams: int, visits: int) -> Site:
    program, days = year.program, days_of(year)
    closures = [closure for closure in year.closures if closure.site_id in (None, site.id)]
    a_year = sum(cadence.times_a_year for cadence in year.tracks.values())
    return Site(
        id=name,
        name=name,
        tz=site.zone,
        holidays={day.day: day.name for day in site.holidays if day.observed},
        blackouts=_closures(closures, ClosureKind.blackout),
        peak_weeks=_closures(closures, ClosureKind.peak) + _annual(year),
        peak_weekdays=tuple(program.peak_weekdays),
        volume=tuple(MONDAY_VOLUME if day % 7 == 0 else 0 for day in range(days)),
        hosts=site.hosts,
        committee_minutes=(site.committee_minutes,) * (days // 7),
        soft_week_load=ceil(teams * a_year / (days / 7) * 1.25),
        soft_visit_load=ceil(teams * visits / (days / 7) * 1.5),
    )


def days_of(year: Year) -> int:
    return (year.program.ends_on - year.program.starts_on).days + 1


def _closures(rows: list[ClosureRow], kind: ClosureKind) -> tuple[Closure, ...]:
    return tuple(Closure(row.starts_on, row.ends_on, row.reason) for row in rows if row.kind is kind)


def _annual(year: Year) -> tuple[Closure, ...]:
    """Nothing else competes with the annual celebration on its day."""
    day = year.program.annual_celebration_on
    return (Closure(day, day, "annual celebration"),) if day else ()


def shifts(year: Year) -> tuple[Shift, ...]:
    rows = {team.shift.id: team.shift for team in year.teams.values()}
    return tuple(Shift(str(row.id), row.starts, row.ends) for row in rows.values())


def tracks(year: Year) -> tuple[Track, ...]:
    from planner.actions.problem_year import kind_id

    return tuple(
        Track(
            id=name,
            name=name,
            count=cadence.times_a_year,
            ideal_gap_days=cadence.ideal_gap_days,
            tolerance_days=cadence.tolerance_days,
            min_gap_days=cadence.min_gap_days,
            max_gap_days=cadence.max_gap_days,
            kinds=tuple(kind_id(cadence, activity) for activity in cadence.activities),
        )
        for name, cadence in year.tracks.items()
    )


def teams(year: Year) -> tuple[Team, ...]:
    past, used = _Past(year), _off_phone(year)
    site_names = {site.id: name for name, site in year.sites.items()}
    return tuple(
        Team(
            id=name,
            site=site_names[team.site_id],
            shift=str(team.shift_id),
            workdays=tuple(team.workdays),
            size=team.size,
            history=past.recognition(team, number),
            last_visit_week=past.visit_week(team, number),
            last_visit_leader=past.visitor(team),
            off_phone_week=team.off_phone_cap,
            off_phone_used=used[team.id],
        )
        for number, (name, team) in enumerate(year.teams.items())
    )


def _off_phone(year: Year) -> dict[int, tuple[int, ...]]:
    """Minutes a week that events outside the plan take of each team with a cap; nothing for the others."""
    program, rows = year.program, year.teams.values()
    capped = [team for team in rows if team.off_phone_cap is not None]
    events = outside_the_plan(events_off_phone(Event, program.starts_on, program.ends_on)) if capped else []
    weeks = minutes_by_week(capped, events)
    mondays = [program.starts_on + timedelta(days=7 * number) for number in range(days_of(year) // 7)]
    found = {team.id: tuple(weeks[team.id][monday] for monday in mondays) for team in capped}
    return {team.id: found.get(team.id, ()) if any(found.get(team.id, ())) else () for team in rows}


class _Past:
    """The last event of every team and cadence before the year. Where nobody knows, one is made up, spread over the teams by turns."""

    def __init__(self, year: Year) -> None:
        self.year = year
        begins = at(year.program.starts_on, time(), year.program.zone)
        self.last: dict[tuple[int, str], tuple[datetime, int | None]] = {}
        for team_id, kind, name, start, leader_id in last_published_before(begins.astimezone(UTC)):
            key = "visit" if kind == EventKind.floor_visit.value else name
            self.last[team_id, key] = (start, leader_id)

    def recognition(self, team: TeamRow, number: int) -> dict[str, LastEvent]:
        return {
            name: LastEvent(self._day(team, cadence, number + place), None)
            for place, (name, cadence) in enumerate(self.year.tracks.items())
        }

    def _day(self, team: TeamRow, cadence: Cadence, turn: int) -> date:
        """A last day so long ago that the year would have to begin late is no help: then it counts as just due."""
        starts = self.year.program.starts_on
        known = self.last.get((team.id, cadence.name))
        if known is None:
            return starts - timedelta(days=1 + int(turn * STRIDE % 1 * cadence.ideal_gap_days))
        day = wall(known[0], team.site.zone).date()
        return min(max(day, starts - timedelta(days=cadence.ideal_gap_days)), starts - timedelta(days=1))

    def visit_week(self, team: TeamRow, number: int) -> int:
        cadence = self.year.visits
        if cadence is None:
            return -1
        ideal = max(1, cadence.ideal_gap_days // 7)
        known = self.last.get((team.id, "visit"))
        if known is None:
            return -1 - int(number * STRIDE % 1 * ideal)
        weeks = (monday_of(wall(known[0], team.site.zone).date()) - self.year.program.starts_on).days // 7
        return min(-1, max(weeks, -ideal))

    def visitor(self, team: TeamRow) -> str | None:
        known = self.last.get((team.id, "visit"))
        names = {leader.person_id: name for name, leader in self.year.leaders.items()}
        return names.get(known[1] or 0) if known else None
