"""What the work on a generation says about itself while it goes on, and hears: how far it is, the best year so far, whether to stop."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from planner.actions.plan_weeks import Weeks, weeks_of
from planner.actions.problems import Built
from planner.models import generations
from planner.models.base import writing
from planner.models.generations import GenerationState
from planner.planning.plan import Plan
from planner.planning.progress import Progress

Tell = Callable[[float, str], None]
Stop = Callable[[], bool]
TELL_EVERY = 0.45  # seconds
ASK_EVERY = 0.5  # seconds
MOST_POINTS = 300
SEARCHING = 0.95
"""Share of the bar that the search fills; the rest is writing."""


class Beat:
    """Says about twice a second how far the work is, each time in a short transaction of its own, and asks as often whether to stop."""

    def __init__(
        self,
        generation_id: int,
        now: datetime,
        monotonic: Callable[[], float] = time.monotonic,
        tell: Tell | None = None,
        stop: Stop | None = None,
    ) -> None:
        self.generation_id, self.now, self.monotonic, self.tell = generation_id, now, monotonic, tell
        self.started = monotonic()
        self.told = self.asked = self.started - 1
        self.interrupted, self.stopped = stop, False
        self.wanted = generations.stop_watch(generation_id)
        self.built: Built | None = None
        self.plan: Plan | None = None
        self.weeks: Weeks = {}
        self.points: list[list[float | None]] = []

    @property
    def elapsed(self) -> float:
        return self.monotonic() - self.started

    def moment(self) -> datetime:
        return self.now + timedelta(seconds=self.elapsed)

    def stop(self) -> bool:
        """Whether somebody said that what is there is good enough. Any thread may ask, as often as it likes."""
        if not self.stopped and self.monotonic() - self.asked >= ASK_EVERY:
            self.asked = self.monotonic()
            self.stopped = self.wanted()
        self.stopped = self.stopped or (self.interrupted is not None and self.interrupted())
        return self.stopped

    def __call__(self, progress: Progress) -> None:
        if self.tell:
            self.tell(progress.fraction, progress.sentence)
        better = self._look_at(progress.plan)
        self._mark(progress)
        if better or self.monotonic() - self.told >= TELL_EVERY:
            self.told = self.monotonic()
            self.say(progress.fraction * SEARCHING, progress.sentence)

    def _look_at(self, plan: Plan | None) -> bool:
        """Whether there is a better year than before to be shown."""
        if plan is None or plan is self.plan or self.built is None:
            return False
        self.plan, self.weeks = plan, weeks_of(self.built, plan)
        return True

    def _mark(self, progress: Progress) -> None:
        """A point of the curve, when cost or bound are others than before."""
        if progress.cost is None or (self.points and self.points[-1][2:] == [progress.cost, progress.bound]):
            return
        self.points.append([round(self.elapsed, 1), round(progress.fraction, 3), progress.cost, progress.bound])
        if len(self.points) > MOST_POINTS:
            del self.points[1::2]

    def say(self, fraction: float, sentence: str) -> None:
        with writing():
            row = generations.generation_with(self.generation_id)
            if row is not None and row.state is GenerationState.running:
                row.fraction, row.sentence, row.beat_at = fraction, f"{sentence.rstrip('.')}.", self.moment()
                row.points, row.weeks = list(self.points), self.weeks
                self.stopped = self.stopped or row.wanted_stop
