"""x"""

from __future__ import annotations

from collections.abc import Iterator

from planner.planning.clashes import Clash, Over
from planner.planning.problem import Problem


def budget_clashes(problem: Problem, over: Over) -> Iterator[Clash]:
    yield from ()
