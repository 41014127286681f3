"""Number and name of what filters offer, by name: most pages have such lists, and need nothing else of a team or a leader."""

from sqlalchemy import Select, select

from planner.models.base import db
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.shifts import Shift
from planner.models.sites import Site
from planner.models.teams import Team

Named = list[tuple[int, str]]

_SITES = select(Site.id, Site.name).order_by(Site.name, Site.id)
_TEAMS = select(Team.id, Team.name).where(Team.active).order_by(Team.name, Team.id)
_SHIFTS = select(Shift.id, Shift.name).order_by(Shift.starts, Shift.name, Shift.id)
_LEADERS = (
    select(Person.id, Person.name)
    .where(Person.id.in_(select(Leader.person_id)), Person.deactivated_at.is_(None))
    .order_by(Person.name, Person.id)
)


def _named(question: Select[int, str]) -> Named:
    return [(number, name) for number, name in db.session.execute(question)]


def site_names() -> Named:
    """Every site."""
    return _named(_SITES)


def team_names() -> Named:
    """Every team that is active."""
    return _named(_TEAMS)


def shift_names() -> Named:
    """Every shift, by the hour at which it starts."""
    return _named(_SHIFTS)


def leader_names() -> Named:
    """Everybody who leads and was not deactivated, under the number of the person."""
    return _named(_LEADERS)
