"""What every fault is played on: a database, a mail server, real workers, and the four numbers that are always asked."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask

from planner.domain.kinds import EventKind
from planner.domain.states import MessageState
from planner.models import deliveries
from planner.models.base import db, writing
from planner.models.messages import Message, insert_new
from planner.models.readers import zones_in_use
from planner.models.ticks import record_tick
from planner.reminders.delivery import Sender
from planner.reminders.letterhead import letterhead_of
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.faults.sink import Sink
from tests.reminders.scenes import make_event, make_program

EXPLAINED = (MessageState.cancelled, MessageState.superseded, MessageState.expired, MessageState.dead)


@dataclass(frozen=True)
class Numbers:
    """What is always asked. `oldest` is the age in seconds of the oldest due message that waits; None when nothing waits."""

    lost: int = 0
    extra: int = 0
    early: int = 0
    oldest: int | None = None


@dataclass
class Worker:
    """A real process."""

    pid: int
    output: Path

    @property
    def alive(self) -> bool:
        return Path(f"/proc/{self.pid}").exists()

    @property
    def said(self) -> str:
        return self.output.read_text() if self.output.exists() else ""

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal, if it is still there."""
        if self.alive:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """kill -9."""
        self.signal(signal.SIGKILL)
        self.wait()

    def wait(self, seconds: float = 60) -> bool:
        """Until it has ended; whether it has."""
        return until(lambda: not self.alive, seconds)


@dataclass
class Zygote:
    """The process that forks workers."""

    process: "subprocess.Popen[str]"

    def start(self, arguments: list[str], environment: dict[str, str], output: Path) -> Worker:
        """A new worker."""
        order = {"arguments": arguments, "environment": environment, "output": str(output)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return Worker(int(self.process.stdout.readline()), output)


@contextmanager
def zygote(**more: str) -> Iterator[Zygote]:
    """A process that has loaded the program once."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PLANNER_", "FAULT"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.zygote"],
        env={**inherited, **more},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Zygote(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


def until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it came to hold within so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def real_now() -> datetime:
    """The workers' present, which is not the clock of the tests."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass
class Stage:
    """One installation under test."""

    app: Flask
    cast: Cast
    sink: Sink
    folder: Path
    mother: Zygote
    workers: list[Worker] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)

    def worker(
        self, *words: str, fault: str = "", mother: Zygote | None = None, settings: dict[str, str] | None = None
    ) -> Worker:
        """Starts `planner worker …`."""
        environment = {
            "PLANNER_DATABASE_URL": str(self.app.config["PLANNER_DATABASE_URL"]).replace("+psycopg", ""),
            "PLANNER_DATA_DIR": str(self.app.config["PLANNER_DATA_DIR"]),
            "PLANNER_SMTP_URL": self.sink.url,
            "PLANNER_TICK_SECONDS": "1",
            "FAULT": fault,
            "FAULT_ONCE": str(self.folder / "fault-happened"),
            **self.settings,
            **(settings or {}),
        }
        output = self.folder / f"worker-{len(self.workers)}.txt"
        worker = (mother or self.mother).start(["worker", *words], environment, output)
        self.workers.append(worker)
        return worker

    def once(self, now: datetime | None = None, **settings: str) -> str:
        """One pass, at any moment; what it said."""
        moment = ("--now", now.isoformat()) if now else ()
        worker = self.worker("--once", *moment, settings=settings)
        assert worker.wait(120)
        return worker.said

    def send(self, now: datetime, **changes: object) -> Sender:
        """One pass of a new sender in this process, at any moment."""
        paper = replace(letterhead_of(self.app.config), **{"smtp_url": self.sink.url, **changes})  # type: ignore[arg-type]
        sender = Sender(paper, lambda: now)
        sender.deliver()
        return sender

    def queue(self, count: int, due: datetime | None = None, **columns: object) -> None:
        """Messages about an event next week, one for each of `count` steps, all to Hana."""
        due, now = due or real_now() - timedelta(seconds=1), real_now()
        start = (now + timedelta(days=7)).replace(tzinfo=None)
        event = make_event(
            make_program(), kind=EventKind.recognition, start=start, title="Thanks", team=self.cast.billing
        )
        rows = [
            message_row(
                name="event-coming", about="event", about_id=event.id, recipient_id=self.cast.hana.id, time_version=0,
                step=f"fault-{number}", due_at=due, expires_at=due + timedelta(days=1), now=now,
            ) | columns
            for number in range(count)
        ]  # fmt: skip
        with writing():
            insert_new(rows)
            # On a Monday at nine the digest that tells of the event would be one message more than was queued.
            for zone in zones_in_use():
                record_tick(f"digest {zone}", now + timedelta(days=400))

    def rows(self) -> list[Message]:
        """Every message, read afresh."""
        db.session.rollback()
        return db.session.query(Message).order_by(Message.id).all()

    def states(self) -> list[str]:
        """Of every message."""
        return [row.state.value for row in self.rows()]

    def log(self) -> list[str]:
        """Every line of the log, in the order of the messages; without letters that were taken back before they left, as a slow
        machine does whose worker still begins other work."""
        lines: list[str] = []
        for attempt in (attempt for row in self.rows() for attempt in row.log):
            if attempt.what == "withdrawn" and lines[-1:] == ["started"]:
                lines.pop()
            else:
                lines.append(attempt.what)
        return lines

    def settled(self, seconds: float = 60) -> bool:
        """Waits until nothing is due any more; whether that came to be."""
        return until(self._is_settled, seconds)

    def _is_settled(self) -> bool:
        db.session.rollback()
        return deliveries.oldest_due(real_now()) is None and deliveries.lease_holders() == []

    def numbers(self, played: datetime | None = None) -> Numbers:
        """The four numbers, at this moment, or at the one to which a scene was played in this process."""
        now = played or real_now()
        rows, copies = {f"<{row.message_id}@localhost>": row for row in self.rows()}, self.sink.ids
        if played is None:
            early = sum(1 for one in self.sink.taken if one.at < rows[one.message_id].due_at.timestamp())
        else:
            early = sum(1 for row in rows.values() if row.sent_at is not None and row.sent_at < row.due_at)
        due = deliveries.oldest_due(now)
        return Numbers(
            lost=sum(1 for name, row in rows.items() if not copies[name] and not _may_wait(row, now)),
            extra=sum(count - 1 for count in copies.values()),
            early=early,
            oldest=None if due is None else int((now - due).total_seconds()),
        )

    def end(self) -> None:
        """Ends what still runs."""
        for worker in self.workers:
            worker.signal(signal.SIGCONT)
            worker.kill()


def _may_wait(row: Message, now: datetime) -> bool:
    """A message that a digest carried has no mail of its own."""
    carried = row.state is MessageState.sent and row.channel == "digest"
    return carried or row.state in EXPLAINED or (row.state is MessageState.pending and row.next_try_at > now)
