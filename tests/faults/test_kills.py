"""Processes that die at the worst moment: nothing is lost, and what goes twice is one mail under one Message-ID, named in the log."""

import os
import random
import signal
import threading
import time
from datetime import timedelta

import pytest

from planner.actions.ladders import ship_ladders
from planner.models.base import db, writing
from planner.models.messages import Attempt
from tests.domain.times import naive, utc
from tests.faults.sink import Taken
from tests.faults.stage import Numbers, Stage, until
from tests.reminders.scenes import make_program, make_visit

EVE = utc(2027, 3, 15, 15)


def plan(stage: Stage) -> None:
    """A floor visit, of which Elif and Ravi are told the day before."""
    with writing():
        ship_ladders()
    make_visit(stage.cast, start=naive(2027, 3, 16, 10), program=make_program(sponsor=stage.cast.hana))


@pytest.mark.parametrize(("point", "left"), [("mat.before", False), ("mat.mid", False), ("mat.after", True)])
def test_f01_f02_f03_a_kill_around_the_writing_of_rows_leaves_all_of_them_or_none(
    stage: Stage, point: str, left: bool
) -> None:
    plan(stage)
    stage.worker("--once", "--now", EVE.isoformat(), fault=point).wait()
    assert (bool(stage.rows()), stage.sink.taken) == (left, [])
    stage.once(EVE)
    rows = len(stage.rows())
    stage.once(EVE)
    assert (len(stage.rows()), len({row.key for row in stage.rows()})) == (rows, rows)
    mailed = [row for row in stage.rows() if row.name == "visit-tomorrow"]
    assert [stage.sink.ids[f"<{row.message_id}@localhost>"] for row in mailed] == [1, 1]


@pytest.mark.parametrize("point", ["lease.after", "rcpt", "mark.after"])
def test_f04_f05_f07_a_kill_outside_the_handing_over_makes_no_copy(stage: Stage, point: str) -> None:
    stage.queue(5)
    first = stage.worker(fault=point)
    assert first.wait()
    stage.worker()
    assert stage.settled()
    assert stage.numbers() == Numbers()


def test_f05_a_kill_when_the_recipient_was_named_leaves_no_mail(stage: Stage) -> None:
    stage.queue(3)
    first = stage.worker()
    stage.sink.on_rcpt = lambda: first.signal(signal.SIGKILL)
    assert first.wait()
    stage.sink.on_rcpt = lambda: None
    assert stage.sink.taken == []
    stage.worker()
    assert stage.settled()
    assert stage.numbers() == Numbers()


def test_f06_a_kill_between_acceptance_and_mark_makes_one_twin_named_in_the_log(stage: Stage) -> None:
    stage.queue(3)
    first = stage.worker()

    def kill(_taken: Taken) -> None:
        first.signal(signal.SIGKILL)
        until(lambda: not first.alive)

    stage.sink.on_taken = kill
    assert first.wait()
    stage.sink.on_taken = lambda _taken: None
    stage.worker()
    assert stage.settled()
    assert stage.numbers() == Numbers(extra=1)
    assert stage.log() == ["started", "unknown", "started", "accepted", *["started", "accepted"] * 2]


LONG = os.environ.get("FAULTS") == "long"


def test_f08_random_kills_of_two_senders_lose_nothing_and_name_every_copy(stage: Stage) -> None:
    kills = chase(stage, messages=10_000 if LONG else 150, kills=500 if LONG else 8, workers=2)
    numbers = stage.numbers()
    print(f"{len(stage.sink.ids)} mails, {kills} kills, {numbers}")  # the table of `make faults`
    assert (numbers.lost, numbers.early, numbers.oldest) == (0, 0, None)
    assert numbers.extra <= kills * (_most_copies() if LONG else 1)
    assert_every_copy_is_named(stage)


def _most_copies() -> float:
    """A kill."""
    return 0.15 if db.engine.dialect.name == "sqlite" else 0.05


def test_f09_four_workers_that_tick_and_send_while_some_are_killed(stage: Stage) -> None:
    kills = chase(stage, messages=80, kills=4, workers=4)
    numbers = stage.numbers()
    assert (numbers.lost, numbers.early, numbers.oldest) == (0, 0, None)
    assert numbers.extra <= kills
    assert_every_copy_is_named(stage)


def chase(stage: Stage, messages: int, kills: int, workers: int, seed: int = 5) -> int:
    """Kills senders at random moments, one in so many mails from the first to the last, and starts another for each."""
    stage.queue(messages)
    chance = random.Random(seed)
    running = [stage.worker() for _ in range(workers)]
    for done in range(kills):
        sent = messages * (done + chance.random()) / kills
        assert until(lambda sent=sent: stage.sink.different >= sent, 120)  # type: ignore[misc]  # mypy cannot infer the default
        time.sleep(chance.random() * 0.15)
        place = chance.randrange(workers)
        running[place].kill()
        running[place] = stage.worker()
    assert stage.settled(300)
    return kills


def assert_every_copy_is_named(stage: Stage) -> None:
    """Of every mail that was taken twice the log says that its outcome was unknown."""
    unknown = {one.message_id for one in db.session.query(Attempt).filter_by(what="unknown")}
    twice = {row.id for row in stage.rows() if stage.sink.ids[f"<{row.message_id}@localhost>"] > 1}
    assert twice - unknown == set()


def test_f11_a_term_finishes_the_mail_in_hand_and_gives_the_rest_back(stage: Stage) -> None:
    stage.queue(30)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(_taken: Taken) -> None:
        begun.set()
        go_on.wait(20)

    stage.sink.on_taken = slowly
    worker = stage.worker()
    assert begun.wait(30)
    worker.signal(signal.SIGTERM)
    go_on.set()
    assert worker.wait(20)
    assert worker.said.splitlines()[-1] == "The worker has stopped."
    assert (stage.states().count("sent"), "leased" in stage.states()) == (len(stage.sink.taken), False)
    stage.sink.on_taken = lambda _taken: None
    stage.worker()
    assert stage.settled()
    assert stage.numbers() == Numbers()


def test_f13_a_writer_that_is_killed_in_its_commits_leaves_whole_transactions(stage: Stage) -> None:
    """What the kernel does to somebody when all memory runs out, a few times over; it may strike anywhere, as this does."""
    due = utc(2027, 3, 16) + timedelta(days=1)
    for number in range(4):
        writer = stage.worker(fault=f"writer:{number}:{due.isoformat()}")
        until((stage.folder / "fault-happened").exists)
        time.sleep(0.05 + 0.07 * number)
        writer.kill()
        (stage.folder / "fault-happened").unlink()
        assert len(stage.rows()) % 50 == 0
    assert len(stage.rows()) > 0
    if db.engine.dialect.name == "sqlite":
        assert db.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_f13_a_writer_that_gets_no_more_memory_leaves_whole_transactions(stage: Stage) -> None:
    """`ulimit -v`: with less before each transaction, until it fails somewhere in one, and dies of it."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL writes in processes of its own")
    due = utc(2027, 3, 16) + timedelta(days=1)
    for number in range(4):
        writer = stage.worker(fault=f"starved:{number}:{due.isoformat()}")
        assert writer.wait(120)
        assert writer.said == "No memory.\n"
        (stage.folder / "fault-happened").unlink(missing_ok=True)
        assert len(stage.rows()) % 50 == 0
    assert len(stage.rows()) > 0
    assert db.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
