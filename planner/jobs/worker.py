"""The worker: looks for what is due, sends it, lets time make things late, and has years generated beside itself."""

import subprocess
import sys
import threading
from dataclasses import dataclass

from flask import Flask

from planner import clock
from planner.jobs import heartbeat, passes
from planner.jobs.clock_guard import ClockGuard
from planner.jobs.timetable import Job, Timetable
from planner.reminders.lulls import Lull

DELIVER_SECONDS = 1
GENERATE_SECONDS = 2
SWEEP_SECONDS = 60
MAILBOX_SECONDS = 60
CALENDARS_SECONDS = 60
BEHIND_SECONDS = 300
REDRAW_SECONDS = 3600
HEARTBEAT_SECONDS = 60
AUDIT_SECONDS = 600
TIDY_SECONDS = 6 * 3600
PATIENCE_SECONDS = 8.0


@dataclass
class Generator:
    """Generates in a process of its own: twenty seconds of computing would hold up the mail, and a stop can end it at once."""

    app: Flask
    child: subprocess.Popen[bytes] | None = None

    def work(self) -> None:
        """Starts the process when a year is wanted and none runs."""
        if self.child is not None and self.child.poll() is None:
            return
        if passes.year_is_wanted(self.app, clock.now):
            self.child = subprocess.Popen([sys.executable, "-m", "planner.cli", "worker", "--years"])

    def stop(self) -> None:
        """Ends it; the wish is taken up again by the next worker."""
        if self.child is not None and self.child.poll() is None:
            self.child.kill()
            self.child.wait()


def run(app: Flask, stop: threading.Event) -> bool:
    """What is due goes first: the rest of the work waits some seconds, because a worker that starts often has mails to catch up on.

    Works until `stop` is set: the mail in hand is finished, leases are given back. False when the clock was lost or work hung.
    """
    generator, guard, lull = Generator(app), ClockGuard(app), Lull()
    ends = lambda: stop.is_set() or not guard.believes()  # noqa: E731  # both senders end by the same word
    mail, chats = (passes.sender_for(app, clock.now, ends, names) for names in (passes.TO_OUR_OWN, passes.TO_OTHERS))
    timetable = Timetable(
        [
            Job(
                "look",
                app.config["PLANNER_TICK_SECONDS"] or 1,
                guard.guarded(lambda: passes.look(app, clock.now, lull)),
            ),
            Job("deliver", DELIVER_SECONDS, guard.guarded(lambda: passes.deliver(app, mail))),
            Job("deliver to others", DELIVER_SECONDS, guard.guarded(lambda: passes.deliver(app, chats))),
            Job("generate", GENERATE_SECONDS, generator.work),
            Job("answers", MAILBOX_SECONDS, lambda: passes.read_mailbox(app, clock.now, stop.is_set), 5),
            Job("calendars", CALENDARS_SECONDS, lambda: passes.read_calendars(app, clock.now), 5),
            Job("behind", BEHIND_SECONDS, guard.guarded(lambda: passes.tell_behind(app, clock.now)), 10),
            Job("sweep", SWEEP_SECONDS, guard.guarded(lambda: passes.slip(app, clock.now)), 2),
            Job("redraw", REDRAW_SECONDS, lambda: passes.redraw(app, clock.now), 20),
            Job("heartbeat", HEARTBEAT_SECONDS, lambda: heartbeat.beat(app, clock.now)),
            Job("audit", AUDIT_SECONDS, guard.guarded(lambda: passes.audit(app, clock.now)), 30),
            Job("tidy", TIDY_SECONDS, lambda: passes.tidy(app, clock.now), 60),
        ]
    )
    timetable.start()
    ticking = True
    while ticking and not stop.wait(0.5):
        ticking = timetable.watch()
    stop.set()
    ended = timetable.stop(PATIENCE_SECONDS)
    generator.stop()
    return ticking and ended
