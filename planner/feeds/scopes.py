"""What one can subscribe to: the registry of scopes. Each says which calendars somebody may ask for, and which events are in one.

To add one, write its two functions here and its line in SCOPES; `docs/feeds.md` walks through it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from planner.domain.kinds import KINDS, EventKind
from planner.domain.roles import may
from planner.feeds import views
from planner.models import programs, selections
from planner.models.each_person import owed_or_attended_by_each
from planner.models.invitations import not_from_invitations
from planner.models.organisations import organisation
from planner.models.people import Person
from planner.models.selections import Selection
from planner.models.sites import Site, all_sites
from planner.models.teams import Team
from planner.models.visibility import visible_to

UNKNOWN_ZONE = "UTC"
OWN = "person"
"""The one scope that holds something else for each person; any other holds the same for all, as far as they may see it."""


@dataclass(frozen=True)
class Choice:
    """One calendar of a scope. `ref` is kept in the feed; `alias` is what people may type for it instead."""

    ref: str
    alias: str
    name: str
    zone: str


@dataclass(frozen=True)
class Scope:
    """`choices`: the calendars that a person may ask for, by name. `events`: what one of them holds for that person."""

    name: str
    label: str
    sentence: str
    icon: str
    choices: Callable[[Person], list[Choice]]
    events: Callable[[Person, str], Selection]
    named: Callable[[Person, str], Choice | None] | None = None
    """For calendars that are too many to be offered: the one that these words stand for."""


def _zone_of(person: Person) -> str:
    if person.zone:
        return person.zone
    return person.site.zone if person.site else _home_zone()


def _home_zone() -> str:
    found = organisation()
    return found.zone if found else UNKNOWN_ZONE


def _any(person: Person) -> bool:
    """Whether the role opens every calendar, not only what is the person's own."""
    return may(person.role, "make a feed")


def _myself(person: Person) -> list[Choice]:
    return [Choice(str(person.id), person.email, person.name, _zone_of(person))]


def _of_person(person: Person, _ref: str) -> Selection:
    """All I owe and attend: what I lead, owe or review, what my teams have, and what is for everybody where I work."""
    teams = selections.teams_of(person)
    sites = {team.site_id for team in teams} | ({person.site_id} if person.site_id else set())
    leaders = [leader.number for leader in selections.leaders_for(person, everyone=False)]
    return selections.either(
        selections.owed_by({person.id, *leaders}),
        selections.attended_by([team.id for team in teams]),
        selections.open_at(sites),
    )


def _teams(person: Person) -> list[Choice]:
    if _any(person):
        return _offered(selections.every_team())
    return [Choice(str(team.id), team.slug, team.name, team.site.zone) for team in selections.teams_of(person)]


def _offered(found: list[selections.Offered]) -> list[Choice]:
    return [Choice(str(one.number), one.alias, one.name, one.zone or _home_zone()) for one in found]


def _of_team(_person: Person, ref: str) -> Selection:
    """The team's own events, the reviews in which it takes part, and what is for everybody at its site."""
    return selections.either(
        selections.attended_by([int(ref)]), selections.open_at(selections.sites_of_teams([int(ref)]))
    )


def _sites(person: Person) -> list[Choice]:
    sites: list[Site] = all_sites() if _any(person) else _own_sites(person, selections.teams_of(person))
    return [Choice(str(site.id), site.slug, site.name, site.zone) for site in sites]


def _own_sites(person: Person, teams: list[Team]) -> list[Site]:
    mine = [*([person.site] if person.site else []), *(team.site for team in teams)]
    return list({site.id: site for site in mine}.values())


def _of_site(_person: Person, ref: str) -> Selection:
    return selections.at_site(int(ref))


def _leaders(person: Person) -> list[Choice]:
    return _offered(selections.leaders_for(person, everyone=_any(person)))


def _of_leader(_person: Person, ref: str) -> Selection:
    return selections.owed_by({int(ref)})


def _kinds(_person: Person) -> list[Choice]:
    zone = _home_zone()
    return [Choice(kind.slug, str(kind.key), kind.plural, zone) for kind in KINDS.values()]


def _of_kind(_person: Person, ref: str) -> Selection:
    return selections.of_kind(EventKind(next(kind.key for kind in KINDS.values() if kind.slug == ref)))


def _programs(_person: Person) -> list[Choice]:
    return [Choice(str(p.id), str(p.id), p.name, p.zone) for p in programs.programs_newest_first()]


def _of_program(_person: Person, ref: str) -> Selection:
    return selections.of_program(int(ref))


def _view(person: Person, ref: str) -> Choice | None:
    look = views.look_of(person, ref)
    return Choice(ref, ref, views.name_of(look.program, look.filters), look.program.zone) if look else None


SCOPES = {
    scope.name: scope
    for scope in (
        Scope("person", "My calendar", "All that you owe and attend.", "user", _myself, _of_person),
        Scope("team", "A team", "What one team takes part in.", "users", _teams, _of_team),
        Scope("site", "A site", "Everything at one site.", "building", _sites, _of_site),
        Scope("leader", "A leader", "What one leader has promised.", "walk", _leaders, _of_leader),
        Scope("kind", "A kind", "One kind of event, wherever you may see it.", "filter", _kinds, _of_kind),
        Scope("program", "The whole program", "Every event that you may see.", "target", _programs, _of_program),
        Scope(
            "view", "A view", "A view of the calendar, as it was filtered.", "filter", lambda _: [], views.holds, _view
        ),
    )
}
"""The registry, in the order in which the subscribe page offers it."""


def offered(person: Person) -> dict[str, list[Choice]]:
    """Every calendar that the person may ask for, scope by scope."""
    return {name: scope.choices(person) for name, scope in SCOPES.items()}


def find(person: Person, scope: str, ref: str) -> Choice | None:
    """The calendar that the person asks for by its number or by its alias; None for what they may not ask for, or what is not there."""
    if scope not in SCOPES:
        return None
    named = SCOPES[scope].named
    if named is not None:
        return named(person, ref)
    return next((c for c in SCOPES[scope].choices(person) if ref in (c.ref, c.alias)), None)


def events_for(person: Person, scope: str, ref: str) -> Selection:
    """What the calendar holds for this person: the scope's events, as far as the person may open them."""
    return selections.both(SCOPES[scope].events(person, ref), visible_to(person))


def subscribed(person: Person, scope: str, ref: str) -> Selection:
    """What a feed of the calendar holds: without what the person has from invitations, or it would stand there twice."""
    return selections.both(events_for(person, scope, ref), not_from_invitations(person.id))


def events_for_each(scope: str, ref: str, reader: Person) -> Selection:
    """What the calendar holds, for the Person of each row of a larger question. `reader`: any of those who subscribed to it."""
    return owed_or_attended_by_each() if scope == OWN else SCOPES[scope].events(reader, ref)
