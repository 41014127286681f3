"""Keeping what a file brings: every new thing made, every changed fact set, in the running transaction."""

from itertools import groupby

from planner.actions.imports.effects import Effect
from planner.actions.imports.known import Known
from planner.actions.imports.make import make
from planner.actions.imports.things import Thing, Things, key_of, team_names
from planner.models.base import db
from planner.models.people import Person

REFERS = {
    "site": "site",
    "shift": "shift",
    "team": "team",
    "home": "site",
    "lead": "person",
    "assistant": "person",
    "owner": "person",
}
"""Facts that name another thing, and of which kind it is."""


def write(effects: list[Effect], things: Things, known: Known) -> None:
    """Kind by kind, so that everything exists before something refers to it; who leads which team comes when there are people."""
    for kind, group in groupby(effects, key=lambda effect: effect.kind):
        for effect in group:
            thing = things[kind][effect.key]
            if effect.new:
                known.rows[kind][effect.key] = make(thing, things, known)
            _set(thing, known, [fact for fact in thing.facts if (kind, fact) != ("team", "lead")])
            if kind == "person" and effect.new:
                _place(known.person(effect.key))
        db.session.flush()
    for effect in effects:
        if effect.kind == "team" and "lead" in things["team"][effect.key].facts:
            _set(things["team"][effect.key], known, ["lead"])
    db.session.flush()


def _place(person: Person) -> None:
    """Somebody without a site works where the team does."""
    if person.site is None and person.team is not None:
        person.site = person.team.site


def _set(thing: Thing, known: Known, facts: list[str]) -> None:
    row = known.rows[thing.kind][thing.key]
    for fact in facts:
        setattr(row, fact, _stored(fact, thing.facts[fact].value, known))


def _stored(fact: str, value: object, known: Known) -> object:
    if fact == "teams":
        return [known.rows["team"][key_of(name)] for name in team_names(value)]
    if fact in REFERS and value is not None:
        return known.rows[REFERS[fact]][key_of(str(value))]
    return value
