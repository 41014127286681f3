"""Where else an event could be, what each place would cost more or less, and which better places are forbidden and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.reasons.books import Books
from planner.planning.reasons.places import places
from planner.planning.reasons.words import cost_words, place_words

JUDGED = 60  # places that are judged by every rule at most; the cheapest come first
ALIKE = 2  # alternatives on the same day at most


@dataclass(frozen=True)
class Alternative:
    """The occurrence elsewhere; `hard` and `cost` are by how much `check` would answer more (or less) for the whole plan.

    One with `hard` above 0 is forbidden: it would look better, and the last of its sentences names the rule.
    """

    occurrence: Occurrence
    hard: int
    cost: int
    sentences: list[str]

    def to_json(self) -> dict[str, object]:
        to = self.occurrence.to_json()
        return {"occurrence": to, "hard": self.hard, "cost": self.cost, "sentences": self.sentences}


class Candidate(NamedTuple):
    """A place with its rank: cost first, then how far it is from the present one."""

    cost: int
    distance: float
    day: int
    occurrence: Occurrence


def alternatives(
    problem: Problem, plan: Plan, occurrence: Occurrence, *, count: int = 3, books: Books | None = None
) -> list[Alternative]:
    """The best legal places first, at most `count`, then as many that look better than them but are forbidden.

    `books` of the same plan may be handed in to save their making. An occurrence that is not in the plan has none.
    """
    books = books or Books(problem, plan)
    placed = books.placed(occurrence)
    if placed is None:
        return []
    others = list(places(books, placed))
    costs = books.costs(placed, (what for _, what in others))
    found = [
        Candidate(cost, abs((what.start - occurrence.start).total_seconds()), day, what)
        for cost, (day, what) in zip(costs, others, strict=True)
    ]
    ranked = sorted(found, key=lambda item: item[:2])  # equals keep the order of the places
    legal: list[Alternative] = []
    forbidden: list[Alternative] = []
    for candidate in _varied(ranked):
        effect = books.effect(placed, candidate.occurrence)
        sentences = [place_words(problem, candidate.occurrence), cost_words(effect.cost, effect.parts)]
        if effect.hard <= 0 and len(legal) < count:
            legal.append(Alternative(candidate.occurrence, effect.hard, effect.cost, sentences))
        elif effect.hard > 0 and len(forbidden) < count and not legal:
            sentences += [f"Not allowed: {found.sentence}" for found in effect.broken[:1]]
            forbidden.append(Alternative(candidate.occurrence, effect.hard, effect.cost, sentences))
        if len(legal) == count:
            break
    return legal + forbidden


def _varied(ranked: list[Candidate]) -> Iterator[Candidate]:
    """The cheapest candidates in order, without the many variants of one day."""
    seen: dict[int, int] = {}
    given = 0
    for candidate in ranked:
        seen[candidate.day] = seen.get(candidate.day, 0) + 1
        if seen[candidate.day] <= ALIKE and given < JUDGED:
            given += 1
            yield candidate
