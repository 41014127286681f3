"""The same year once more from another beginning, in the second process: in a small year luck matters, and two have more.

Larger years use the second core for their reviews and visits instead; there the seeds hardly differ.
"""

from __future__ import annotations

import json
import sys
import time

from planner.planning.problem import Problem
from planner.planning.progress import Progress
from planner.planning.second_process import SecondProcess, orphaned, say

OTHER = 1  # what is added to the seed


def second_year(problem: Problem, seed: int, *, effort: float, seconds: float) -> SecondProcess:
    """A child that answers with whole years, each better than the one before: tried as for `effort` seconds, cut off at
    `seconds`.
    """
    order = {"problem": problem.to_json(), "seed": seed + OTHER, "effort": effort, "seconds": seconds}
    return SecondProcess(__name__, order)


def main() -> None:
    from planner.planning.generate import alone  # it asks for this module where it needs a child

    order, gone = json.load(sys.stdin), orphaned()
    problem, best = Problem.from_json(order["problem"]), (sys.maxsize, sys.maxsize)

    def tell(progress: Progress) -> None:
        nonlocal best
        found = (progress.hard or 0, progress.cost or 0)
        if progress.plan is not None and found < best:
            best = found
            say(progress.plan.occurrences)

    alone(problem, int(order["seed"]), float(order["effort"]), float(order["seconds"]), tell, gone, time.monotonic)


if __name__ == "__main__":
    main()
