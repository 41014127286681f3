"""The hard rules, H01 to H23 of the benchmark and H24 of the product, in the order in which a plan is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planner.planning.judge import leaders, placing, shared, teams
from planner.planning.judge.found import Found
from planner.planning.judge.ledger import Ledger
from planner.planning.plan import Plan
from planner.planning.problem import Problem

RULES: tuple[Callable[[Problem, Ledger, Plan], Iterator[Found]], ...] = (
    *placing.RULES,
    *teams.RULES,
    *leaders.RULES,
    *shared.RULES,
)
