"""Improving the floor visits in a process of their own, so that the second core is used.

Visits and recognition meet only in the timetable, so both halves can be searched at once. The child reads one JSON
document, writes its best visits as a line of JSON every now and then, and ends after its last line. A plain
subprocess is used because a daemonic web worker may not have multiprocessing children.
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

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.visit_mend import mend
from planner.planning.visit_search import VisitSearch
from planner.planning.visits import Visits

SPEAK_EVERY = 3.0  # seconds between two reports of the child
PATIENCE = 0.2  # seconds between two looks at the child


def improved(
    problem: Problem,
    board: Board,
    start: list[Occurrence],
    seed: int,
    moves: int,
    watch: Callable[[float, Visits], bool],
    hurry: Callable[[], float],
) -> list[Occurrence]:
    """Better visits than `start`, which are already on no board; pinned ones are not among them."""
    visits = Visits(problem, board, [pin for pin in problem.pins if pin.type == "visit"])
    visits.start_from(start)
    VisitSearch(visits, seed).improve(moves, lambda done: watch(done, visits), hurry)
    mend(visits)
    return visits.occurrences()


class VisitWorker:
    """The parent's side of the child."""

    def __init__(
        self, problem: Problem, placed: list[Occurrence], start: list[Occurrence], seed: int, moves: int, seconds: float
    ) -> None:
        self.latest = start
        self._done = threading.Event()
        order: dict[str, object] = {"problem": problem.to_json(), "placed": _written(placed), "start": _written(start)}
        order |= {"seed": seed, "moves": moves, "seconds": seconds}
        home = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "planner.planning.visit_worker"],
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
        except (OSError, ValueError):
            pass  # the start, or the last report, is a whole year of visits
        finally:
            self._done.set()

    def finish(self, give_up: Callable[[], bool]) -> list[Occurrence]:
        """Wait for the last report, or take the latest when the caller gives up."""
        while not self._done.wait(PATIENCE) and not give_up():
            pass
        self.close()
        return self.latest

    def close(self) -> None:
        """End the child if it still works; no harm when it has ended."""
        if not self._done.is_set():
            self._process.kill()
            self._done.wait(1.0)
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


def _written(occurrences: list[Occurrence]) -> dict[str, object]:
    return Plan(tuple(occurrences)).to_json()


def main() -> None:
    order = json.load(sys.stdin)
    problem, started = Problem.from_json(order["problem"]), time.monotonic()
    board = Board(problem, Calendar(problem))
    board.enter(Plan.from_json(order["placed"]).occurrences)
    spoken, seconds = started, max(0.1, float(order["seconds"]))

    def watch(_: float, visits: Visits) -> bool:
        nonlocal spoken
        now = time.monotonic()
        if now - spoken > SPEAK_EVERY:
            spoken = now
            _say(visits.occurrences())
        return now - started > seconds

    def hurry() -> float:
        return (time.monotonic() - started) / seconds

    start = list(Plan.from_json(order["start"]).occurrences)
    _say(improved(problem, board, start, int(order["seed"]), int(order["moves"]), watch, hurry))


def _say(occurrences: list[Occurrence]) -> None:
    sys.stdout.write(json.dumps(_written(occurrences)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
