"""Facts that follow from others: a lead by role, a level by role, a home by where the person works, a part of a country by its name."""

from collections.abc import Iterator, Sequence

from planner.actions.holidays import subdivisions_of
from planner.actions.imports.known import Known
from planner.actions.imports.sheets import Trouble
from planner.actions.imports.things import Given, Thing, Things


def settle(things: Things, known: Known) -> tuple[list[Trouble], list[str]]:
    """Fills in what follows; what cannot be settled because lines disagree, and remarks about what was left out."""
    _drop_unnamed_teams(things, known)
    troubles = [trouble for thing in _hinted(things) for trouble in _take_hints(thing, known)]
    for leader in things["leader"].values():
        _settle_home(leader, things, known)
    return troubles, [remark for site in things["site"].values() for remark in _settle_subdivision(site, known)]


def _hinted(things: Things) -> list[Thing]:
    return [thing for kind in ("team", "leader") for thing in things[kind].values() if thing.hints]


def _take_hints(thing: Thing, known: Known) -> Iterator[Trouble]:
    """A hint counts where no column says more and all hints agree. A lead who is known already stays, whoever else is lead there."""
    facts = known.facts[thing.kind].get(thing.key, {})
    for fact, hints in thing.hints.items():
        said = {str(hint.value) for hint in hints}
        if fact in thing.facts or facts.get(fact) in said or (fact == "level" and facts):
            continue
        if len(said) == 1:
            thing.facts[fact] = hints[0]
        else:
            yield _two(thing, hints, known)


def _two(thing: Thing, hints: Sequence[Given], known: Known) -> Trouble:
    other = next(hint for hint in hints if hint.value != hints[0].value)
    name = thing.value("name") or known.facts[thing.kind].get(thing.key, {}).get("name") or thing.key
    sentence = f"{name} has two: {hints[0].value} and {other.value}. Say which in the column “{other.label}” of the team’s line."
    return Trouble(other.place, other.label, sentence)


def _drop_unnamed_teams(things: Things, known: Known) -> None:
    """A team that is only hinted at, and unknown, is a wrong reference; the person's own line says so better."""
    for key, team in list(things["team"].items()):
        if "name" not in team.facts and key not in known.facts["team"]:
            del things["team"][key]


def _settle_home(leader: Thing, things: Things, known: Known) -> None:
    """A new leader without a home site is at home where the person works."""
    person = things["person"].get(leader.key)
    site = person.facts.get("site") if person else None
    if "home" in leader.facts or leader.key in known.facts["leader"]:
        return
    stored = known.facts["person"].get(leader.key, {}).get("site")
    if site is not None and site.value is not None:
        leader.facts["home"] = site
    elif stored is not None:
        leader.facts["home"] = Given(stored, leader.places[0], "Home site")


def _settle_subdivision(site: Thing, known: Known) -> Iterator[str]:
    """“Florida” becomes FL. A part of a country that has no holidays of its own anywhere is left out."""
    given = site.facts.get("subdivision")
    country = site.value("country") or known.facts["site"].get(site.key, {}).get("country")
    if given is None or given.value is None or country is None:
        return
    parts = subdivisions_of(str(country))
    if not parts:
        del site.facts["subdivision"]
        yield f"“{given.value}” was left out: no part of {country} has holidays of its own."
    elif str(given.value).lower() in parts:
        site.facts["subdivision"] = Given(parts[str(given.value).lower()], given.place, given.label)
