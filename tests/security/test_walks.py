"""Walks over every route there is, so that a new one is tested without being listed: Z5, W1, W3, W9 to W14, W17, W19 to W21."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.routing import AnyConverter, IntegerConverter
from werkzeug.test import TestResponse

from planner.domain.states import Role
from planner.models.base import Base, db
from planner.models.people import Person
from tests.browser.house import make_house
from tests.browser.walk import walk
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.forms import forms_in

ClientOf = Callable[[Person | None], FlaskClient]

BY_ADDRESS = {"answers.answer"}
"""Posted to by mail programs, with a secret in the address in place of a token in the form (RFC 8058)."""


class Door(NamedTuple):
    """One method of one route, with an address of it."""

    endpoint: str
    method: str
    address: str
    act: str | None


def _doors(app: Flask, number: int = 1) -> Iterator[Door]:
    """Every route and method, with `number` for every number in its address."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static":
                continue
            act = getattr(app.view_functions[rule.endpoint], "act", None)
            values: dict[str, object] = {}
            for name in rule.arguments:
                converter = rule._converters[name]
                plain = min(converter.items) if isinstance(converter, AnyConverter) else "word"
                values[name] = number if isinstance(converter, IntegerConverter) else plain
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Door(rule.endpoint, method, address, act)


def _roles(cast: Cast) -> dict[Role, Person]:
    everybody = (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    return {person.role: person for person in everybody}


def _state() -> str:
    """A checksum of everything in the database."""
    digest = hashlib.sha256()
    db.session.rollback()
    for table in Base.metadata.sorted_tables:
        rows = db.session.execute(select(table)).all()
        digest.update(repr((table.name, sorted(map(repr, rows)))).encode())
    return digest.hexdigest()


def test_w1_nothing_is_changed_without_the_token_of_a_form(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    app.config.update(WTF_CSRF_ENABLED=True)
    client, before, taken = client_of(cast.hana), _state(), []
    for door in _doors(app):
        if door.method == "POST" and door.endpoint not in BY_ADDRESS:
            status = client.post(door.address, data={"name": "x"}).status_code
            if status != 400:
                taken.append((door.address, status))
    assert (taken, _state() == before) == ([], True)


def test_w1_and_w2_nothing_that_another_site_sends_is_taken(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    client, before = client_of(cast.hana), _state()
    for site in ("cross-site", "same-site"):
        posts = [door for door in _doors(app) if door.method == "POST" and door.endpoint not in BY_ADDRESS]
        answers = {client.post(door.address, headers={"Sec-Fetch-Site": site}).status_code for door in posts}
        assert answers == {400}
    assert _state() == before


@pytest.fixture
def lived_in(app: Flask, cast: Cast, clock: StoppedClock) -> None:
    make_house(app, cast, clock)


@pytest.mark.usefixtures("lived_in")
def test_w3_reading_changes_nothing_and_what_is_edited_goes_with_what_was_seen(
    app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    """The second half stands here because the walk is long: test_two_editors.py tries the forms themselves.

    The whole database is summed up once for each reader, as that takes as long as some pages; a statement that writes names the page.
    """
    changed: list[tuple[str, str]] = []
    blind: set[str] = set()
    for role, person in _roles(cast).items():
        client, before = client_of(person), _state()
        with _writes() as wrote:
            _, faults = walk(app, client, partial(_look, app, role, wrote, changed, blind))
        assert (changed, faults, _state() == before) == ([], [], True), role.value
    assert blind - FOR_SOMETHING_NEW == set()


def _look(
    app: Flask,
    role: Role,
    wrote: list[str],
    changed: list[tuple[str, str]],
    blind: set[str],
    address: str,
    answer: TestResponse,
) -> None:
    changed += [(role.value, address)] if wrote else []
    wrote.clear()
    blind |= _blind_forms(app, address, answer.text if answer.mimetype == "text/html" else "")


@contextmanager
def _writes() -> Iterator[list[str]]:
    """What writes to the database meanwhile adds its statement here."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().split(maxsplit=1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


FOR_SOMETHING_NEW = {
    *("feeds.make", "recognitions.thank", "insights.pass_on", "insights.acknowledge", "insights.answer", "generations.ask"),
    *("events.new", "visits.record", "policies.new", "policies.name_rule", "launches.new", "launches.heard", "imports.index"),
    *("people.new", "catalogue.new", "programs.new", "scenarios.new", "messages.add_step", "touch_points.new", "account.make_token"),
    *("places.new_site", "places.new_team", "places.new_shift", "programs.new_cadence", "policies.place_on_grid"),
}  # fmt: skip
"""Their fields hold what is offered, not what is stored; the grid of rules sends every square with the one that it was drawn from."""


def _blind_forms(app: Flask, address: str, page: str) -> set[str]:
    """The views that forms of a page are sent to which hold something, and do not say what they were opened with."""
    found = set()
    for form in forms_in(page):
        holds = form.chosen or any(form.written.values())
        if form.method == "post" and holds and not form.shared and "seen" not in form.sent():
            path = (form.action or address).partition("?")[0]
            found.add(app.url_map.bind("localhost").match(path, method="POST")[0])
    return found


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Access-Control-Allow-Origin": None,
    "Server": "",
    "X-Powered-By": None,
    "Content-Type": None,
}
"""What is the same everywhere; a type is looked up in TYPES."""
TYPES = {
    "application/json", "application/problem+json", "application/zip", "image/png", "image/svg+xml", "text/calendar; charset=utf-8",
    "text/csv; charset=utf-8", "text/html; charset=utf-8", "text/plain; charset=utf-8",
}  # fmt: skip
STRICT = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")


def test_w9_to_w14_every_answer_has_its_headers_errors_too(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    """Each with a browser of its own: one of the doors signs out."""
    wrong = []
    for person in (cast.hana, None):
        for door in _doors(app):
            answer = client_of(person).open(door.address, method=door.method, headers={"Origin": "https://evil.test"})
            found = {name: answer.headers.get(name) for name in HEADERS}
            policy = answer.headers.get("Content-Security-Policy", "")
            found["Content-Type"] = None if answer.content_type in TYPES or not answer.data else answer.content_type
            if found != HEADERS or "unsafe" in policy or not all(words in policy for words in STRICT):
                wrong.append(
                    (door.address, answer.status_code, {n: v for n, v in found.items() if v != HEADERS[n]}, policy)
                )
    assert wrong == []


def test_w11_https_stays_https(app: Flask) -> None:
    plain, secure = (app.test_client().get("/healthz", base_url=f"{how}://localhost") for how in ("http", "https"))
    told = [answer.headers.get("Strict-Transport-Security") for answer in (plain, secure)]
    assert told == [None, "max-age=31536000; includeSubDomains"]


def test_w17_a_crash_shows_a_page_and_nothing_of_the_house(
    app: Flask, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the password of the database is swordfish")

    app.config.update(PROPAGATE_EXCEPTIONS=False)
    shown = []
    for endpoint in ("home.my_page", "people.index", "insights.index", "feeds.index"):
        view = app.view_functions[endpoint]
        setattr(crash, "act", getattr(view, "act"))  # noqa: B009, B010  # the mark without which nobody is let in; functions have no such attribute
        monkeypatch.setitem(app.view_functions, endpoint, crash)
        rule = next(rule.rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
        answer = client_of(cast.hana).get(rule)
        shown.append((answer.status_code, [word in answer.text for word in ("swordfish", "Traceback", "RuntimeError")]))
    assert shown == [(500, [False] * 3)] * 4


@pytest.mark.parametrize("number", ["0", "-1", "1e0", "٩", "９", "1.0", "9" * 30, "1%00", "0x1", "1'--", "[]"])
def test_w19_and_n10_odd_numbers_in_an_address_are_not_found(cast: Cast, client_of: ClientOf, number: str) -> None:
    client = client_of(cast.hana)
    for place in ("people", "teams", "events", "policies", "insights", "visits"):
        assert client.get(f"/{place}/{number}").status_code == (400 if "%00" in number else 404)


@pytest.mark.parametrize("value", ["1e0", "９", "-1", "9" * 30, "a", "", "1' or 1=1--", "%00"])
def test_w19_and_n1_odd_filters_are_as_good_as_none(cast: Cast, client_of: ClientOf, value: str) -> None:
    client = client_of(cast.hana)
    for place in ("/people", "/messages", "/insights", "/visits", "/invitations", "/policies"):
        for name in ("page", "site", "team", "role", "state", "person", "words"):
            answer = client.get(place, query_string={name: value})
            assert answer.status_code in (200, 404), (place, name, answer.status_code)


def test_w19_of_two_values_of_a_name_the_first_counts(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.hana)
    alone, doubled, listed = (
        client.get(f"/people?{query}").text.count("@example.org")
        for query in ("words=Tomas", "words=Tomas&words=Ana", "words=Tomas&words[]=Ana")
    )
    assert (alone, doubled, listed) == (alone, alone, alone)
    assert client.get("/people?words=Ana&words=Tomas").text.count("tomas@example.org") == 0


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/planner.sqlite", "/instance/planner.sqlite", "/static/../settings.py", "/static/..%2fapp.py",
     "/static/", "/../../etc/passwd", "/outbox/../secret-key", "/secret-key", "/debug", "/console",
     "/static/app.py", "/static/settings.py", "/static/dist/", "/static/dist/../../app.py"],
)  # fmt: skip
def test_w20_files_of_the_house_are_not_served(cast: Cast, client_of: ClientOf, path: str) -> None:
    assert client_of(cast.hana).get(path).status_code in (404, 405)


def test_w20_the_folder_that_is_served_holds_what_was_built_and_nothing_else(app: Flask) -> None:
    folder = Path(app.static_folder or "")
    kinds = {path.suffix for path in folder.rglob("*") if path.is_file()}
    assert (folder.name, folder.parent.name) == ("static", "planner")
    built = {".js", ".css", ".svg", ".png", ".ico", ".json", ".webmanifest", ".txt", ".woff2", ".map", ".br", ".gz"}
    assert kinds <= built


@pytest.mark.parametrize("suffix", ["x.css", ".css", ";x.css", "%0a.css"])
def test_w21_a_page_is_not_served_as_a_file_of_another_name(cast: Cast, client_of: ClientOf, suffix: str) -> None:
    for place in ("account/", "people/", "inbox/"):
        answer = client_of(cast.hana).get(f"/{place}{suffix}")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "private, no-store")


def test_z5_what_is_forbidden_looks_like_what_is_missing(cast: Cast, client_of: ClientOf) -> None:
    """Of somebody else's feed, message and calendar an agent learns not even that they exist."""
    client = client_of(cast.ana)
    for place in ("feeds", "messages", "inbox"):
        assert client.get(f"/{place}/1").status_code == client.get(f"/{place}/999").status_code
