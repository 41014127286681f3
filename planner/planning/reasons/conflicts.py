"""Why no plan keeps every rule: which needs clash, for whom, and the smallest changes that would help.

The year is looked at in parts that can be judged by themselves. A part that is impossible is proven to be so; what is not
found here is therefore not proven possible.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.planning.judge.check import check
from planner.planning.plan import Plan
from planner.planning.problem import Problem
from planner.planning.reasons.clash_budgets import budget_clashes
from planner.planning.reasons.clash_committee import committee_clashes
from planner.planning.reasons.clash_leaders import leader_clashes
from planner.planning.reasons.clash_pins import pin_clashes
from planner.planning.reasons.clash_reviews import review_clashes
from planner.planning.reasons.clash_streams import stream_clashes
from planner.planning.reasons.clash_week import week_clashes
from planner.planning.reasons.clashes import Clash, Need, Over
from planner.planning.reasons.relaxations import Change, Relaxation

__all__ = ["Change", "Clash", "Need", "Relaxation", "WhyNot", "why_not"]

Finder = Callable[[Problem, Over], Iterator[Clash]]
FINDERS: tuple[Finder, ...] = (
    pin_clashes,
    stream_clashes,
    week_clashes,
    budget_clashes,
    leader_clashes,
    review_clashes,
    committee_clashes,
)


@dataclass(frozen=True)
class WhyNot:
    """`changes` are those of all clashes; one of each clash is needed. `broken` are the rules that the plan breaks.

    `complete` is False when time was over before every part had been looked at.
    """

    sentence: str
    clashes: tuple[Clash, ...]
    changes: tuple[Relaxation, ...]
    broken: tuple[str, ...]
    complete: bool

    def to_json(self) -> dict[str, object]:
        return {
            "sentence": self.sentence,
            "clashes": [clash.to_json() for clash in self.clashes],
            "changes": [change.to_json() for change in self.changes],
            "broken": list(self.broken),
            "complete": self.complete,
        }


def why_not(
    problem: Problem,
    *,
    plan: Plan | None = None,
    seconds: float,
    stop: Callable[[], bool] | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> WhyNot:
    """What stands in the way of a year that keeps every rule. A `plan` that keeps them all ends the question at once."""
    verdict = check(problem, plan) if plan is not None else None
    if verdict is not None and not verdict.hard:
        return WhyNot("This year keeps every rule.", (), (), (), complete=True)
    end = monotonic() + seconds

    def over() -> bool:
        return monotonic() >= end or (stop is not None and stop())

    clashes = tuple(clash for finder in FINDERS if not over() for clash in finder(problem, over))
    changes = {change.sentence: change for clash in clashes for change in clash.changes}
    broken = tuple(item.sentence for item in verdict.broken) if verdict else ()
    return WhyNot(_summary(clashes, broken), clashes, tuple(changes.values()), broken, complete=not over())


def _summary(clashes: tuple[Clash, ...], broken: tuple[str, ...]) -> str:
    if clashes:
        many = "one clash" if len(clashes) == 1 else f"{len(clashes)} clashes"
        return f"No year can keep every rule: there {'is' if len(clashes) == 1 else 'are'} {many}."
    if broken:
        return "No clash was found: a longer search may keep the rules that this plan breaks."
    return "No clash was found: every rule can probably be kept."
