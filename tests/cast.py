"""The fixed cast: Hana from HR, Tomas leads a team, Elif is an executive, Ravi assists her, Ana is an agent, Mallory is nobody.

They work in Dublin; Tampa has a night team that none of them belongs to, so that every "own" has a foreign counterpart.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from planner import clock
from planner.actions.accounts import token_hash
from planner.domain.states import LeaderLevel, Role
from planner.models.accounts import Account
from planner.models.base import db, writing
from planner.models.leaders import Leader
from planner.models.organisations import Organisation
from planner.models.people import Person
from planner.models.shifts import Shift
from planner.models.sign_ins import SignIn
from planner.models.sites import Site
from planner.models.teams import Team

T = TypeVar("T")


@dataclass
class Cast:
    """Everybody, and where they work. Mallory has an account of role viewer that was deactivated."""

    dublin: Site
    tampa: Site
    day: Shift
    night: Shift
    billing: Team
    night_care: Team
    hana: Person
    tomas: Person
    elif_: Person
    ravi: Person
    ana: Person
    vera: Person
    nils: Person
    mallory: Person


def _person(name: str, role: Role, site: Site, team: Team | None = None) -> Person:
    person = Person(
        name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.org", role=role, site=site, team=team
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(Account(person_id=person.id))
    return person


def token_of(person: Person) -> str:
    """What the cookie of the person's browser holds."""
    return f"the browser of {person.email}"


def add_sign_in(person: Person) -> None:
    """A browser in which the person is signed in, from the far future: tests that move the clock stay signed in, and are asked nothing."""
    future = datetime(2100, 1, 1, tzinfo=UTC)
    row = SignIn(
        person_id=person.id,
        token_hash=token_hash(token_of(person)),
        how="password",
        address="127.0.0.1",
        browser="Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36",
        made_at=future,
        seen_at=future,
        confirmed_at=future,
    )
    with writing():
        db.session.add(row)


MADE_AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
"""A Monday morning: when the cast stands ready in the database of a test."""


def make_cast() -> Cast:
    """Writes the cast into the database of the running application."""
    with writing():
        db.session.add(Organisation(name="Harbour Line", zone="Europe/Dublin"))
        dublin = Site(slug="dublin", name="Dublin", zone="Europe/Dublin", country="IE")
        tampa = Site(slug="tampa", name="Tampa", zone="America/New_York", country="US", subdivision="FL")
        day = Shift(slug="day", name="Day", starts=time(8), ends=time(16))
        night = Shift(slug="night", name="Night", starts=time(22, 30), ends=time(6, 30))
        billing = Team(slug="billing", name="Billing", site=dublin, shift=day, size=12, workdays=[0, 1, 2, 3, 4])
        night_care = Team(
            slug="night-care", name="Night Care", site=tampa, shift=night, size=9, workdays=[6, 0, 1, 2, 3]
        )
        db.session.add_all([dublin, tampa, day, night, billing, night_care])
        db.session.flush()
        hana = _person("Hana Novak", Role.hr, dublin)
        tomas = _person("Tomas Byrne", Role.lead, dublin, billing)
        elif_ = _person("Elif Kaya", Role.executive, dublin)
        ravi = _person("Ravi Menon", Role.assistant, dublin)
        ana = _person("Ana Lopez", Role.agent, dublin, billing)
        vera = _person("Vera Quist", Role.viewer, dublin)
        nils = _person("Nils Berg", Role.lead, tampa, night_care)
        mallory = _person("Mallory Doe", Role.viewer, tampa)
        mallory.deactivated_at = clock.now()
        billing.lead, night_care.lead = tomas, nils
        leader = Leader(
            person=elif_,
            level=LeaderLevel.executive,
            home=dublin,
            assistant=ravi,
            visits_least=1,
            visits_owed=2,
            visits_most=4,
        )
        db.session.add(leader)
        for person in (hana, tomas, elif_, ravi, ana, vera, nils, mallory):
            add_sign_in(person)
    return cast_here()


def cast_here() -> Cast:
    """The cast that the database holds."""
    dublin, tampa = _in_order(Site, Site.slug, "dublin", "tampa")
    day, night = _in_order(Shift, Shift.slug, "day", "night")
    billing, night_care = _in_order(Team, Team.slug, "billing", "night-care")
    names = ("hana", "tomas", "elif", "ravi", "ana", "vera", "nils", "mallory")
    people = _in_order(Person, Person.email, *(f"{name}@example.org" for name in names))
    return Cast(dublin, tampa, day, night, billing, night_care, *people)


def _in_order(table: type[T], column: InstrumentedAttribute[str], *values: str) -> list[T]:
    rows = db.session.scalars(select(table).where(column.in_(values))).all()
    return sorted(rows, key=lambda row: values.index(getattr(row, column.key)))
