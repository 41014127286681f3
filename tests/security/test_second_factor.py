"""The second factor: it is asked for however somebody signs in, each code works once, and ten wrong ones end the guessing."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.actions import second_factor
from planner.actions.accounts import make_sign_in_link, set_password
from planner.domain.refusals import Refused
from planner.models.accounts import Account
from planner.models.base import db
from planner.models.people import Person
from tests.cast import Cast
from tests.conftest import StoppedClock

ClientOf = Callable[[Person | None], FlaskClient]
PASSWORD = "a calm grey morning"
KEYS = ["the secret key of this installation"]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _code(clock: StoppedClock, later: float = 0) -> str:
    return pyotp.TOTP(SECRET).at(clock.now() + timedelta(seconds=later))


@pytest.fixture
def spare(cast: Cast, clock: StoppedClock, app: Flask) -> list[str]:
    """Hana's second factor is on, since a minute ago."""
    app.config.update(SECRET_KEY=KEYS[0])
    set_password(cast.hana, PASSWORD, now=clock.now(), by=None)
    found = second_factor.turn_on(cast.hana, SECRET, _code(clock), KEYS, now=clock.now())
    clock.advance(seconds=60)
    return found


def _begin(app: Flask) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": "hana@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/code"
    return client


def _is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_a_password_alone_signs_nobody_in(spare: list[str], app: Flask) -> None:
    assert _is_in(_begin(app)) is False


def test_a_link_alone_signs_nobody_in(spare: list[str], cast: Cast, app: Flask, clock: StoppedClock) -> None:
    client = app.test_client()
    answer = client.post(f"/sign-in/{make_sign_in_link(cast.hana, now=clock.now())}")
    assert (answer.headers["Location"], _is_in(client)) == ("/sign-in/code", False)


def test_the_code_of_the_app_signs_in(spare: list[str], app: Flask, clock: StoppedClock) -> None:
    client = _begin(app)
    client.post("/sign-in/code", data={"code": _code(clock)})
    assert _is_in(client) is True


@pytest.mark.parametrize(("later", "fits"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(
    spare: list[str], app: Flask, clock: StoppedClock, later: float, fits: bool
) -> None:
    clock.advance(minutes=5)
    client = _begin(app)
    client.post("/sign-in/code", data={"code": _code(clock, later)})
    assert _is_in(client) is fits


def test_a_code_works_once(spare: list[str], app: Flask, clock: StoppedClock) -> None:
    code, answers = _code(clock), []
    for client in (_begin(app), _begin(app)):
        client.post("/sign-in/code", data={"code": code})
        answers.append(_is_in(client))
    assert answers == [True, False]


def test_a_spare_code_works_once_however_it_is_typed(spare: list[str], app: Flask) -> None:
    answers = []
    for code in (spare[3].lower().replace("-", " "), spare[3], spare[4]):
        client = _begin(app)
        client.post("/sign-in/code", data={"code": code})
        answers.append(_is_in(client))
    assert answers == [True, False, True]


def test_ten_wrong_codes_end_the_guessing(spare: list[str], app: Flask, clock: StoppedClock) -> None:
    client = _begin(app)
    for _ in range(10):
        client.post("/sign-in/code", data={"code": "000000"})
    client.post("/sign-in/code", data={"code": _code(clock)})
    assert _is_in(client) is False


def test_the_password_must_have_been_right_within_ten_minutes(
    spare: list[str], app: Flask, clock: StoppedClock
) -> None:
    client = _begin(app)
    clock.advance(minutes=10, seconds=1)
    answer = client.post("/sign-in/code", data={"code": _code(clock)})
    assert (answer.headers["Location"], _is_in(client)) == ("/sign-in", False)


def test_what_the_app_knows_is_kept_neither_in_clear_nor_are_the_spare_codes(spare: list[str], cast: Cast) -> None:
    account = db.session.get_one(Account, cast.hana.id)
    kept = f"{account.second_secret} {account.spare_codes}"
    assert [SECRET in kept, *(code in kept or code.replace("-", "") in kept for code in spare)] == [False] * 11


def test_another_secret_key_says_what_to_do(spare: list[str], cast: Cast, clock: StoppedClock) -> None:
    with pytest.raises(Refused, match="second-factor-off"):
        second_factor.accept(cast.hana, "123456", ["another key"], now=clock.now())
    second_factor.accept(cast.hana, _code(clock), ["another key", *KEYS], now=clock.now())


def test_it_is_set_up_with_the_first_code_in_the_browser(cast: Cast, client_of: ClientOf, clock: StoppedClock) -> None:
    client = client_of(cast.hana)
    client.get("/account/second-factor")
    with client.session_transaction() as session:
        secret = session["second_secret"]
    wrong = client.post("/account/second-factor", data={"code": "000000"})
    right = client.post("/account/second-factor", data={"code": pyotp.TOTP(secret).at(clock.now())})
    account = db.session.get_one(Account, cast.hana.id)
    assert (wrong.status_code, right.text.count("<code>"), second_factor.is_on(account)) == (422, 10, True)


def test_it_is_switched_off_on_the_page_of_the_account(spare: list[str], cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.hana).post("/account/second-factor/off")
    assert second_factor.is_on(db.session.get_one(Account, cast.hana.id)) is False
