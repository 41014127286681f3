"""What all tests share: a database each, an application around it, a clock that stands still, the cast, and browsers for them."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast as cast_type

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine

from planner import clock as planner_clock
from planner.app import create_app
from planner.feeds.shelf import Shelf
from planner.models.accounts import Account
from planner.models.base import db
from planner.models.people import Person
from planner.settings import flask_config, read_settings
from planner.web.feed_log import FeedLog
from planner.web.limits import limiter
from tests.cast import Cast, make_cast
from tests.databases import Copy, postgres_copies, sqlite_copies

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
"""A Monday morning."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="which database the tests run on"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks a database: the rest has been tested on SQLite's turn and cannot differ."""
    if config.getoption("--database") == "sqlite":
        return
    asking = [item for item in items if "copies" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
    items[:] = asking


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
    """The program's clock, stopped at NOW."""
    stopped = StoppedClock(NOW)
    monkeypatch.setattr(planner_clock, "now", stopped.now)
    return stopped


@pytest.fixture(scope="session")
def copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """Addresses of fresh databases of the kind that this run is about."""
    kinds: dict[str, Callable[[Path], AbstractContextManager[Copy]]] = {
        "sqlite": sqlite_copies,
        "postgresql": postgres_copies,
    }
    with kinds[request.config.getoption("--database")](tmp_path_factory.mktemp("databases")) as copy:
        yield copy


@pytest.fixture(scope="session")
def house(copies: Copy, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for all tests: its routes and templates are compiled once. What a test may change is laid anew by `app`."""
    folder = tmp_path_factory.mktemp("house")
    made = create_app({"PLANNER_DATABASE_URL": copies(), "PLANNER_DATA_DIR": str(folder)})
    made.before_request_funcs.setdefault(None, []).insert(0, _forget_who_asked_before)
    return made


@pytest.fixture
def app(house: Flask, copies: Copy, tmp_path: Path, clock: StoppedClock) -> Iterator[Flask]:
    """An application with an empty, migrated database and its own data folder; its context is active."""
    kept = dict(house.config)
    settings = read_settings({"PLANNER_DATABASE_URL": copies(), "PLANNER_DATA_DIR": str(tmp_path / "data")})
    house.config.update(flask_config(settings), TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    house.extensions.update(planner_shelf=Shelf(), planner_feed_log=FeedLog(house))
    limiter.reset()
    with house.app_context():
        _writable(db.engines)[None] = _engine(house)
        yield house
        db.session.remove()
        db.engine.dispose()
    house.config.clear()
    house.config.update(kept)


def _writable(engines: Mapping[str | None, Engine]) -> MutableMapping[str | None, Engine]:
    """Flask-SQLAlchemy hands out its own dictionary of engines under a type that only reads."""
    return cast_type(MutableMapping[str | None, Engine], engines)


def _engine(app: Flask) -> Engine:
    options = app.config.get("SQLALCHEMY_ENGINE_OPTIONS", {})
    return create_engine(app.config["SQLALCHEMY_DATABASE_URI"], **options)


def _forget_who_asked_before() -> None:
    """The tests' context outlives a request: without this, every client would be whoever asked first."""
    g.pop("_login_user", None)


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Hana, Tomas, Elif, Ravi, Ana, Vera, Nils, and Mallory."""
    return make_cast()


@pytest.fixture
def client_of(app: Flask) -> Callable[[Person | None], FlaskClient]:
    """A browser in which somebody is signed in; nobody for None."""

    def signed_in(person: Person | None) -> FlaskClient:
        client = app.test_client()
        if person is not None:
            account = db.session.get(Account, person.id)
            assert account is not None
            with client.session_transaction() as session:
                session["_user_id"] = f"{person.id}:{account.epoch}"
                session["_fresh"] = True
        return client

    return signed_in
