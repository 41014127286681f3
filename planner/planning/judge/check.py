"""Judging a plan by the 23 hard rules, in sentences that HR can read, and by its cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from planner.planning.calendar import Calendar
from planner.planning.judge.ledger import Ledger
from planner.planning.judge.rules import RULES
from planner.planning.judge.score import cost_parts
from planner.planning.plan import Plan
from planner.planning.problem import Problem


@dataclass(frozen=True)
class Broken:
    """One broken rule. `occurrence` is an index into the plan; `units` is how often the rule is broken at once."""

    code: str
    sentence: str
    occurrence: int | None = None
    units: int = 1


@dataclass(frozen=True)
class Verdict:
    """`hard` and `by_code` count units; `broken` has the sentences; `cost` is the sum of `parts`."""

    hard: int
    by_code: dict[str, int]
    broken: list[Broken]
    cost: int
    parts: dict[str, int]


def check(problem: Problem, plan: Plan, calendar: Calendar | None = None) -> Verdict:
    """Judge from scratch. A calendar of the same problem may be handed in to save its making."""
    ledger = Ledger(problem, calendar or Calendar(problem), plan)
    broken = [Broken(*found) for rule in RULES for found in rule(problem, ledger, plan)]
    by_code: Counter[str] = Counter()
    for item in broken:
        by_code[item.code] += item.units
    parts = cost_parts(problem, ledger)
    return Verdict(sum(by_code.values()), dict(sorted(by_code.items())), broken, sum(parts.values()), parts)
