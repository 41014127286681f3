"""Stretches of time in which nothing can fall due: a worker remembers one, so that most of its looks cost two short questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time

from planner.domain.instants import ONE_DAY
from planner.models.messages import newest_message
from planner.models.readers import zones_in_use
from planner.models.truth import truth_number
from planner.reminders.placing import next_digest

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class Lull:
    """`extent` is how far the database had come: the stamp of the truth, and the newest message. While it stays so, nothing falls due from
    `since` up to `until`. This is no truth: a worker that forgets it looks again."""

    extent: tuple[int, int] = (-1, -1)
    since: datetime = NEVER
    until: datetime = NEVER

    def lasts(self, now: datetime) -> bool:
        """Whether a look at `now` would find nothing."""
        return self.since <= now < self.until and self.extent == _extent()

    def begin(self, now: datetime, steps: Iterable[datetime]) -> None:
        """After a look at `now`, in its transaction: of what it considered, these are the instants. Tomorrow other days are in reach."""
        ends = [datetime.combine(now.date() + ONE_DAY, time(), UTC), *(step for step in steps if step > now)]
        self.since, self.until = now, min([*ends, *(next_digest(now, zone) for zone in zones_in_use())])
        self.extent = _extent()


def _extent() -> tuple[int, int]:
    return truth_number(), newest_message()
