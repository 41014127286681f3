"""Years that were searched before: with a clock that stands still a search finds the same year again, so tests of what follows remember it.

The search itself is tested in tests/planning, which remembers nothing.
"""

import json
from collections.abc import Callable

from planner.planning.generate import generate
from planner.planning.plan import Plan
from planner.planning.problem import Problem
from planner.planning.progress import Progress

BRIEFLY = 1.0
"""What a search tries in a second is enough for tests of what follows, whatever was wished for: people wait for minutes."""

_found: dict[str, tuple[Plan, list[Progress]]] = {}


def still() -> float:
    """A clock for searches: how much is tried bounds them, on any machine the same."""
    return 0.0


def remembered(
    problem: Problem,
    *,
    seed: int,
    time_limit: float,
    progress: Callable[[Progress], None],
    stop: Callable[[], bool],
    monotonic: Callable[[], float],
) -> Plan:
    """In place of `generate`: the same year, told in the same steps. One that a real clock or a wish to stop may end is searched anew."""
    if monotonic is not still or stop():
        return generate(problem, seed=seed, time_limit=time_limit, progress=progress, stop=stop, monotonic=monotonic)
    time_limit = min(time_limit, BRIEFLY)
    key = json.dumps([problem.to_json(), seed, time_limit], sort_keys=True, default=str)
    if key not in _found:
        told: list[Progress] = []
        plan = generate(problem, seed=seed, time_limit=time_limit, progress=told.append, stop=stop, monotonic=still)
        _found[key] = plan, told
    plan, told = _found[key]
    for state in told:
        progress(state)
    return plan
