"""Reviews and visits in the second process: they meet the recognition only when hours are sought."""

from __future__ import annotations

import json
import sys
import time

from planner.planning.calendar import Calendar
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.reviews_and_visits import ReviewsAndVisits
from planner.planning.second_process import SecondProcess, orphaned, say, written

SPEAK_EVERY = 3.0  # seconds between two reports of the child


def second_half(
    problem: Problem, base: list[Occurrence], seed: int, *, effort: float, moves: int, seconds: float
) -> SecondProcess:
    """A child that answers with reviews and visits: first ones with so much effort of the solver, then better ones."""
    order: dict[str, object] = {"problem": problem.to_json(), "base": written(base), "seed": seed}
    return SecondProcess(__name__, order | {"effort": effort, "moves": moves, "seconds": seconds})


def main() -> None:
    order, gone = json.load(sys.stdin), orphaned()
    problem, started = Problem.from_json(order["problem"]), time.monotonic()
    base, seconds = list(Plan.from_json(order["base"]).occurrences), max(0.1, float(order["seconds"]))
    half = ReviewsAndVisits(problem, Calendar(problem), base, int(order["seed"]))
    spoken = started

    def over() -> bool:
        return time.monotonic() - started > seconds or gone()

    def watch(_: float) -> bool:
        nonlocal spoken
        if time.monotonic() - spoken > SPEAK_EVERY:
            spoken = time.monotonic()
            say(half.placed)
        return over()

    half.first(float(order["effort"]), lambda _: over())
    say(half.placed)
    half.better(int(order["moves"]), watch, lambda: (time.monotonic() - started) / seconds)
    say(half.placed)


if __name__ == "__main__":
    main()
