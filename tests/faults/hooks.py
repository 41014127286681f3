"""Where a worker under test dies, fails or dawdles. In tests only: `zygote.py` puts these around the program's own functions.

FAULT names the point; what kills does so once for each FAULT_ONCE file, which the first one to die makes.
"""

import functools
import importlib
import os
import resource
import signal
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Wrap = Callable[[Callable[[], object], Callable[..., object]], Callable[..., object]]


def die() -> None:
    """kill -9 of this very process, unless it has happened already."""
    mark = Path(os.environ["FAULT_ONCE"])
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def before(what: Callable[[], object], work: Callable[P, R]) -> Callable[P, R]:
    """`work`, with something before it."""

    def hooked(*args: P.args, **kwargs: P.kwargs) -> R:
        what()
        return work(*args, **kwargs)

    return hooked


def after(what: Callable[[], object], work: Callable[P, R]) -> Callable[P, R]:
    """`work`, with something after it."""

    def hooked(*args: P.args, **kwargs: P.kwargs) -> R:
        result = work(*args, **kwargs)
        what()
        return result

    return hooked


def _raise_twice() -> None:
    mark = Path(os.environ["FAULT_ONCE"])
    count = len(mark.read_text()) if mark.exists() else 0
    if count < 2:
        mark.write_text("x" * (count + 1))
        raise RuntimeError("The tick fails.")


HOOKS: dict[str, tuple[Wrap, str, Callable[[], object]]] = {
    "mat.before": (before, "planner.jobs.passes:tick", die),
    "mat.mid": (after, "planner.reminders.due:insert_new", die),
    "mat.after": (after, "planner.jobs.passes:tick", die),
    "lease.after": (after, "planner.reminders.delivery:Sender._claim", die),
    "rcpt": (before, "planner.reminders.windows:Window.last_look", die),
    "mark.after": (after, "planner.reminders.delivery:Sender._went", die),
    "tick.raises": (before, "planner.jobs.passes:tick", _raise_twice),
    "tick.slow": (before, "planner.jobs.passes:tick", lambda: time.sleep(2.5)),
}
"""By name: whether it comes before or after, of what, and what happens then."""


def put_in_place(point: str) -> None:
    """Puts the hook of this name into the running program."""
    wrap, place, what = HOOKS.get(point, (before, "", die))
    if place:
        module, _, name = place.rpartition(":")
        owner = functools.reduce(getattr, name.split(".")[:-1], importlib.import_module(module))
        last = name.rpartition(".")[2]
        setattr(owner, last, wrap(what, getattr(owner, last)))
    if point == "ddl":
        _die_at_the_table()
    elif point == "slept":
        setattr(importlib.import_module("planner.clock"), "steady", time.time)  # noqa: B010  # a hook
    elif point.startswith("writer:"):
        _, name, due = point.split(":", 2)
        _write_without_end(name, due)
    elif point.startswith("starved:"):
        _, name, due = point.split(":", 2)
        _write_with_ever_less(name, due)
    elif point.startswith("act:"):
        act, statement, number = point.split(":")[1:]
        importlib.import_module("tests.faults.acts").run(act, int(statement), int(number))
        raise SystemExit(0)
    elif point.startswith("poison:"):
        drafts = importlib.import_module("planner.reminders.drafts")
        setattr(drafts, "compose", before_with(point.partition(":")[2], drafts.compose))  # noqa: B010  # a hook


def before_with(step: str, work: Callable[P, R]) -> Callable[P, R]:
    """Words that cannot be written, for the message of one step."""

    def hooked(*args: P.args, **kwargs: P.kwargs) -> R:
        if getattr(args[0], "step", "") == step:
            raise KeyError("bad data")
        return work(*args, **kwargs)

    return hooked


def _write_with_ever_less(name: str, due: str) -> None:
    """The same, with less memory before each transaction, until one gets none and takes this process with it."""
    hoard: list[bytes] = []
    size = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")

    def eat() -> None:
        if not hoard:  # the first transactions have loaded what is loaded once
            resource.setrlimit(resource.RLIMIT_AS, (size + ROOM, size + ROOM))
        bite = BITE
        while bite > 1000:
            try:
                hoard.append(bytes(bite))
                return
            except MemoryError:  # between the transactions: what is left is for the next one to miss
                bite //= 2

    try:
        _write_without_end(name, due, eat)
    except BaseException:  # noqa: BLE001  # whatever the want of memory was called on its way up
        os.write(1, b"No memory.\n")
    finally:
        os.kill(os.getpid(), signal.SIGKILL)


ROOM, BITE = 24 * 2**20, 200_000
"""More than the first transactions need, and a piece that is not given back by what they free."""


def _write_without_end(name: str, due: str, between: Callable[[], None] = lambda: None) -> None:
    """Transactions of fifty rows, one after the other, until somebody kills this process."""
    from planner.app import create_app
    from planner.models.base import db, writing
    from planner.models.messages import insert_new
    from planner.models.people import Person
    from planner.reminders.rows import message_row

    at = datetime.fromisoformat(due)
    with create_app().app_context():
        person = db.session.query(Person.id).order_by(Person.id).first()
        if person is None:
            raise LookupError("Nobody is here.")
        for turn in range(10_000):
            with writing():
                insert_new(
                    message_row(
                        name="sign-in", about="person", about_id=person.id, recipient_id=person.id,
                        step=f"{name}-{turn}-{number}", due_at=at, expires_at=at, now=at,
                    )
                    for number in range(50)
                )  # fmt: skip
            Path(os.environ["FAULT_ONCE"]).touch()
            between()


def _die_at_the_table() -> None:
    """In the middle of a migration: just after its twentieth table."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    made: list[str] = []

    def count(*about: object) -> None:
        if "CREATE TABLE" in str(about[2]):
            made.append(str(about[2]))
        if len(made) == 20:
            die()

    event.listen(Engine, "after_cursor_execute", count)
