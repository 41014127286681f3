"""How a clash is found: a part of the year that cannot be kept, the fewest needs of it that contradict each other, and
the smallest changes after which it can. Each kind of part is a module of its own (`clash_…`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from planner.planning.problem import Closure, Problem
from planner.planning.reasons.relaxations import Change, Relaxation, applied

Over = Callable[[], bool]


@dataclass(frozen=True)
class Need:
    """Something that has to be kept: a rule's code, what it says in a few words, and the problem's data without it."""

    code: str
    words: str
    without: tuple[Change, ...]

    def drop(self, problem: Problem) -> Problem:
        return applied(problem, self.without)

    def to_json(self) -> dict[str, object]:
        return {"code": self.code, "words": self.words, "without": [change.to_json() for change in self.without]}


@dataclass(frozen=True)
class Ladder:
    """One change in growing sizes."""

    sizes: Sequence[int]
    at: Callable[[int], Relaxation]


@dataclass(frozen=True)
class Part(ABC):
    """A piece of the year that can be judged by itself. `problem` is narrowed to it; changes to the whole apply to it."""

    problem: Problem

    @property
    @abstractmethod
    def whom(self) -> tuple[str, ...]: ...

    @abstractmethod
    def feasible(self, problem: Problem) -> bool:
        """False only where it is proven that nothing fits."""

    def certain(self, problem: Problem) -> bool:
        """True only where something is known to fit: what a change has to bring about before it is offered."""
        return self.feasible(problem)

    @abstractmethod
    def needs(self) -> list[Need]:
        """What is left out first in search of the fewest comes first."""

    @abstractmethod
    def ladders(self, kept: list[Need]) -> Iterator[Ladder]:
        """Changes that may help, the kindest first."""


@dataclass(frozen=True)
class Clash:
    """Needs that cannot all be kept; without any one of them the others can. `changes` help this clash, one each.

    `core` is the part of the problem that holds these needs and no others; `part` judges it.
    """

    codes: tuple[str, ...]
    sentence: str
    whom: tuple[str, ...]
    needs: tuple[Need, ...]
    changes: tuple[Relaxation, ...]
    part: Part = field(compare=False, repr=False)
    core: Problem = field(compare=False, repr=False)

    def to_json(self) -> dict[str, object]:
        return {
            "codes": list(self.codes),
            "sentence": self.sentence,
            "whom": list(self.whom),
            "needs": [need.to_json() for need in self.needs],
            "changes": [change.to_json() for change in self.changes],
        }


def fixed(relaxation: Relaxation) -> Ladder:
    """A change of one size only."""
    return Ladder([1], lambda _: relaxation)


def clash_of(part: Part, over: Over, widen: Callable[[list[Need]], Part] | None = None) -> Clash:
    """The clash of a part that is not feasible; `widen` names the larger part for which the same needs clash.

    When time is over, needs that were not looked at stay in it.
    """
    core, kept = part.problem, []
    for need in part.needs():
        without = need.drop(core)
        if over() or part.feasible(without):
            kept.append(need)
        else:
            core = without
    if widen is not None:
        part, words = widen(kept), {need.words for need in kept}
        kept = [need for need in part.needs() if need.words in words]
        core = without_others(part, words)
    ladders = takewhile(lambda _: not over(), part.ladders(kept))
    changes = tuple(found for ladder in ladders if (found := smallest(part, ladder)))
    codes = tuple(sorted({need.code for need in kept}))
    return Clash(codes, _sentence(part, kept), part.whom, tuple(kept), changes, part, core)


def without_others(part: Part, words: set[str]) -> Problem:
    """The part's problem with only the needs of these words."""
    core = part.problem
    for need in part.needs():
        core = core if need.words in words else need.drop(core)
    return core


def smallest(part: Part, ladder: Ladder) -> Relaxation | None:
    """The smallest size that makes the part feasible; sizes beyond a helpful one help as well."""
    low, high = 0, len(ladder.sizes) - 1
    if high < 0 or not _helps(part, ladder, high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _helps(part, ladder, middle) else (middle + 1, high)
    return ladder.at(ladder.sizes[high])


def _helps(part: Part, ladder: Ladder, place: int) -> bool:
    return part.certain(ladder.at(ladder.sizes[place]).apply(part.problem))


def _sentence(part: Part, kept: list[Need]) -> str:
    whom = listed(part.whom)
    if not kept:
        return f"{whom}: nothing that could be given up makes this possible."
    if len(kept) == 1:
        return f"{whom}: this cannot be kept: {kept[0].words}."
    return f"{whom}: these cannot all be kept: {'; '.join(need.words for need in kept)}."


def listed(names: Sequence[str], most: int = 6) -> str:
    """`T1, T2 and T3`, `T1, T2 and 14 more`."""
    shown = list(names) if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else "Nobody"


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def closure_words(closure: Closure) -> str:
    """`company freeze (21 December 2026 to 3 January 2027)`."""
    until = f" to {day_words(closure.end)}" if closure.end > closure.start else ""
    return f"{closure.reason or 'closed'} ({day_words(closure.start)}{until})"
