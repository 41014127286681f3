"""A program with cadences for the cast, and an organisation of any size around them, for tests of the year."""

from dataclasses import dataclass
from datetime import date, datetime

from planner.actions.cadences import choose_set
from planner.actions.catalogue import ship_catalogue
from planner.actions.programs import make_program
from planner.domain.states import LeaderLevel, Role
from planner.models.activities import catalogue
from planner.models.base import db, writing
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.programs import Program
from planner.models.sites import Site
from planner.models.teams import Team
from tests.cast import Cast
from tests.scenes import scene


@dataclass
class Size:
    teams: int = 4
    leaders: int = 3
    policies: int = 3


SMALL = Size()


@scene
def make_year(
    cast: Cast,
    now: datetime,
    *,
    key: str = "steady",
    size: Size = SMALL,
    start: date = date(2027, 5, 1),
    **values: object,
) -> Program:
    """A program from `start` on with the cadences of a preset set, and people, teams and policies beside the cast."""
    with writing():
        if not catalogue():
            ship_catalogue()
        enlarge(cast, size)
    given = {"name": "Year of Service", "launched_change": "Refunds without a manager's yes.", **values}
    program = make_program(given, year=start.year, month=start.month, zone="Europe/Dublin", by=cast.hana, now=now)
    choose_set(program.id, key, by=cast.hana, now=now)
    return program


def enlarge(cast: Cast, size: Size) -> None:
    """In the running transaction."""
    sites = [cast.dublin, cast.tampa]
    for number in range(size.teams):
        _team(cast, number, sites[number % 2])
    levels = list(LeaderLevel)
    for number in range(size.leaders):
        person = _person(f"Leader {number:02}", Role.executive, sites[number % 2])
        level = levels[number % 3]
        db.session.add(
            Leader(
                person=person,
                level=level,
                home=sites[number % 2],
                visits_least=1,
                visits_owed=4,
                visits_most=8,
                trips_most=6,
            )
        )
    teams = [cast.billing, cast.night_care]
    for number in range(size.policies):
        policy = Policy(slug=f"rule-{number}", name=f"Rule {number}", pain=1 + number % 5, owner=cast.elif_)
        policy.teams = [teams[number % 2]] if number % 3 else []
        db.session.add(policy)
    db.session.flush()


def _team(cast: Cast, number: int, site: Site) -> None:
    shift = cast.night if number % 5 == 4 else cast.day
    lead = _person(f"Lead {number:02}", Role.lead, site)
    team = Team(
        slug=f"team-{number}",
        name=f"Team {number:02}",
        site=site,
        shift=shift,
        size=8 + number % 7,
        workdays=[0, 1, 2, 3, 4],
        lead=lead,
    )
    db.session.add(team)


def _person(name: str, role: Role, site: Site) -> Person:
    person = Person(name=name, email=f"{name.lower().replace(' ', '-')}@example.org", role=role, site=site)
    db.session.add(person)
    db.session.flush()
    return person
