"""The grid on which a review works: how easy a change is against how much it would matter; the quick kills stand in one corner."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LEAST, MOST = 1, 5
HALFWAY = 4
"""From here on a rule counts as easy to change, or as one that matters."""


class Field(StrEnum):
    quick_kill = "quick kill"
    worth_the_work = "worth the work"
    small_and_easy = "small and easy"
    leave = "leave for now"
    locked = "legally fixed"
    unplaced = "not placed yet"


@dataclass(frozen=True)
class Placed:
    """A rule on the grid, 1 to 5 each way; `ease` None while nobody placed it. Voices are people who named it."""

    key: int
    ease: int | None
    impact: int
    voices: int = 0
    locked: bool = False


def field_of(placed: Placed) -> Field:
    """Where a rule stands. The law is off the table, however easy."""
    if placed.locked:
        return Field.locked
    if placed.ease is None:
        return Field.unplaced
    easy, matters = placed.ease >= HALFWAY, placed.impact >= HALFWAY
    if easy:
        return Field.quick_kill if matters else Field.small_and_easy
    return Field.worth_the_work if matters else Field.leave


def order(rules: Iterable[Placed]) -> list[Placed]:
    """In the order in which a session takes them: quick kills first, the law last; then what matters, what is easy, what many named."""
    fields = list(Field)
    rank = {field: number for number, field in enumerate(fields)}
    rank[Field.unplaced], rank[Field.locked] = rank[Field.worth_the_work], len(fields)
    return sorted(rules, key=lambda one: (rank[field_of(one)], -one.impact, -(one.ease or 0), -one.voices, one.key))
