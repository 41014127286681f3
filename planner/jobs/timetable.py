"""The clock: APScheduler calls each job in its rhythm, and holds no truth. A watchdog on the monotonic clock sees when it stops.

APScheduler sleeps by the wall clock: set back an hour, it is silent for the hour. Its default grace of a second loses every job
that a standstill delays. Hence the options below, and the watchdog.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)

SLACK_SECONDS = 1.0
LOST_SECONDS = 60.0
"""A job that cannot be woken for so long means that the scheduler is gone; the process ends and is started again."""


@dataclass
class Job:
    """One rhythm; `started` is the monotonic time of the last start. The first time it runs after `first` seconds, less than `every`."""

    name: str
    every: float
    work: Callable[[], object]
    first: float = 0.0
    started: float = field(default_factory=time.monotonic)
    busy: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """Does the work. What goes wrong is logged in a line and tried again next time: the database may be away for a minute."""
        self.started = time.monotonic()
        with self.busy:
            try:
                self.work()
            except Exception as error:  # a job that fails must not end the others, nor itself
                first = (str(error).splitlines() or [""])[0]
                log.error("%s failed and will be tried again: %s: %s", self.name, type(error).__name__, first)
                log.debug("The whole story", exc_info=True)


class Timetable:
    """Jobs and the clock that starts them."""

    def __init__(self, jobs: list[Job]) -> None:
        self.jobs = jobs
        self.scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for job in jobs:
            begins = datetime.now(UTC) + timedelta(seconds=job.first)
            self.scheduler.add_job(job.run, "interval", seconds=job.every, id=job.name, next_run_time=begins)

    def start(self) -> None:
        """Every job runs once its first time has come, then in its rhythm."""
        self.scheduler.start()

    def watch(self) -> bool:
        """Wakes jobs whose time has passed by the monotonic clock. False when waking does not help any more."""
        for job in self.jobs:
            silent = time.monotonic() - job.started
            if silent <= job.every + SLACK_SECONDS or job.busy.locked():
                continue
            if silent > job.every + LOST_SECONDS:
                return False
            self.scheduler.modify_job(job.name, next_run_time=datetime.now(UTC))
        return True

    def stop(self, patience: float) -> bool:
        """Starts nothing any more and waits for what is running; whether all of it ended in time."""
        self.scheduler.shutdown(wait=False)
        until = time.monotonic() + patience
        ended = [job.busy.acquire(timeout=max(0.0, until - time.monotonic())) for job in self.jobs]
        return all(ended)
