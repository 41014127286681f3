"""Reviews and visits in a process of their own, so that the second core is used.

The child reads one JSON document, writes its reviews and visits as a line of JSON every now and then, and ends after its
last line, or when its parent is gone. A plain subprocess is used because a daemonic web worker may not have
multiprocessing children.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from planner.planning.calendar import Calendar
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.reviews_and_visits import ReviewsAndVisits

SPEAK_EVERY = 3.0  # seconds between two reports of the child
PATIENCE = 0.2  # seconds between two looks at the child


class Gone(Exception):
    """The child ended before its first report."""


class SecondProcess:
    """The parent's side. `latest` is what was heard last: reviews and visits, None before the first report."""

    def __init__(
        self, problem: Problem, base: list[Occurrence], seed: int, *, effort: float, moves: int, seconds: float
    ) -> None:
        self.latest: list[Occurrence] | None = None
        self.heard = 0
        self._done = threading.Event()
        order: dict[str, object] = {"problem": problem.to_json(), "base": _written(base), "seed": seed}
        order |= {"effort": effort, "moves": moves, "seconds": seconds}
        home = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "planner.planning.second_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": path},
        )
        threading.Thread(target=self._talk, args=(json.dumps(order),), daemon=True).start()

    def _talk(self, order: str) -> None:
        """Hand over the order and keep what comes back; a child that dies leaves its last word standing."""
        try:
            if self._process.stdin and self._process.stdout:
                self._process.stdin.write(order)
                self._process.stdin.close()
                for line in self._process.stdout:
                    self.latest = list(Plan.from_json(json.loads(line)).occurrences)
                    self.heard += 1
        except (OSError, ValueError):
            pass  # the last report is a whole set of reviews and visits
        finally:
            self._done.set()

    @property
    def done(self) -> bool:
        return self._done.is_set()

    def first(self, tick: Callable[[], object]) -> list[Occurrence]:
        """The first report. Raises Gone when there is none to come."""
        while self.latest is None:
            if self.done:
                raise Gone
            tick()
            self._done.wait(PATIENCE)
        return self.latest

    def rest(self) -> None:
        """Wait a little, or until the child has ended."""
        self._done.wait(PATIENCE)

    def close(self) -> None:
        """End the child if it still works; no harm when it has ended."""
        if not self.done:
            self._process.kill()
            self._done.wait(1.0)
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


def _written(occurrences: list[Occurrence]) -> dict[str, object]:
    return Plan(tuple(occurrences)).to_json()


def main() -> None:
    order, parent = json.load(sys.stdin), os.getppid()
    problem, started = Problem.from_json(order["problem"]), time.monotonic()
    base, seconds = list(Plan.from_json(order["base"]).occurrences), max(0.1, float(order["seconds"]))
    half = ReviewsAndVisits(problem, Calendar(problem), base, int(order["seed"]))
    spoken = started

    def over() -> bool:
        return time.monotonic() - started > seconds or os.getppid() != parent

    def watch(_: float) -> bool:
        nonlocal spoken
        if time.monotonic() - spoken > SPEAK_EVERY:
            spoken = time.monotonic()
            _say(half)
        return over()

    half.first(float(order["effort"]), lambda _: over())
    _say(half)
    half.better(int(order["moves"]), watch, lambda: (time.monotonic() - started) / seconds)
    _say(half)


def _say(half: ReviewsAndVisits) -> None:
    sys.stdout.write(json.dumps(_written(half.placed)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
