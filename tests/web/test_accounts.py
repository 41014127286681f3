"""Signing in: by password, by a link that works once, and never with a hint about who has an account."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from planner.actions.accounts import make_sign_in_link, set_password
from planner.models.people import Person
from tests.cast import Cast
from tests.conftest import StoppedClock

ClientOf = Callable[[Person | None], FlaskClient]


def test_a_password_signs_in(cast: Cast, client_of: ClientOf, clock: StoppedClock) -> None:
    set_password(cast.hana, "a calm grey morning", now=clock.now(), by=None)
    answer = client_of(None).post("/sign-in", data={"email": "HANA@example.org", "password": "a calm grey morning"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(
    cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    set_password(cast.hana, "a calm grey morning", now=clock.now(), by=None)
    wrong = client_of(None).post("/sign-in", data={"email": "x@example.org", "password": "wrong wrong wrong"})
    unknown = client_of(None).post("/sign-in", data={"email": "hana@example.org", "password": "wrong wrong wrong"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace("x@example.org", "hana@example.org") == unknown.text


def test_opening_a_link_does_not_use_it_up(cast: Cast, client_of: ClientOf, clock: StoppedClock) -> None:
    token = make_sign_in_link(cast.hana, now=clock.now())
    client = client_of(None)
    assert [client.get(f"/sign-in/{token}").status_code for _ in range(2)] == [200, 200]
    assert client.post(f"/sign-in/{token}").headers["Location"] == "/"


def test_a_link_works_once(cast: Cast, client_of: ClientOf, clock: StoppedClock) -> None:
    token = make_sign_in_link(cast.hana, now=clock.now())
    client_of(None).post(f"/sign-in/{token}")
    assert client_of(None).post(f"/sign-in/{token}").headers["Location"] == "/sign-in"


def test_a_link_ends_after_fifteen_minutes(cast: Cast, client_of: ClientOf, clock: StoppedClock) -> None:
    token = make_sign_in_link(cast.hana, now=clock.now())
    clock.advance(minutes=15)
    assert client_of(None).post(f"/sign-in/{token}").headers["Location"] == "/sign-in"


def test_a_new_password_ends_the_sessions_that_were_open(
    cast: Cast, client_of: ClientOf, clock: StoppedClock, app: Flask
) -> None:
    client = client_of(cast.hana)
    set_password(cast.hana, "another calm morning", now=clock.now(), by=None)
    assert client.post("/sign-out").headers["Location"] == "/sign-in"
