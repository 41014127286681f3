"""A view of the calendar with its filters as something to subscribe to: how it is written down, what it is called, what it holds."""

from planner.domain.kinds import KINDS, kind_by_slug
from planner.models.calendar import Filters, Look, published_within
from planner.models.people import Person
from planner.models.programs import Program, program_with
from planner.models.selections import Selection

LONGEST = 80
"""What the column of a feed holds."""
_PLACES = {"site": "one site", "team": "one team", "leader": "one leader", "shift": "one shift"}
"""Without names: a view may be asked for by number, and nobody shall learn what a number is called."""


def ref_of(look: Look) -> str:
    """The program and the filters that are on, always in the same order: "3;kind=floor-visit;team=12"."""
    kind = KINDS[look.filters.kind].slug if look.filters.kind else None
    on = {"kind": kind} | {name: getattr(look.filters, name) for name in _PLACES}
    return ";".join([str(look.program.id), *(f"{name}={value}" for name, value in on.items() if value is not None)])


def look_of(person: Person, ref: str) -> Look | None:
    """What the words stand for when this person looks; None when they are no view, or not written as `ref_of` writes them."""
    number, *words = ref.split(";")
    program = program_with(int(number)) if number.isascii() and number.isdigit() and len(ref) <= LONGEST else None
    filters = _filters(dict(word.partition("=")[::2] for word in words))
    if program is None or filters is None:
        return None
    look = Look(program, person, filters)
    return look if ref_of(look) == ref else None


def _filters(words: dict[str, str]) -> Filters | None:
    slug = words.pop("kind", None)
    kind = kind_by_slug(slug) if slug else None
    if not words.keys() <= _PLACES.keys() or not all(word.isascii() and word.isdigit() for word in words.values()):
        return None
    if slug is not None and kind is None:
        return None
    return Filters(kind=kind.key if kind else None, **{name: int(word) for name, word in words.items()})


def name_of(program: Program, filters: Filters) -> str:
    """The program, and what it is narrowed to."""
    kind = [KINDS[filters.kind].plural] if filters.kind else []
    return ", ".join([program.name, *kind, *(said for name, said in _PLACES.items() if getattr(filters, name))])


def holds(person: Person, ref: str) -> Selection:
    """The published events of the view, the same for everybody: what the person may see is asked beside. Raises ValueError for no view."""
    look = look_of(person, ref)
    if look is None:
        raise ValueError(f"{ref} is not a view.")
    return published_within(look)
