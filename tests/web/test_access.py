"""Every route is closed to strangers, one by one, but for a list that is written down here."""

from collections.abc import Callable, Iterator

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from planner.domain.roles import ACTS
from planner.models.people import Person
from tests.cast import Cast

ClientOf = Callable[[Person | None], FlaskClient]

OPEN = {
    "static",
    "accounts.sign_in",
    "accounts.use_link",
    "accounts.sign_out",
    "accounts.code",
    "accounts.first_run",
    "accounts.look_at_the_terminal",
    "answers.answer",
    "answers.example",
    "answers.show",
    "api.openapi",
    "feed_files.robots",
    "health.detail",
    "health.healthz",
    "health.metrics",
    "health.readyz",
    "single_sign_on.back",
    "single_sign_on.go",
    "unnamed.floor",
    "unnamed.receipt",
}
"""What a stranger may reach: signing in, being alive, and what opens by a token of its own."""


def _views(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def _example(converter: BaseConverter) -> int | str:
    if isinstance(converter, IntegerConverter):
        return 1
    return min(converter.items) if isinstance(converter, AnyConverter) else "word"


def _address(app: Flask, rule: Rule) -> str:
    """An address of the rule, with 1 for every number, the first of the words to choose from, and any word elsewhere."""
    values = {name: _example(rule._converters[name]) for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def test_every_view_is_marked_with_an_act_or_is_on_the_list(app: Flask) -> None:
    acts = {endpoint: getattr(view, "act", "missing") for endpoint, view in app.view_functions.items()}
    unmarked = {endpoint for endpoint, act in acts.items() if act is None or act == "missing"}
    assert unmarked == OPEN
    assert {act for endpoint, act in acts.items() if endpoint not in OPEN} - set(ACTS) == set()


def test_strangers_are_sent_to_the_sign_in_page_from_every_other_route(
    app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    let_in = []
    for rule, method in _views(app):
        if rule.endpoint in OPEN:
            continue
        answer = client_of(None).open(_address(app, rule), method=method)
        closed = answer.status_code == 401 or (answer.status_code == 302 and answer.headers["Location"] == "/sign-in")
        if not closed:
            let_in.append((method, rule.rule, answer.status_code))
    assert let_in == []


def test_somebody_deactivated_is_a_stranger(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.mallory).get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in")


def test_a_token_that_no_session_has_is_a_stranger(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "a" * 43
    assert client.get("/").headers["Location"] == "/sign-in"
