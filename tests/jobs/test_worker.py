"""The worker as a process: one pass at any moment, a quiet end, and a kill at the worst moment."""

import os
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta

from flask import Flask

from planner.actions.ladders import ship_ladders
from planner.domain.states import MessageState
from planner.jobs import passes
from planner.jobs.timetable import Job, Timetable
from planner.models.base import db, writing
from planner.models.messages import Message, insert_new
from planner.models.ticks import last_tick
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import naive, utc
from tests.reminders.post import open_office
from tests.reminders.scenes import make_program, make_visit

OPENS = utc(2027, 3, 2, 9)


def _environment(app: Flask, smtp_url: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")}
    return {
        **inherited,
        "PLANNER_DATABASE_URL": str(app.config["PLANNER_DATABASE_URL"]).replace("+psycopg", ""),
        "PLANNER_DATA_DIR": str(app.config["PLANNER_DATA_DIR"]),
        "PLANNER_SMTP_URL": smtp_url,
        "PLANNER_TICK_SECONDS": "1",
    }


def _worker(app: Flask, smtp_url: str, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "planner.cli", "worker", *words],
        env=_environment(app, smtp_url),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _queue(cast: Cast, now: datetime, count: int = 1) -> None:
    """Messages that anybody may get at any time."""
    with writing():
        insert_new(
            message_row(
                name="sign-in", about="person", about_id=cast.hana.id, recipient_id=cast.hana.id, step=f"sign-in-{number}",
                due_at=now, expires_at=now + timedelta(days=1), now=now,
            )
            for number in range(count)
        )  # fmt: skip


def test_one_pass_plays_any_moment_of_the_year(app: Flask, cast: Cast) -> None:
    with writing():
        ship_ladders()
    make_visit(cast, start=naive(2027, 3, 16, 10), program=make_program())
    with open_office() as (office, url):
        worker = _worker(app, url, "--once", "--now", "2027-03-02T09:00:00Z")
        told, trouble = worker.communicate()
    assert (worker.returncode, trouble) == (0, "")
    assert told.startswith(f"{len(office.mails)} sent")
    assert "visit-brief" in [row.name for row in db.session.query(Message).filter_by(state=MessageState.sent)]


def test_now_goes_with_once_only(app: Flask) -> None:
    worker = _worker(app, "", "--now", "2027-03-02T09:00:00Z")
    told, trouble = worker.communicate()
    assert (told, worker.returncode) == ("", 2)
    assert trouble.endswith("--now goes with --once: a worker that keeps running needs the real clock.\n")


def test_a_tick_is_recorded_by_the_job(app: Flask, cast: Cast) -> None:
    passes.look(app, lambda: NOW)
    assert last_tick("tick") == NOW


def test_a_job_that_fails_is_tried_again_and_stops_no_other() -> None:
    ran: list[str] = []
    enough = threading.Event()

    def fail() -> None:
        ran.append("fail")
        raise ValueError("always")

    def work() -> None:
        ran.append("work")
        if ran.count("work") >= 2 and ran.count("fail") >= 2:
            enough.set()

    timetable = Timetable([Job("fail", 0.1, fail), Job("work", 0.1, work)])
    timetable.start()
    enough.wait()
    assert timetable.stop(5.0)


def test_the_watchdog_wakes_a_job_that_the_wall_clock_left_asleep() -> None:
    ran = threading.Event()
    timetable = Timetable([Job("sleeper", 3600, ran.set)])
    timetable.start()
    ran.wait()
    ran.clear()
    while timetable.jobs[0].busy.locked():
        time.sleep(0.01)
    timetable.jobs[0].started -= 3600 + 2
    assert timetable.watch()
    ran.wait()
    assert timetable.stop(5.0)


def test_a_scheduler_that_cannot_be_woken_is_given_up() -> None:
    timetable = Timetable([Job("sleeper", 1, lambda: None)])
    timetable.jobs[0].started -= 3600
    assert not timetable.watch()
