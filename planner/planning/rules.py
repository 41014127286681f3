"""The hard rules, H01 to H23 of the benchmark and H24 of the product, in the order in which a plan is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planner.planning import rules_leaders, rules_placing, rules_shared, rules_teams
from planner.planning.found import Found
from planner.planning.ledger import Ledger
from planner.planning.plan import Plan
from planner.planning.problem import Problem

RULES: tuple[Callable[[Problem, Ledger, Plan], Iterator[Found]], ...] = (
    *rules_placing.RULES,
    *rules_teams.RULES,
    *rules_leaders.RULES,
    *rules_shared.RULES,
)
