"""What must hold among the things of a file and those that are known: nothing missing, nothing unknown, nothing impossible."""

from collections.abc import Iterator
from typing import NamedTuple

from planner.actions.holidays import subdivisions_of
from planner.actions.imports.columns import LABELS
from planner.actions.imports.known import Known
from planner.actions.imports.sheets import Place, Trouble
from planner.actions.imports.things import Given, Thing, Things, key_of, team_names
from planner.domain.states import Role

NEEDED = {
    "site": {"zone": "a time zone such as Europe/Dublin", "country": "a country such as IE"},
    "shift": {"starts": "when it starts, such as 22:30", "ends": "when it ends, such as 06:30"},
    "team": {
        "site": "a site",
        "shift": "a shift",
        "size": "how many people are in it",
        "workdays": "on which days a shift begins, such as Mon-Fri",
    },
    "person": {"name": "a name"},
    "leader": {"level": "a level: executive, director or manager", "home": "a home site"},
    "absence": {"starts_on": "a first day", "ends_on": "a last day"},
}
"""What a thing must have when it is new."""

REFERENCES = {
    "team": {"site": "site", "shift": "shift", "lead": "person"},
    "person": {"site": "site", "team": "team"},
    "leader": {"home": "site", "assistant": "person"},
    "policy": {"owner": "person", "teams": "team"},
}
_COLUMNS = {"site": "site.name", "shift": "shift.name", "lead": "team.lead", "team": "team.name"}
_WORDS = {"person": "e-mail address", "absence": "absence"}


class Case(NamedTuple):
    """What the checks look at: the file's things, what is known, and what stands on lines that are wrong."""

    things: Things
    known: Known
    broken: set[tuple[str, str]]

    def value(self, thing: Thing, fact: str) -> object:
        """The fact as it will be: from the file where it says so, else as known."""
        if fact in thing.facts:
            return thing.facts[fact].value
        return self.known.facts[thing.kind].get(thing.key, {}).get(fact)

    def there(self, kind: str, key: str) -> bool:
        return key in self.things[kind] or key in self.known.facts[kind]


def check(case: Case) -> Iterator[Trouble]:
    """Everything that is wrong with the things as they would be."""
    for kind in case.things:
        for thing in case.things[kind].values():
            yield from _missing(case, thing)
            yield from _unknown(case, thing)
            if kind in _IMPOSSIBLE:
                yield from _IMPOSSIBLE[kind](case, thing)
    yield from _nobody_in_hr(case)


def _label(kind: str, fact: str) -> str:
    return LABELS.get(f"{kind}.{fact}") or LABELS.get(_COLUMNS.get(fact, ""), "")


def _missing(case: Case, thing: Thing) -> Iterator[Trouble]:
    for fact, what in NEEDED.get(thing.kind, {}).items():
        if case.value(thing, fact) is None:
            who = thing.value("name") or thing.key.split(" ", maxsplit=1)[0]
            yield Trouble(thing.places[0], _label(thing.kind, fact), f"{who} is new and needs {what}.")


def _unknown(case: Case, thing: Thing) -> Iterator[Trouble]:
    for fact, kind in REFERENCES.get(thing.kind, {}).items():
        given = thing.facts.get(fact)
        if given is not None and given.value is not None:
            yield from _missing_names(case, kind, given)
    owner = thing.key.split(" ", maxsplit=1)[0]
    if thing.kind == "leader" and not case.there("person", owner):
        yield _stranger(case, "person", owner, thing.places[0], LABELS["person.email"])
    if thing.kind == "absence" and not case.there("leader", owner):
        sentence = f"{owner} is not a leader, and only leaders have absences here. Give a leader level, or leave the absence out."
        yield Trouble(thing.places[0], LABELS["absence.starts_on"], sentence, ("leader", owner) in case.broken)


def _missing_names(case: Case, kind: str, given: Given) -> Iterator[Trouble]:
    for name in team_names(given.value) if given.label == LABELS["policy.teams"] else [str(given.value)]:
        if not case.there(kind, key_of(name)):
            yield _stranger(case, kind, name, given.place, given.label)


def _stranger(case: Case, kind: str, name: str, place: Place, label: str) -> Trouble:
    if (kind, key_of(name)) in case.broken:
        return Trouble(place, label, f"“{name}” stands on a line that is wrong.", follows=True)
    what = _WORDS.get(kind, kind)
    help_ = {
        "site": "Add a line with its zone and country",
        "shift": "Add a line with its start and end",
        "team": "Add a line with its site, shift, size and working days",
        "person": "Add a line with the name",
    }[kind]
    return Trouble(
        place, label, f"No {what} “{name[:80]}” is known here, nor in this file. {help_}, or correct the spelling."
    )


def _subdivision(case: Case, thing: Thing) -> Iterator[Trouble]:
    given = thing.facts.get("subdivision")
    country = str(case.value(thing, "country"))
    if given is None or given.value is None:
        return
    parts = subdivisions_of(country)
    if parts and given.value not in parts.values():
        codes = ", ".join(sorted(set(parts.values()))[:60])
        yield Trouble(
            given.place,
            given.label,
            f"“{given.value}” is not a part of {country} with holidays of its own. There are: {codes}.",
        )


def _visits(case: Case, thing: Thing) -> Iterator[Trouble]:
    figures = [case.value(thing, fact) for fact in ("visits_least", "visits_owed", "visits_most")]
    known = [figure for figure in figures if isinstance(figure, int)]
    if known != sorted(known):
        given = next(thing.facts[f] for f in ("visits_owed", "visits_most", "visits_least") if f in thing.facts)
        words = " – ".join("?" if figure is None else str(figure) for figure in figures)
        yield Trouble(
            given.place, given.label, f"Visits a quarter rise from least to owed to most; here they are {words}."
        )
    assistant = thing.facts.get("assistant")
    if assistant and assistant.value == thing.key:
        yield Trouble(assistant.place, assistant.label, f"{thing.key} cannot be the assistant of the same person.")


def _absence(case: Case, thing: Thing) -> Iterator[Trouble]:
    first, last = thing.value("starts_on"), thing.value("ends_on")
    if first is None or last is None:
        return
    if last < first:  # type: ignore[operator]  # both are days
        yield Trouble(
            thing.places[0], LABELS["absence.ends_on"], f"The absence ends on {last}, before it begins on {first}."
        )
    else:
        yield from _overlaps(case, thing)


def _overlaps(case: Case, thing: Thing) -> Iterator[Trouble]:
    owner = thing.key.split(" ", maxsplit=1)[0]
    others = {key: facts for key, facts in case.known.facts["absence"].items() if key.startswith(f"{owner} ")}
    for key, other in case.things["absence"].items():
        if key.startswith(f"{owner} ") and other.places[0] < thing.places[0]:
            others[key] = {fact: other.value(fact) for fact in ("starts_on", "ends_on")}
    for key, facts in others.items():
        if key != thing.key and _touch(thing, facts):
            days = f"{facts['starts_on']} to {facts['ends_on']}"
            sentence = f"{owner} is away from {days} already, and these days overlap. Make them one absence."
            yield Trouble(thing.places[0], LABELS["absence.starts_on"], sentence)
            return


def _touch(thing: Thing, facts: dict[str, object]) -> bool:
    days = (thing.value("starts_on"), facts["ends_on"], facts["starts_on"], thing.value("ends_on"))
    if None in days:
        return False
    return bool(days[0] <= days[1] and days[2] <= days[3])  # type: ignore[operator]  # all four are days


_IMPOSSIBLE = {"site": _subdivision, "leader": _visits, "absence": _absence}


def _nobody_in_hr(case: Case) -> Iterator[Trouble]:
    before = case.known.hr()
    roles = {key: thing.facts["role"] for key, thing in case.things["person"].items() if "role" in thing.facts}
    after = (
        before | {key for key, given in roles.items() if given.value is Role.hr and key not in case.known.gone}
    ) - {key for key, given in roles.items() if given.value is not Role.hr}
    if before and not after:
        given = roles[min(before, key=lambda key: roles[key].place)]
        yield Trouble(
            given.place, given.label, "This would leave nobody in HR. Keep the role hr for one person at least."
        )
