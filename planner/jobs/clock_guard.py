"""Whether the wall clock can be believed: a clock that jumps ahead would send next week's messages today.

Between two looks the wall clock may gain no more than a quarter of an hour on the monotonic one. Else nothing that goes by the date is
done until PostgreSQL's clock says the same, or, on SQLite, which has no clock of its own, HR does. A clock that is set back sends
nothing early, and a machine that slept, or a worker that stood still, has lost nothing of the monotonic clock: both are believed.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask

from planner import clock
from planner.models import holds

log = logging.getLogger(__name__)

MOST = timedelta(minutes=15)


@dataclass
class ClockGuard:
    """One per worker. `seen` is the last pair of wall and monotonic time that was believed."""

    app: Flask
    seen: tuple[datetime, float] | None = None
    held: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def guarded(self, work: Callable[[], object]) -> Callable[[], object]:
        """`work`, which is left out while the clock is not believed."""
        return lambda: self.believes() and work()

    def believes(self) -> bool:
        """Whether what goes by the date may be done now. Asks the database only while there is a doubt."""
        with self.lock:
            wall, steady = clock.now(), clock.steady()
            if self.held or self.seen is None or _gained(self.seen, wall, steady) > MOST:
                self._judge(wall, steady)
            if not self.held:
                self.seen = wall, steady
            return not self.held

    def _judge(self, wall: datetime, steady: float) -> None:
        was_held = self.held
        with self.app.app_context():
            self.held = self._doubts(wall, steady)
            if self.held:
                holds.hold_for_clock(wall)
            elif was_held:
                holds.release_clock()
        if self.held and not was_held:
            log.error("The clock jumped to %s. Nothing that goes by the date is done until it is confirmed.", wall)

    def _doubts(self, wall: datetime, steady: float) -> bool:
        if self.seen is not None and _gained(self.seen, wall, steady) <= MOST:
            return False
        witness = holds.database_clock()
        if witness is not None:
            return abs(witness - wall) > MOST
        if self.held or self.seen is None:
            return holds.clock_is_held()
        return True


def _gained(seen: tuple[datetime, float], wall: datetime, steady: float) -> timedelta:
    return wall - seen[0] - timedelta(seconds=steady - seen[1])
