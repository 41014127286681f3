"""What a child process does until it is killed: brings in a sheet, publishes, or generates a year, and dies at a statement that is given.

FAULT is `act:<what>:<statement>:<number>`; statement 0 lives on. What was counted goes into the file FAULT_ONCE names. A search takes no
time by its clock, so that the same statements come in any process, on any machine.
"""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from planner import clock
from planner.domain.refusals import Refused
from tests.searches import still

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
WRITES = ("INSERT", "UPDATE", "DELETE")
PEOPLE = 40


def run(what: str, statement: int, number: int) -> None:
    """Never returns when it is killed."""
    from planner.app import create_app

    clock.awake = still
    seen: list[str] = []

    def count(*about: object) -> None:
        words = str(about[2])
        if words.lstrip().startswith(WRITES) and (what != "generate" or " events " in words):
            seen.append(words)
        if statement and len(seen) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    with create_app().app_context():
        event.listen(Engine, "after_cursor_execute", count)
        try:
            ACTS[what](number)
        except Refused as refusal:
            print(refusal, *getattr(refusal, "sentences", ()))  # the parent reads it when nothing was counted
            raise
    Path(os.environ["FAULT_ONCE"]).write_text(str(len(seen)))


def sheet(number: int) -> bytes:
    """A sheet of people whom nobody knows yet, in teams that nobody knows."""
    head = "Name,E-mail,Role,Team,Site,Team size,Workdays,Shift\n"
    line = "Person {0} {1},person-{0}-{1}@example.org,agent,Team {0} {2},Dublin,12,Mon-Fri,Day\n"
    return (head + "".join(line.format(number, one, one % 4) for one in range(PEOPLE))).encode()


def _import(number: int) -> None:
    from planner.actions.imports.bring_in import bring_in

    bring_in(sheet(number), good_lines=False, by=None, now=NOW)


def _publish(number: int) -> None:
    from planner.actions.publish import publish

    publish(number, by=None, now=NOW)


def _generate(number: int) -> None:
    from planner.actions.generate import generate_now

    generate_now(number, by=None, now=NOW, time_limit=1)


ACTS = {"import": _import, "publish": _publish, "generate": _generate}
