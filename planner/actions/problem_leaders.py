"""Leaders with their quotas, raised where the visits that the year asks for would not fit; and policy owners who owe no visits."""

from dataclasses import replace
from datetime import time, timedelta
from math import ceil

from planner.actions.problem_year import Year
from planner.domain.instants import ONE_DAY, at
from planner.domain.weeks import mondays
from planner.models.busy import Interval, busy_of
from planner.models.leaders import Leader as LeaderRow
from planner.models.people import Person
from planner.planning.problem import QUARTER_WEEKS, Closure, Leader, Quota, Visit

HOME_DAY, TRIP_DAY = 3, 2
"""Visits that a leader can make in a day, at home and on a trip."""
SATURDAY = 5


def visit(year: Year) -> Visit:
    """The floor-visit cadence in weeks; none when nobody could visit."""
    cadence = year.visits
    if cadence is None or not year.leaders:
        if cadence is not None:
            year.notes.append("Nobody owes floor visits yet, so none are planned: name leaders under People.")
        return Visit(30, 0, 1, 0, 1, 53)
    low = max(1, round(cadence.min_gap_days / 7))
    return Visit(
        minutes=cadence.minutes or 30,
        count=cadence.times_a_year,
        ideal_gap_weeks=max(low, round(cadence.ideal_gap_days / 7)),
        tolerance_weeks=cadence.tolerance_days // 7,
        min_gap_weeks=low,
        max_gap_weeks=max(low, round(cadence.max_gap_days / 7)),
    )


def leaders(year: Year, visits: Visit) -> tuple[Leader, ...]:
    if not year.leaders:
        return ()
    busy = _busy(year)
    found = tuple(_leader(year, name, row, busy.get(row.person_id, [])) for name, row in year.leaders.items())
    demand = visits.count * len(year.teams)
    return _with_trips(year, _within_demand(year, found, demand), visits.count)


def _busy(year: Year) -> dict[int, list[Interval]]:
    """When the leaders' own calendars say that they are busy, in the year of the program."""
    since, until = (at(day, time(), "UTC") for day in (year.program.starts_on, year.program.ends_on))
    people = [row.person_id for row in year.leaders.values()]
    return busy_of(people, since - ONE_DAY, until + 2 * ONE_DAY)


def _leader(year: Year, name: str, row: LeaderRow, busy: list[Interval]) -> Leader:
    return Leader(
        id=name,
        level=row.level.value,
        home=_site_name(year, row.home_id),
        quota=Quota(row.visits_least, row.visits_owed, row.visits_most),
        max_trips_per_quarter=row.trips_most,
        max_visits_home_day=HOME_DAY,
        max_visits_trip_day=TRIP_DAY,
        max_load_week=_load(row.visits_most),
        unavailable=_weekends(year) + tuple(Closure(a.starts_on, a.ends_on, a.reason or "away") for a in row.absences),
        busy=tuple(busy),
    )


def _weekends(year: Year) -> tuple[Closure, ...]:
    """Saturdays and Sundays, on which no leader is sent to a floor, unless a team is hardly there on other days."""
    if any(sum(day < SATURDAY for day in team.workdays) < 2 for team in year.teams.values()):
        return ()
    saturdays = (monday + timedelta(days=SATURDAY) for monday in mondays(year.program.starts_on, year.program.ends_on))
    return tuple(Closure(day, day + timedelta(days=1), "weekend") for day in saturdays)


def _load(most: int) -> int:
    """Engagements a week: room for a trip even in a quarter of few visits."""
    return ceil(most / QUARTER_WEEKS * 2) + 2


def _site_name(year: Year, site_id: int) -> str:
    """A site without teams is nobody's destination; its leaders count as at home at the first one that has teams."""
    with_teams = {team.site_id for team in year.teams.values()}
    names = {site.id: name for name, site in year.sites.items() if site.id in with_teams}
    return names.get(site_id) or next(iter(names.values()))


def _within_demand(year: Year, found: tuple[Leader, ...], demand: int) -> tuple[Leader, ...]:
    """Quotas a quarter that allow the visits of the year, with a tenth to spare, and do not ask for more than there are."""
    most, least = 4 * sum(x.quota.max for x in found), 4 * sum(x.quota.min for x in found)
    if demand * 1.1 > most:
        year.notes.append(
            f"{len(year.teams)} teams are owed {demand} floor visits, but the leaders' limits allow {most} in a year: the draft asks "
            "leaders for more than their limit. Name more leaders, raise their limits, or choose fewer visits."
        )
        found = tuple(_raised(x, demand * 1.1 / max(1, most)) for x in found)
    if least > demand:
        year.notes.append(
            f"Leaders owe at least {least} visits in a year, but the teams are owed only {demand}: the draft asks leaders for less."
        )
        found = tuple(replace(x, quota=replace(x.quota, min=int(x.quota.min * demand / least * 0.9))) for x in found)
    return found


def _raised(leader: Leader, factor: float) -> Leader:
    most = ceil(max(1, leader.quota.max) * factor)
    return replace(leader, quota=replace(leader.quota, max=most), max_load_week=max(leader.max_load_week, _load(most)))


def _with_trips(year: Year, found: tuple[Leader, ...], times: int) -> tuple[Leader, ...]:
    """Enough trips a quarter for the sites whose own leaders cannot make all visits."""
    short = 0
    for name, site in year.sites.items():
        owed = times * sum(team.site_id == site.id for team in year.teams.values()) / 4
        short += ceil(max(0.0, owed - sum(x.quota.max for x in found if x.home == name) * 0.8))
    trips = sum(x.max_trips_per_quarter for x in found)
    if short <= trips * TRIP_DAY * 0.8:
        return found
    needed = ceil(short / TRIP_DAY / 0.8 / len(found))
    year.notes.append(
        f"About {short} visits a quarter are away from the leaders' home sites, more than their trips allow: the draft allows "
        f"{needed} trips a leader. Name a leader at every site, or allow more trips."
    )
    return tuple(replace(x, max_trips_per_quarter=max(x.max_trips_per_quarter, needed)) for x in found)


def only_owner(year: Year, name: str, person: Person | None, home: str) -> Leader:
    """Somebody who owns a policy and owes no visits."""
    site = _site_name(year, person.site_id) if person is not None and person.site_id else home
    return Leader(name, "manager", site, Quota(0, 0, 0), 0, HOME_DAY, TRIP_DAY, 7, (), ())
