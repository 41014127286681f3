"""A process of its own for a part of the work, so that the second core is used: the parent's side.

The child reads one JSON document, writes occurrences as a line of JSON every now and then, and ends after its last line,
or when its parent is gone. A plain subprocess is used because a daemonic web worker may not have multiprocessing children.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from planner.planning.plan import Occurrence, Plan

PATIENCE = 0.2  # seconds between two looks at the child


class Gone(Exception):
    """The child ended before its first report."""


class SecondProcess:
    """`latest` are the occurrences that were heard last, None before the first report; `heard` counts the reports."""

    def __init__(self, module: str, order: Mapping[str, object]) -> None:
        self.latest: list[Occurrence] | None = None
        self.heard = 0
        self._done = threading.Event()
        home = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and one of our own modules
            [sys.executable, "-m", module],
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


def written(occurrences: Iterable[Occurrence]) -> dict[str, object]:
    """Occurrences as both sides send them."""
    return Plan(tuple(occurrences)).to_json()


def say(occurrences: Iterable[Occurrence]) -> None:
    """The child's side of a report."""
    sys.stdout.write(json.dumps(written(occurrences)) + "\n")
    sys.stdout.flush()


def orphaned() -> Callable[[], bool]:
    """For the child: whether the parent that it has now is gone."""
    parent = os.getppid()
    return lambda: os.getppid() != parent
