"""Letting a solver work in a thread while the caller goes on telling how far it is. The solvers let go of the GIL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
TICK = 0.3  # seconds


def meanwhile(work: Callable[[], T], tick: Callable[[], object]) -> T:
    """The result of `work`; `tick` is called in the caller's thread every now and then until it is there."""
    results: list[T] = []
    faults: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as fault:  # noqa: BLE001 -- raised again below, in the caller's thread
            faults.append(fault)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(TICK)
        tick()
    if faults:
        raise faults[0]
    return results[0]
