"""What bringing a file in would do: things that are new, and facts that change from one value to another."""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.actions.imports.columns import LABELS
from planner.actions.imports.known import Known
from planner.actions.imports.sheets import Place
from planner.actions.imports.things import KINDS, Thing, Things, in_words, same


@dataclass(frozen=True)
class Effect:
    """One thing that is new, or the facts of it that change, each as (what, from, to). `places` are the lines that bring it about."""

    kind: str
    key: str
    name: str
    new: bool
    changes: tuple[tuple[str, str, str], ...]
    places: tuple[Place, ...]

    def __str__(self) -> str:
        if self.new:
            return f"new {self.kind} {self.name}"
        said = ", ".join(f"{what} {before} → {after}" for what, before, after in self.changes)
        return f"{self.kind} {self.name}: {said}"


def effects_of(things: Things, known: Known) -> list[Effect]:
    """Every effect, in the order in which things are written."""
    return [effect for kind in KINDS for thing in things[kind].values() for effect in _effect(thing, known)]


def _effect(thing: Thing, known: Known) -> Iterator[Effect]:
    facts = known.facts[thing.kind].get(thing.key)
    if facts is None:
        yield Effect(thing.kind, thing.key, _name(thing, known), True, (), (thing.places[0],))
        return
    changed = [fact for fact, given in thing.facts.items() if not same(fact, facts.get(fact), given.value, thing.kind)]
    if changed:
        changes = tuple(
            (_what(thing.facts[f].label), in_words(facts.get(f)), in_words(thing.facts[f].value)) for f in changed
        )
        places = tuple(dict.fromkeys(thing.facts[f].place for f in changed))
        yield Effect(thing.kind, thing.key, _name(thing, known), False, changes, places)


def _what(label: str) -> str:
    return label if label in (LABELS["person.email"],) else label[0].lower() + label[1:]


def _name(thing: Thing, known: Known) -> str:
    """What the thing is called: by its own name, or by the person whom it belongs to."""
    if thing.kind in ("leader", "absence"):
        email = thing.key.split(" ", maxsplit=1)[0]
        person = known.facts["person"].get(email, {})
        days = f", from {in_words(thing.value('starts_on'))}" if thing.kind == "absence" else ""
        return f"{person.get('name') or email}{days}"
    stored = known.facts[thing.kind].get(thing.key, {}).get("name")
    return str(stored or thing.value("name") or thing.key)
