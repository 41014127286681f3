"""Databases that are locked, stopped, full, or half way through a migration: the worker waits, and nothing is lost or doubled."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError

from planner.actions.ladders import ship_ladders
from planner.app import create_app
from planner.cli.database import migrate_database
from planner.models import base
from planner.models.base import Base, db, writing
from planner.models.ticks import Tick
from planner.reminders.due import tick
from planner.reminders.placing import Kindness
from tests.cast import make_cast
from tests.domain.times import naive, utc
from tests.faults.server import own_postgres
from tests.faults.stage import Numbers, Stage
from tests.reminders.scenes import make_program, make_visit

EVE = utc(2027, 3, 15, 15)
LONG = os.environ.get("FAULTS") == "long"
LOCKED = 40 if LONG else 4
DOWN = 20 if LONG else 3


def is_sqlite() -> bool:
    """Which of the two is tested."""
    return db.engine.dialect.name == "sqlite"


WRITER = """
import sys
if sys.argv[1].startswith("sqlite"):
    import sqlite3
    line = sqlite3.connect(sys.argv[1].removeprefix("sqlite:///"), isolation_level=None)
    line.execute("BEGIN IMMEDIATE")
else:
    import psycopg
    line = psycopg.connect(sys.argv[1])
    line.execute("LOCK TABLE messages, sign_in_links IN EXCLUSIVE MODE")
print("locked", flush=True)
sys.stdin.readline()
line.rollback()
"""
"""Somebody else's process, which writes for a long time: everything on SQLite, what this test asks for on PostgreSQL."""


@contextmanager
def locked(stage: Stage) -> Iterator[None]:
    """As long as this lasts, nobody else writes."""
    url = str(stage.app.config["PLANNER_DATABASE_URL"]).replace("+psycopg", "")
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        try:
            yield
        finally:
            other.communicate("\n")


@contextmanager
def impatient() -> Iterator[None]:
    """The web waits half a second for the lock instead of fifteen, or a minute: only the length of the test depends on it."""
    words = "PRAGMA busy_timeout=500" if is_sqlite() else "SET LOCAL statement_timeout = 500"

    def hurry(connection: Connection) -> None:
        connection.exec_driver_sql(words)

    db.session.rollback()
    db.engine.dispose()
    event.listen(db.engine, "begin", hurry)
    try:
        yield
    finally:
        event.remove(db.engine, "begin", hurry)
        db.session.rollback()
        db.engine.dispose()


def test_f26_a_long_writer_holds_the_worker_up_and_nothing_is_lost(stage: Stage) -> None:
    stage.queue(6)
    web = stage.app.test_client()
    with locked(stage):
        worker = stage.worker()
        with impatient():
            answers = [
                web.get("/healthz"),
                web.get("/sign-in"),
                web.post("/sign-in", data={"email": "hana@example.org"}),
            ]
        time.sleep(LOCKED)
        assert stage.sink.taken == []
    assert [answer.status_code for answer in answers] == [200, 200, 503]
    assert "Retry-After" in answers[-1].headers
    assert stage.settled(120)
    assert worker.alive
    assert stage.numbers() == Numbers()


def add_one(times: int) -> None:
    """Reads a number, and writes it one higher; whatever fails is not counted."""
    for _ in range(times):
        with writing():
            found = db.session.get(Tick, "count")
            assert found is not None
            found.at = found.at.replace(microsecond=found.at.microsecond + 1)


def counted(stage: Stage) -> int:
    """What two at once counted to, each thirty."""
    with writing():
        db.session.merge(Tick(name="count", at=EVE))

    def work() -> None:
        with stage.app.app_context():
            try:
                add_one(30)
            except DBAPIError:
                return

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    db.session.rollback()
    return db.session.query(Tick).filter_by(name="count").one().at.microsecond


def test_f27_without_the_lock_at_the_start_writes_are_lost_and_with_it_none(stage: Stage) -> None:
    if not is_sqlite():
        pytest.skip("PostgreSQL locks rows; its read-modify-writes carry versions (f69)")
    assert counted(stage) == 60
    event.remove(Engine, "begin", base._begin_sqlite)
    try:
        assert counted(stage) < 60
    finally:
        event.listen(Engine, "begin", base._begin_sqlite)


def test_f28_a_database_that_stops_at_once_and_comes_back_loses_and_doubles_nothing(stage: Stage) -> None:
    """Only PostgreSQL can be away; a SQLite file that cannot be written is f26 and f32."""
    if is_sqlite():
        pytest.skip("SQLite has no server")
    with own_postgres() as server:
        app = create_app({"PLANNER_DATABASE_URL": server.url, "PLANNER_DATA_DIR": str(stage.folder / "own")})
        with app.app_context():
            migrate_database()
            own = Stage(app, make_cast(), stage.sink, stage.folder, stage.mother)
            own.queue(60)
            worker = own.worker()
            own.sink.wait_for(5)
            server.stop()
            time.sleep(DOWN)
            server.start()
            assert own.settled(120)
            assert worker.alive
            assert own.numbers() == Numbers()
            own.end()


class Full:
    """A disk with no room for the messages: SQLite may not grow, PostgreSQL says so at the thirtieth row, half way. A tiny disk of
    PostgreSQL's own would have to be mounted, which a plain container is not allowed."""

    def __init__(self) -> None:
        self.full = True
        event.listen(db.engine, "begin" if is_sqlite() else "connect", self.limit)

    def limit(self, connection: object, *_rest: object) -> None:
        if is_sqlite() and hasattr(connection, "exec_driver_sql"):
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages if self.full else 1_000_000}")


TRIGGER = """
CREATE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN
  IF (SELECT count(*) FROM messages) >= 30 THEN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END IF; RETURN NEW;
END $$ LANGUAGE plpgsql; CREATE TRIGGER full_disk AFTER INSERT ON messages FOR EACH STATEMENT EXECUTE FUNCTION full_disk()
"""


@contextmanager
def full_disk() -> Iterator[None]:
    """No room for the rows of a tick."""
    if is_sqlite():
        disk = Full()
        yield
        disk.full = False
        return
    with writing():
        db.session.execute(text(TRIGGER))
    yield
    with writing():
        db.session.execute(text("DROP TRIGGER full_disk ON messages"))


def test_f32_a_full_disk_leaves_no_half_tick_and_after_it_everything_is_there(stage: Stage) -> None:
    with writing():
        ship_ladders()
    program = make_program(sponsor=stage.cast.hana)
    for minute in range(40):
        make_visit(stage.cast, start=naive(2027, 3, 16, 9, minute), program=program)
    with full_disk(), pytest.raises(DBAPIError):
        tick(EVE, Kindness())
    assert stage.rows() == []
    if is_sqlite():
        assert db.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert tick(EVE, Kindness()) > 80
    stage.send(EVE)
    assert len(stage.sink.ids) == sum(1 for row in stage.rows() if row.state.value == "sent" and row.channel == "email")


@contextmanager
def empty_database(stage: Stage, folder: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if is_sqlite():
        yield f"sqlite:///{folder / 'empty.sqlite'}"
        return
    name = f"empty_{time.time_ns()}"
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
        other.execute(text(f"CREATE DATABASE {name}"))
    given = make_url(str(stage.app.config["PLANNER_DATABASE_URL"]))
    yield given.set(database=name).render_as_string(hide_password=False).replace("+psycopg", "")


def tables_of(url: str) -> set[str]:
    """What is in it."""
    from sqlalchemy import create_engine

    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def migrate(stage: Stage, url: str, fault: str = "") -> Callable[[], bool]:
    """Starts a migration; what waits for its end."""
    output = stage.folder / f"migrate-{len(stage.workers)}-{time.monotonic_ns()}.txt"
    environment = {"PLANNER_DATABASE_URL": url, "PLANNER_DATA_DIR": str(stage.folder / "migrations"), "FAULT": fault}
    process = stage.mother.start(["migrate"], {**environment, "FAULT_ONCE": str(stage.folder / "once")}, output)
    stage.workers.append(process)
    return lambda: process.wait(120) and "up to date" in process.said


def test_f37_four_who_migrate_at_once_migrate_once(stage: Stage, tmp_path: Path) -> None:
    with empty_database(stage, tmp_path) as url:
        started = [migrate(stage, url) for _ in range(4)]
        assert [ended() for ended in started] == [True] * 4
        assert set(Base.metadata.tables) <= tables_of(url)


def test_f38_a_migration_that_is_killed_half_way_leaves_nothing_and_can_be_run_again(
    stage: Stage, tmp_path: Path
) -> None:
    with empty_database(stage, tmp_path) as url:
        assert not migrate(stage, url, fault="ddl")()
        assert tables_of(url) - {"alembic_version"} == set()
        assert migrate(stage, url)()
        assert set(Base.metadata.tables) <= tables_of(url)
