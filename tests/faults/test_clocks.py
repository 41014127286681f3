"""The machine's clock, set ahead, set back, and slept over: played by libfaketime on a real worker."""

import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from planner.models import holds
from planner.models.base import db
from tests.faults.stage import Numbers, Stage, Zygote, real_now, until, zygote

LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
pytestmark = pytest.mark.skipif(
    not LIBRARIES, reason="needs libfaketime (Debian: faketime); tests/tools.sh installs it"
)


class Faked:
    """The clock of the workers of one mother: `ahead` of the real one."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.ahead(0)

    def ahead(self, seconds: int) -> None:
        """Sets it."""
        half = self.file.with_suffix(".half")
        half.write_text(f"{seconds:+d}\n")
        half.replace(self.file)


def mother_of(folder: Path) -> tuple[Faked, dict[str, str]]:
    faked = Faked(folder / "faketime")
    return faked, {
        "LD_PRELOAD": str(LIBRARIES[0]),
        "FAKETIME_TIMESTAMP_FILE": str(faked.file),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


@pytest.fixture(scope="module")
def set_clock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Faked, Zygote]]:
    """Somebody sets the wall clock."""
    faked, environment = mother_of(tmp_path_factory.mktemp("set"))
    with zygote(**environment) as mother:
        yield faked, mother


def held(stage: Stage) -> bool:
    """Whether a worker doubts its clock."""
    db.session.rollback()
    return holds.clock_is_held()


def test_f14_a_clock_that_jumps_ahead_sends_nothing_before_its_time(
    stage: Stage, set_clock: tuple[Faked, Zygote]
) -> None:
    faked, mother = set_clock
    faked.ahead(0)
    stage.queue(3)
    stage.queue(3, due=real_now() + timedelta(minutes=40))
    worker = stage.worker(mother=mother)
    stage.sink.wait_for(3)
    faked.ahead(3600)
    assert until(lambda: held(stage), 20)
    time.sleep(3)
    assert stage.numbers() == Numbers()
    assert "The clock jumped to" in worker.said
    faked.ahead(0)
    assert until(lambda: not held(stage), 20)
    assert (len(stage.sink.taken), worker.alive) == (3, True)
    faked.ahead(3600)
    assert until(lambda: held(stage), 20)
    if db.engine.dialect.name == "sqlite":
        holds.release_clock()
        stage.sink.wait_for(6, 20)
        assert len(stage.sink.ids) == 6


@pytest.mark.parametrize("seconds", [-3600, -5])
def test_f15_f16_a_clock_that_is_set_back_silences_the_sender_for_three_seconds_at_most(
    stage: Stage, set_clock: tuple[Faked, Zygote], seconds: int
) -> None:
    faked, mother = set_clock
    faked.ahead(0)
    stage.queue(1)
    stage.worker(mother=mother)
    stage.sink.wait_for(1)
    usual = [seconds_until_taken(stage) for _ in range(2)]
    assert any(silence_after(faked, stage, turn * seconds) <= max(usual) + 3 for turn in (1, 2, 3))
    assert stage.settled()
    assert stage.numbers() == Numbers()


def silence_after(faked: Faked, stage: Stage, seconds: int) -> float:
    """How long nothing was sent once the clock had been set back. It is tried again because a busy machine can be silent by itself; a
    sender that minds the clock is silent each time."""
    faked.ahead(seconds)
    return seconds_until_taken(stage)


def seconds_until_taken(stage: Stage) -> float:
    """How long a message that has been due for hours waits for the sender; on a busy machine that is more than a second anyhow."""
    before, due = time.monotonic(), real_now() - timedelta(hours=2)
    stage.queue(1, due=due, next_try_at=due)
    stage.sink.wait_for(len(stage.sink.taken) + 1)
    return time.monotonic() - before


def test_f17_after_nine_hours_of_sleep_everything_goes_within_a_minute_the_oldest_first(
    stage: Stage, set_clock: tuple[Faked, Zygote]
) -> None:
    """A stopped process and a wall clock nine hours on. A hook says that the clock since the start of the machine counted the sleep:
    libfaketime would stop every wait if it set that one. That a person's events come in one mail is in reminders/test_room.py."""
    faked, mother = set_clock
    faked.ahead(0)
    stage.queue(1)
    worker = stage.worker(mother=mother, fault="slept")
    stage.sink.wait_for(1)
    now = real_now()
    for hour in (5, 2, 8):
        stage.queue(2, due=now + timedelta(hours=hour))
    worker.signal(signal.SIGSTOP)
    faked.ahead(9 * 3600)
    worker.signal(signal.SIGCONT)
    woken = time.monotonic()
    stage.sink.wait_for(7)
    assert time.monotonic() - woken < 60
    due = {f"<{row.message_id}@localhost>": row.due_at for row in stage.rows()}
    order = [due[taken.message_id] for taken in stage.sink.taken]
    assert order == sorted(order)
    assert sorted(stage.sink.ids.values()) == [1] * 7
