"""Measuring a run of the planner from outside: time, progress, and the memory of all its processes together."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
EVERY = 0.2  # seconds


def resident(pid: int) -> int:
    """KiB in memory of a process and of all that it started; what is shared between them counts for each."""
    total, waiting = 0, [pid]
    while waiting:
        one = Path("/proc") / str(waiting.pop())
        try:
            lines = (one / "status").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
            for task in (one / "task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ValueError):  # it ended meanwhile
            continue
    return total


def with_peak(work: Callable[[], T]) -> tuple[T, int]:
    """The result, and the most MiB that this process and its children held at once; 0 where /proc is unknown."""
    done, peak = threading.Event(), 0

    def watch() -> None:
        nonlocal peak
        while not done.wait(EVERY):
            peak = max(peak, resident(os.getpid()))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        result = work()
    finally:
        done.set()
        thread.join()
    return result, max(peak, resident(os.getpid())) // 1024
