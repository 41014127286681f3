"""New things, with what a file may leave unsaid filled in: a role by what the person does, figures by what is usual."""

from planner.actions.imports.known import Known
from planner.actions.imports.things import Thing, Things
from planner.domain.states import Role
from planner.domain.text import slugify
from planner.models.accounts import Account
from planner.models.base import Base, db
from planner.models.leaders import Absence, Leader
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.shifts import Shift
from planner.models.sites import Site
from planner.models.teams import Team

_SLUGGED: dict[str, type[Site] | type[Shift] | type[Team] | type[Policy]] = {
    "site": Site,
    "shift": Shift,
    "team": Team,
    "policy": Policy,
}
USUAL_VISITS = 2


def make(thing: Thing, things: Things, known: Known) -> Base:
    """The row of a new thing, in the session but without the facts that the file gives."""
    if thing.kind in _SLUGGED:
        row: Base = _slugged(thing, known)
    elif thing.kind == "person":
        return _person(thing, things)
    elif thing.kind == "leader":
        row = _leader(thing, known)
    else:
        row = Absence(leader_id=known.person(thing.key.split(" ", maxsplit=1)[0]).id)
    with db.session.no_autoflush:
        db.session.add(row)
    return row


def _slugged(thing: Thing, known: Known) -> Base:
    slug = slugify(str(thing.value("name")), known.slugs[thing.kind])
    known.slugs[thing.kind].add(slug)
    return _SLUGGED[thing.kind](slug=slug)


def _person(thing: Thing, things: Things) -> Person:
    """Everybody gets an account, without a password: a sign-in link by mail is enough."""
    person = Person(email=thing.key, role=_role(thing.key, things), name=str(thing.value("name")))
    db.session.add_all([person, Account(person=person)])
    return person


def _role(email: str, things: Things) -> Role:
    """What the rest of the file makes of somebody whose role is not said."""
    if email in things["leader"]:
        return Role.executive
    if any(leader.value("assistant") == email for leader in things["leader"].values()):
        return Role.assistant
    return Role.lead if any(team.value("lead") == email for team in things["team"].values()) else Role.agent


def _leader(thing: Thing, known: Known) -> Leader:
    least, owed, most = visit_figures(*(thing.value(f"visits_{which}") for which in ("least", "owed", "most")))
    person = known.person(thing.key)
    return Leader(person=person, visits_least=least, visits_owed=owed, visits_most=most)


def visit_figures(least: object, owed: object, most: object) -> tuple[int, int, int]:
    """The three figures a quarter, those that were not given as is usual: two owed, one less at least, twice as many at most."""
    low, high = (least if isinstance(least, int) else 0), (most if isinstance(most, int) else None)
    usual = owed if isinstance(owed, int) else max(low, min(USUAL_VISITS, USUAL_VISITS if high is None else high))
    return (
        least if isinstance(least, int) else max(0, usual - 1),
        usual,
        high if high is not None else 2 * usual,
    )
