"""The one place where the program reads a clock; everything below the edges is handed `now`."""

import time
from datetime import UTC, datetime

_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def now() -> datetime:
    """The present instant, aware, in UTC, to the second (no database or feed carries more)."""
    return datetime.now(UTC).replace(microsecond=0)


def steady() -> float:
    """Seconds that have passed since some moment, whatever is done to the clock; a sleep of the machine counts where it tells."""
    return time.clock_gettime(_STEADY)


def awake() -> float:
    """Seconds for which the machine was awake since some moment: what a search takes is counted in these."""
    return time.monotonic()
