"""The things that a file speaks of, from sites to policies: what its lines say about each is put together here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time

from planner.actions.imports.columns import LABELS
from planner.actions.imports.lines import Row
from planner.actions.imports.sheets import Place, Trouble
from planner.actions.imports.weekdays import days_in_words
from planner.actions.imports.words import LEVELS
from planner.domain.states import LeaderLevel, Role

KINDS = ("site", "shift", "team", "person", "leader", "absence", "policy")
"""In the order in which they can be written."""

NAMES = frozenset({"site", "shift", "team", "home"})
"""Facts that name another thing, and are the same however they are capitalised."""


def key_of(name: str) -> str:
    """What makes two names of sites, shifts, teams or policies the same name."""
    return " ".join(name.casefold().split())


@dataclass(frozen=True)
class Given:
    """A fact, and where it stands."""

    value: object
    place: Place
    label: str


@dataclass
class Thing:
    """All that a file says about one thing. `hints` are facts that a line only suggests: a lead by role, a level by role."""

    kind: str
    key: str
    facts: dict[str, Given] = field(default_factory=dict)
    hints: dict[str, list[Given]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    def value(self, fact: str) -> object:
        given = self.facts.get(fact)
        return given.value if given else None


Things = dict[str, dict[str, Thing]]
Part = tuple[str, str, dict[str, str]]
"""Kind, key, and the thing's facts by the column that holds them."""


def _own(kind: str, *facts: str) -> dict[str, str]:
    return {fact: f"{kind}.{fact}" for fact in facts}


_SITE = _own("site", "name", "zone", "country", "subdivision")
_SHIFT = _own("shift", "name", "starts", "ends")
_TEAM = {**_own("team", "name", "size", "workdays", "lead"), "site": "site.name", "shift": "shift.name"}
_PERSON = {**_own("person", "name", "role"), "site": "site.name", "team": "team.name"}
_LEADER = _own("leader", "level", "home", "visits_least", "visits_owed", "visits_most", "assistant")
_ABSENCE = _own("absence", "starts_on", "ends_on", "reason")
_POLICY = _own("policy", "name", "why", "owner", "pain", "teams", "review_months")

_DEFINED_BY = (
    ("site", "site.name", ("site.zone", "site.country", "site.subdivision"), _SITE),
    ("shift", "shift.name", ("shift.starts", "shift.ends"), _SHIFT),
    ("team", "team.name", ("team.size", "team.workdays", "team.lead", "shift.name"), _TEAM),
    ("person", "person.email", ("person.name", "person.role"), _PERSON),
    ("leader", "person.email", tuple(_LEADER.values()), _LEADER),
    ("policy", "policy.name", ("policy.name",), _POLICY),
)
"""A line speaks about a thing when it names it and says something of it; else it only refers to it."""


def parts_of(row: Row) -> Iterator[Part]:
    """The things that a line speaks about."""
    for kind, anchor, said, facts in _DEFINED_BY:
        named_leader = kind == "leader" and row.role_word in ("leader", "director", "manager")
        if anchor in row.facts and (named_leader or any(fact in row.facts for fact in said)):
            yield kind, key_of(str(row.facts[anchor])), facts
    if "person.email" in row.facts and any(fact in row.facts for fact in _ABSENCE.values()):
        yield "absence", f"{row.facts['person.email']} {row.facts.get('absence.starts_on')}", _ABSENCE


def gather(rows: Iterable[Row]) -> tuple[Things, list[Trouble]]:
    """The things of all rows together, and where two lines contradict each other."""
    things: Things = {kind: {} for kind in KINDS}
    troubles: list[Trouble] = []
    for row in rows:
        for kind, key, facts in parts_of(row):
            thing = things[kind].setdefault(key, Thing(kind, key))
            thing.places.append(row.place)
            troubles.extend(_add(thing, row, facts))
    _hint(things, rows)
    return things, troubles


def _add(thing: Thing, row: Row, facts: dict[str, str]) -> Iterator[Trouble]:
    for fact, column in facts.items():
        if column not in row.facts:
            continue
        given = Given(row.facts[column], row.place, LABELS[column])
        before = thing.facts.setdefault(fact, given)
        if not same(fact, before.value, given.value, thing.kind):
            yield Trouble(row.place, given.label, _contradiction(thing, before, given))


def _contradiction(thing: Thing, before: Given, given: Given) -> str:
    what = thing.value("name") or thing.key
    return f"{what} has “{in_words(before.value)}” on {_where(before.place)} and “{in_words(given.value)}” here. Only one can be right."


def _where(place: Place) -> str:
    return str(place) if place.sheet else str(place).lower()


def _hint(things: Things, rows: Iterable[Row]) -> None:
    """A team's lead is the lead in it, a leader's level the role, where no column says more."""
    for row in rows:
        email, team = row.facts.get("person.email"), row.facts.get("team.name")
        if email and team and row.facts.get("person.role") is Role.lead:
            key = key_of(str(team))
            thing = things["team"].setdefault(key, Thing("team", key, places=[row.place]))
            thing.hints.setdefault("lead", []).append(Given(email, row.place, "Team lead"))
        leader = things["leader"].get(str(email))
        if leader and row.role_word in LEVELS:
            leader.hints.setdefault("level", []).append(
                Given(LeaderLevel(row.role_word), row.place, LABELS["leader.level"])
            )


def same(fact: str, one: object, other: object, kind: str = "") -> bool:
    """Whether two values say the same: names of things are compared without their capitals."""
    if fact in NAMES or (fact == "name" and kind != "person"):
        return (one is None) == (other is None) and key_of(str(one)) == key_of(str(other))
    if fact == "teams":
        return sorted(map(key_of, team_names(one))) == sorted(map(key_of, team_names(other)))
    return one == other


def team_names(value: object) -> list[str]:
    """The names in a list of teams: split at semicolons or line ends when there are any, else at commas."""
    if isinstance(value, list):
        return value
    text = str(value or "")
    mark = ";" if ";" in text else "\n" if "\n" in text else ","
    return list(dict.fromkeys(name.strip() for name in text.split(mark) if name.strip()))


def in_words(value: object) -> str:
    """A value as the preview writes it."""
    if value is None or value == "":
        return "none"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Role):
        return value.label
    if isinstance(value, list):
        return "; ".join(value) if value and isinstance(value[0], str) else days_in_words(value)
    return str(value)
