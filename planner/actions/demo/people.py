"""The made-up people and places, written straight into the tables."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from planner.actions.demo import stock
from planner.actions.demo.guests import HR_ADDRESS
from planner.actions.demo.sizes import Size
from planner.domain.refusals import Refused
from planner.domain.states import LeaderLevel, Role
from planner.domain.text import slugify
from planner.models.accounts import Account
from planner.models.base import db
from planner.models.leaders import Absence, Leader, all_leaders
from planner.models.people import Person, person_by_email
from planner.models.policies import Policy
from planner.models.shifts import Shift
from planner.models.sites import Closure, ClosureKind, Site, all_sites
from planner.models.teams import Team, all_teams


@dataclass
class Crowd:
    """Everybody who was made, for the steps that come after."""

    hr: Person
    sites: list[Site]
    teams: list[Team]
    leaders: list[Leader]


def crowd_here() -> Crowd:
    """The people of the demo as they stand in the database."""
    hr = person_by_email(HR_ADDRESS)
    if hr is None:
        raise Refused("The demo’s HR is not here: this is no demo.")
    return Crowd(hr, all_sites(), all_teams(), all_leaders())


def make_people(size: Size, hr: Person, *, year_start: date, seed: int) -> None:
    """Sites, shifts, teams with leads and agents, leaders with assistants and absences, policies; in the running transaction."""
    draw = random.Random(seed)
    names = _names(draw)
    sites = [_site(place, year_start) for place in stock.PLACES[: size.sites]]
    hr.site = sites[0]
    shifts = [Shift(slug=slug, name=name, starts=starts, ends=ends) for slug, name, starts, ends in stock.SHIFTS]
    db.session.add_all([*sites, *shifts])
    teams = [_team(number, sites, shifts, names, draw) for number in range(size.teams)]
    for site in sites:
        _fit_site(site, [team for team in teams if team.site is site])
    leaders = [_leader(number, size, sites, names, draw, year_start) for number in range(size.leaders)]
    db.session.flush()
    db.session.add_all(_policy(number, leaders, teams, draw, year_start) for number in range(size.policies))


def _names(draw: random.Random) -> Iterator[str]:
    """First and last names that never meet twice."""
    pairs = [f"{first} {last}" for first in stock.FIRST_NAMES for last in stock.LAST_NAMES]
    draw.shuffle(pairs)
    yield from pairs
    yield from (f"{pair} {number}" for number in range(2, 1000) for pair in pairs)


def _site(place: stock.Place, year_start: date) -> Site:
    site = Site(slug=place.slug, name=place.name, zone=place.zone, country=place.country, subdivision=place.subdivision)
    month, day, days, reason = place.peak
    for year in (year_start.year, year_start.year + 1):
        starts = date(year, month, day)
        db.session.add(
            Closure(
                site=site,
                kind=ClosureKind.peak,
                starts_on=starts,
                ends_on=starts + timedelta(days=days - 1),
                reason=reason,
            )
        )
    return site


def _person(name: str, role: Role, site: Site, team: Team | None = None) -> Person:
    email = f"{slugify(name).replace('-', '.')}@demo.example"
    person = Person(name=name, email=email, role=role, site=site, team=team)
    db.session.add_all([person, Account(person=person)])
    return person


def _team(number: int, sites: list[Site], shifts: list[Shift], names: Iterator[str], draw: random.Random) -> Team:
    site = sites[number % len(sites)]
    round_ = number // len(sites)
    shift = shifts[(0, 1, 0, 2, 1)[round_ % 5]]
    work = stock.WORK[round_ % len(stock.WORK)]
    again = round_ // len(stock.WORK)
    title = f"{site.name} {work}" if not again else f"{site.name} {work} {again + 1}"
    team = Team(
        slug=slugify(title),
        name=title,
        site=site,
        shift=shift,
        size=draw.randint(8, 22),
        workdays=list(draw.choice(stock.WORKDAYS)),
    )
    db.session.add(team)
    team.lead = _person(next(names), Role.lead, site, team)
    _person(next(names), Role.agent, site, team)
    return team


def _fit_site(site: Site, teams: list[Team]) -> None:
    """Hosts and committee minutes that let a year of thanks happen without being endless."""
    site.hosts = max(2, -(-len(teams) // 10))
    site.committee_minutes = max(240, 60 * len(teams))


def _leader(
    number: int, size: Size, sites: list[Site], names: Iterator[str], draw: random.Random, year_start: date
) -> Leader:
    level = (
        LeaderLevel.executive
        if number < size.executives
        else draw.choice((LeaderLevel.director, *[LeaderLevel.manager] * 2))
    )
    home = sites[number % len(sites)]
    leader = Leader(
        person=_person(next(names), Role.executive, home),
        level=level,
        home=home,
        visits_least=max(1, size.visits_owed // 2),
        visits_owed=size.visits_owed,
        visits_most=size.visits_owed + 2,
        trips_most=3,
    )
    if level is LeaderLevel.executive:
        leader.assistant = _person(next(names), Role.assistant, home)
    for _ in range(2):
        starts = year_start + timedelta(days=draw.randrange(20, 330))
        leader.absences.append(
            Absence(starts_on=starts, ends_on=starts + timedelta(days=draw.randint(3, 10)), reason="Leave")
        )
    db.session.add(leader)
    return leader


def _policy(number: int, leaders: list[Leader], teams: list[Team], draw: random.Random, year_start: date) -> Policy:
    name, why, protects, pain = stock.POLICIES[number % len(stock.POLICIES)]
    again = number // len(stock.POLICIES)
    title = name if not again else f"{name} ({again + 1})"
    owner = leaders[number % len(leaders)]
    together = [
        team
        for team in teams
        if team.site is owner.home and team.shift.slug == "day" and set(team.workdays) >= {1, 2, 3}
    ]
    return Policy(
        slug=slugify(title),
        name=title,
        why=why,
        protects=protects,
        enforced_by="Agents",
        owner=owner.person,
        pain=pain,
        touch_point=draw.choice(("Phone", "Chat", "E-mail", "Letter")),
        legally_fixed=name in stock.LEGALLY_FIXED,
        citation=stock.LEGALLY_FIXED.get(name, ""),
        last_reviewed_on=year_start - timedelta(days=draw.randint(60, 330)),
        teams=draw.sample(together, min(2, len(together))),
    )
