"""Clocks of the program: several at once, one that fails, one that is slow, and none at all."""

import signal
import time
from datetime import timedelta

from planner.actions.ladders import ship_ladders
from planner.models.base import db, writing
from planner.models.health import pulse
from planner.models.ticks import last_tick
from tests.domain.times import naive, utc
from tests.faults.stage import Numbers, Stage, real_now, until
from tests.reminders.scenes import make_program, make_visit

EVE = utc(2027, 3, 15, 15)


def ticked(stage: Stage) -> object:
    """When a worker last looked."""
    db.session.rollback()
    return last_tick("tick")


def test_f54_workers_that_look_and_send_at_the_same_moment_double_nothing(stage: Stage) -> None:
    with writing():
        ship_ladders()
    program = make_program(sponsor=stage.cast.hana)
    for hour in range(8, 14):
        make_visit(stage.cast, start=naive(2027, 3, 16, hour), program=program)
    started = [stage.worker("--once", "--now", EVE.isoformat()) for _ in range(4)]
    assert all(worker.wait(120) for worker in started)
    stage.once(EVE)
    stage.once(EVE)
    assert len({row.key for row in stage.rows()}) == len(stage.rows())
    sent = [row for row in stage.rows() if row.state.value == "sent" and row.channel == "email"]
    assert sorted(stage.sink.ids.values()) == [1] * len(sent)
    assert [row.name for row in stage.rows()].count("visit-tomorrow") == 12


def test_f55_a_look_that_fails_is_made_again_and_a_worker_that_hangs_is_seen_by_what_waits(stage: Stage) -> None:
    worker = stage.worker(fault="tick.raises")
    assert until(lambda: ticked(stage) is not None)
    assert (worker.said.count("look failed and will be tried again: RuntimeError"), worker.alive) == (2, True)
    worker.signal(signal.SIGSTOP)
    stage.queue(1)
    assert pulse(real_now() + timedelta(minutes=6)).late is not None
    worker.signal(signal.SIGCONT)
    assert stage.settled()
    assert stage.numbers() == Numbers()


def test_f56_a_look_that_takes_longer_than_its_period_overlaps_with_none(stage: Stage) -> None:
    stage.queue(10)
    worker = stage.worker(fault="tick.slow")
    assert stage.settled()
    time.sleep(3)
    assert until(lambda: ticked(stage) is not None)
    assert (worker.alive, "failed" in worker.said) == (True, False)
    assert stage.numbers() == Numbers()


def test_f57_where_no_worker_runs_everybody_who_asks_hears_so(stage: Stage, clock: object) -> None:
    stage.queue(1, due=real_now() - timedelta(minutes=6))
    assert stage.numbers().oldest is not None
    answer = stage.app.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["ready"]) == (503, False)
    words = pulse(real_now()).late
    assert words is not None
    assert words.startswith("The worker has never run")
