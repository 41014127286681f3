"""How long to wait after a failure: for one message, and for a whole channel that is down."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

FIRST_SECONDS = 30.0
MOST_SECONDS = 3600.0
PROBE_MOST_SECONDS = 300.0


def pause(attempts: int, chance: Callable[[], float] = random.random) -> timedelta:
    """Up to 30 s × 2ⁿ, at most an hour; a random part of it, so that many messages do not come back together."""
    return timedelta(seconds=chance() * min(MOST_SECONDS, FIRST_SECONDS * 2 ** min(attempts, 12)))


@dataclass
class Circuit:
    """Open while a channel is down: nothing is tried until `closed_again`, so that no message's tries are burnt."""

    monotonic: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    failures: int = 0
    open_until: float = field(default=float("-inf"))

    @property
    def is_open(self) -> bool:
        return self.monotonic() < self.open_until

    def broke(self) -> timedelta:
        """Opens it; for how long. A random half of it, so that several senders do not come back to a busy server together."""
        longest = min(PROBE_MOST_SECONDS, FIRST_SECONDS / 2 * 2 ** min(self.failures, 8))
        wait = longest * (0.5 + self.chance() / 2)
        self.failures += 1
        self.open_until = self.monotonic() + wait
        return timedelta(seconds=wait)

    def worked(self) -> None:
        """Closes it for good."""
        self.failures, self.open_until = 0, float("-inf")
