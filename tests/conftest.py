"""What all tests share: a database each, an application around it, a clock that stands still, the cast, and browsers for them."""

import gc
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import event, make_url

from planner import clock as planner_clock
from planner.actions import year_making
from planner.app import create_app
from planner.models.base import db
from planner.models.people import Person
from planner.models.sign_ins import sign_ins_of
from planner.settings import flask_config, read_settings
from tests.cast import MADE_AT, Cast, add_sign_in, cast_here, token_of
from tests.databases import Copies, Model, postgres_copies, sqlite_copies
from tests.scenes import Stage, forget
from tests.searches import remembered, still

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOW = MADE_AT
"""A Monday morning."""

settings.register_profile("suite", deadline=None, derandomize=True, database=None, max_examples=40)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("suite")
"""The same examples every day on every machine, however slow it is. `--hypothesis-profile search` looks for new ones."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="which database the tests run on"
    )


LONGEST = (
    "browser/test_pages.py::test_every_page_is_good", "browser/test_story.py::", "security/test_hostile_text.py::test_hostile_text",
    "security/test_stored_scripts.py::test_w8", "api/test_document.py::test_every_answer", "security/test_matrix.py::test_z1_z3",
    "security/test_walks.py::test_w3", "browser/test_chain.py::", "web/test_feed_processes.py::", "actions/test_rehearsals.py::",
    "security/test_queries.py::test_n1", "reminders/test_lulls.py::", "test_packaging.py::", "cli/test_rehearse.py::",
    "faults/test_clocks.py::", "faults/test_mail_servers.py::",
)  # fmt: skip
"""Tests that take more than about ten seconds, the longest first. A name that fits nothing does no harm."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks a database: the rest has been tested on SQLite's turn and cannot differ."""
    if config.getoption("--database") != "sqlite":
        asking = [item for item in items if _asks(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
        items[:] = asking
    if workers := int(getattr(config, "workerinput", {}).get("workercount", 0)):
        items[:] = _longest_first(items, workers)


def _asks(item: pytest.Item) -> bool:
    return "copies" in getattr(item, "fixturenames", ()) and item.get_closest_marker("one_database") is None


def _longest_first(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Each worker is given one piece of the list and steals from the ends of others: a long test there would be the last that runs."""
    rank = {item: next((n for n, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST)) for item in items}
    long = sorted((item for item in items if rank[item] < len(LONGEST)), key=lambda item: rank[item])
    rest = iter([item for item in items if rank[item] == len(LONGEST)])
    size = -(-len(items) // workers)
    ordered: list[pytest.Item] = []
    for number in range(workers):
        piece = long[number::workers]
        ordered += [*piece, *islice(rest, max(0, size - len(piece)))]
    return [*ordered, *rest]


def pytest_collection_finish() -> None:
    """What stands now stays until the end: looking through it for garbage again and again took a twelfth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


class StoppedClock:
    """A clock that tests set and move."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> datetime:
        self.moment += timedelta(**by)
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    """The program's clock, stopped at NOW. A search takes no time by it, and is not done twice."""
    stopped = StoppedClock(NOW)
    monkeypatch.setattr(planner_clock, "now", stopped.now)
    monkeypatch.setattr(planner_clock, "awake", still)
    monkeypatch.setattr(year_making, "generate", remembered)
    return stopped


@pytest.fixture(scope="session")
def copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """Addresses of fresh databases of the kind that this run is about."""
    kinds: dict[str, Callable[[Path], AbstractContextManager[Copies]]] = {
        "sqlite": sqlite_copies,
        "postgresql": postgres_copies,
    }
    with kinds[request.config.getoption("--database")](tmp_path_factory.mktemp("databases")) as copy:
        yield copy


class Signpost:
    """Sends one engine to the database of the test that runs: an engine a test would compile every statement anew."""

    def __init__(self) -> None:
        self.url = ""

    def redirect(self, _dialect: object, _record: object, args: list[object], parameters: dict[str, object]) -> None:
        """Listens to the engine's "do_connect"; an address without a change goes where it would have gone."""
        name = make_url(self.url).database if self.url else None
        if name is None:
            return
        if "dbname" in parameters:
            parameters["dbname"] = name
        else:
            args[0] = name


@pytest.fixture(scope="session")
def signpost(house: Flask) -> Signpost:
    """Which database the engine of the house connects to."""
    post = Signpost()
    with house.app_context():
        event.listen(db.engine, "do_connect", post.redirect)
        event.listen(db.engine, "connect", _wait_for_no_disk)
    return post


def _wait_for_no_disk(connection: object, _record: object) -> None:
    """A test's database need not survive a power cut."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def house(copies: Copies, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for all tests: its routes and templates are compiled once. What a test may change is laid anew by `app`."""
    folder = tmp_path_factory.mktemp("house")
    made = create_app({"PLANNER_DATABASE_URL": copies(), "PLANNER_DATA_DIR": str(folder)})
    made.before_request_funcs.setdefault(None, []).insert(0, _forget_who_asked_before)
    return made


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where files of scenes stay."""
    return tmp_path_factory.mktemp("scenes")


@pytest.fixture
def app(
    request: pytest.FixtureRequest,
    house: Flask,
    signpost: Signpost,
    copies: Copies,
    kept: Path,
    tmp_path: Path,
    clock: StoppedClock,
) -> Iterator[Flask]:
    """An application with a migrated database, empty unless the test has the cast, and its own data folder; its context is active."""
    config, data = dict(house.config), tmp_path / "data"
    model: Model = "cast" if "cast" in request.fixturenames else "empty"
    url = copies.lend(model)
    data.mkdir()
    shutil.copy(Path(config["PLANNER_DATA_DIR"]) / "secret-key", data)  # what a scene signed is good in each test
    told = read_settings({"PLANNER_DATABASE_URL": url, "PLANNER_DATA_DIR": str(data)})
    house.config.update(flask_config(told), TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    house.extensions["tests_stage"] = Stage(house, copies, url, data, clock, kept)
    forget(house)
    signpost.url = house.config["SQLALCHEMY_DATABASE_URI"]
    with house.app_context():
        yield house
        db.session.remove()
        db.engine.dispose()
    copies.give_back(model, url)
    del house.extensions["tests_stage"]
    house.config.clear()
    house.config.update(config)


def _forget_who_asked_before() -> None:
    """The tests' context outlives a request: without this, every client would be whoever asked first."""
    g.pop("_login_user", None)


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Hana, Tomas, Elif, Ravi, Ana, Vera, Nils, and Mallory."""
    found = cast_here()
    db.session.commit()
    return found


@pytest.fixture
def client_of(app: Flask) -> Callable[[Person | None], FlaskClient]:
    """A browser in which somebody is signed in; nobody for None."""

    def signed_in(person: Person | None) -> FlaskClient:
        client = app.test_client()
        if person is not None:
            if not sign_ins_of(person.id):
                add_sign_in(person)
            with client.session_transaction() as session:
                session["_user_id"] = token_of(person)
                session["_fresh"] = True
        return client

    return signed_in


QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The system's Chromium; a machine without one fails here rather than skips. One for all rooms: a process can have no second."""
    from playwright.sync_api import sync_playwright

    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        pytest.fail("There is no Chromium here: run “sh tests/tools.sh”.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()
