"""A12 to A15: single sign-on against a real provider, and against one that forges."""

import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from oidc_provider_mock import User, run_server_in_thread

from planner.actions.single_sign_on import Claims, connect
from planner.domain.states import Role
from planner.models.accounts import identities_of
from planner.models.base import db
from planner.models.people import Person
from planner.web.single_sign_on import init_single_sign_on
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.security.provider import CLIENT, Provider, running

ClientOf = Callable[[Person | None], FlaskClient]
SUBJECT = "hana-at-the-provider"


def _use(app: Flask, issuer: str) -> None:
    app.config.update(
        PLANNER_OIDC_ISSUER=issuer,
        PLANNER_OIDC_CLIENT_ID=CLIENT,
        PLANNER_OIDC_CLIENT_SECRET="a secret of the client, shared",
        PLANNER_BASE_URL="http://localhost",
    )
    init_single_sign_on(app)


@pytest.fixture
def forger(app: Flask) -> Iterator[Provider]:
    with running(Provider()) as provider:
        _use(app, provider.issuer)
        yield provider
    app.extensions["planner_sign_on"] = None


@pytest.fixture
def real(app: Flask) -> Iterator[str]:
    """A provider from PyPI, on a port of its own, that knows Hana by her verified address."""
    hana = User(sub=SUBJECT, claims={"email": "hana@example.org", "email_verified": True})
    with run_server_in_thread(user_claims=[hana]) as server:
        issuer = f"http://localhost:{server.server_port}"
        _use(app, issuer)
        yield issuer
    app.extensions["planner_sign_on"] = None


def _through(client: FlaskClient, path: str, subject: str = SUBJECT) -> str:
    """To the provider, signed in there, and back; where Planner leads then."""
    there = client.post(path).headers["Location"]
    back = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=10).headers["Location"]
    return str(client.get(back.removeprefix("http://localhost")).headers["Location"])


def _is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_a12_a_connected_person_signs_in_through_a_real_provider(
    real: str, cast: Cast, app: Flask, client_of: ClientOf
) -> None:
    assert _through(client_of(cast.hana), "/sign-in/with/connect") == "/account"
    assert [(one.issuer, one.subject) for one in identities_of(cast.hana.id)] == [(real, SUBJECT)]
    client = app.test_client()
    assert (_through(client, "/sign-in/with"), _is_in(client)) == ("/", True)


def test_a12_what_leaves_for_the_provider_is_bound_to_this_browser(real: str, app: Flask, cast: Cast) -> None:
    asked = parse_qs(urlsplit(app.test_client().post("/sign-in/with").headers["Location"]).query)
    assert (asked["code_challenge_method"], asked["redirect_uri"]) == (["S256"], ["http://localhost/sign-in/with/back"])
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 20


def _come_back(client: FlaskClient, provider: Provider, **changed: object) -> str:
    """Signs in at the forger, which says of Hana what an honest provider would, but for what is changed."""
    asked = parse_qs(urlsplit(client.post("/sign-in/with").headers["Location"]).query)
    honest = {
        "iss": provider.issuer,
        "aud": CLIENT,
        "sub": SUBJECT,
        "exp": int(time.time()) + 300,
        "iat": int(time.time()),
    }
    claims = honest | {"nonce": asked["nonce"][0]} | changed
    provider.claims = {name: value for name, value in claims.items() if value is not None}
    return str(client.get(f"/sign-in/with/back?code=x&state={asked['state'][0]}").headers["Location"])


@pytest.fixture
def known(forger: Provider, cast: Cast, clock: StoppedClock) -> Provider:
    """The forger, connected with Hana."""
    connect(cast.hana, Claims(forger.issuer, SUBJECT), now=clock.now())
    return forger


def test_a12_an_honest_token_signs_in(known: Provider, app: Flask) -> None:
    client = app.test_client()
    assert (_come_back(client, known), _is_in(client)) == ("/", True)


FORGED: dict[str, dict[str, object]] = {
    "another issuer": {"iss": "https://evil.test"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "somebody-else"},
    "no audience": {"aud": None},
    "another audience, in our name": {"aud": "somebody-else", "azp": CLIENT},
    "a second audience that acts": {"aud": [CLIENT, "evil"], "azp": "evil"},
    "expired": {"exp": 1_000_000_000},
    "without an end": {"exp": None},
    "another nonce": {"nonce": "from another sign-in"},
    "no nonce": {"nonce": None},
    "nobody": {"sub": None},
}


@pytest.mark.parametrize("what", FORGED)
def test_a12_a_token_that_says_the_wrong_thing_is_refused(
    known: Provider, cast: Cast, app: Flask, clock: StoppedClock, what: str
) -> None:
    """Also when the other issuer is one by which Hana may sign in: it is not the one that was asked."""
    connect(cast.hana, Claims("https://evil.test", SUBJECT), now=clock.now())
    client = app.test_client()
    assert (_come_back(client, known, **FORGED[what]), _is_in(client)) == ("/sign-in", False)


@pytest.mark.parametrize(
    "how", ["signed_by_another", "signed_with_the_client_secret", "signed_with_the_public_key", "unsigned"]
)
def test_a12_a_token_that_is_not_signed_by_the_provider_is_refused(known: Provider, app: Flask, how: str) -> None:
    known.token = getattr(known, how)
    client = app.test_client()
    assert (_come_back(client, known), _is_in(client)) == ("/sign-in", False)


def test_a12_no_token_at_all_is_refused(known: Provider, app: Flask) -> None:
    known.token = lambda _claims: None
    client = app.test_client()
    assert (_come_back(client, known), _is_in(client)) == ("/sign-in", False)


def test_a12_a_provider_that_calls_itself_otherwise_is_not_asked(known: Provider, app: Flask) -> None:
    known.said_issuer = "https://evil.test"
    assert app.test_client().post("/sign-in/with").headers["Location"] == "/sign-in"


def test_a12_a_state_works_once_and_in_its_own_browser(known: Provider, app: Flask) -> None:
    mine, other = app.test_client(), app.test_client()
    asked = parse_qs(urlsplit(mine.post("/sign-in/with").headers["Location"]).query)
    known.claims = {"iss": known.issuer, "aud": CLIENT, "sub": SUBJECT, "exp": int(time.time()) + 300}
    known.claims |= {"iat": int(time.time()), "nonce": asked["nonce"][0]}
    back = f"/sign-in/with/back?code=x&state={asked['state'][0]}"
    assert [client.get(back).headers["Location"] for client in (other, mine)] == ["/sign-in", "/"]
    mine.post("/sign-out")
    assert (mine.get(back).headers["Location"], _is_in(mine)) == ("/sign-in", False)


def test_a12_a_provider_that_is_down_leads_back_with_a_sentence(cast: Cast, app: Flask) -> None:
    _use(app, "http://127.0.0.1:9")
    client = app.test_client()
    assert client.post("/sign-in/with").headers["Location"] == "/sign-in"
    assert "Single sign-on did not work this time" in client.get("/sign-in").text
    app.extensions["planner_sign_on"] = None


@pytest.mark.parametrize(
    ("trusts", "verified", "signed_in"),
    [(True, True, True), (True, False, False), (True, "true", False), (False, True, False)],
)
def test_a13_an_address_counts_when_it_is_verified_and_the_administrator_said_so(
    forger: Provider, cast: Cast, app: Flask, trusts: bool, verified: object, signed_in: bool
) -> None:
    app.config["PLANNER_OIDC_BY_EMAIL"] = trusts
    client = app.test_client()
    _come_back(client, forger, email="hana@example.org", email_verified=verified)
    assert (_is_in(client), len(identities_of(cast.hana.id))) == (signed_in, int(signed_in))


def test_a13_another_provider_with_the_same_subject_is_somebody_else(
    forger: Provider, cast: Cast, app: Flask, clock: StoppedClock
) -> None:
    connect(cast.hana, Claims("https://another.test", SUBJECT), now=clock.now())
    client = app.test_client()
    assert (_come_back(client, forger), _is_in(client)) == ("/sign-in", False)


def test_a13_a_sign_on_of_somebody_else_cannot_be_taken_over(known: Provider, cast: Cast, client_of: ClientOf) -> None:
    mallory = client_of(cast.ana)
    asked = parse_qs(urlsplit(mallory.post("/sign-in/with/connect").headers["Location"]).query)
    known.claims = {"iss": known.issuer, "aud": CLIENT, "sub": SUBJECT, "exp": int(time.time()) + 300}
    known.claims |= {"iat": int(time.time()), "nonce": asked["nonce"][0]}
    mallory.get(f"/sign-in/with/back?code=x&state={asked['state'][0]}")
    assert [one.person_id for one in identities_of(cast.hana.id)] == [cast.hana.id]
    assert identities_of(cast.ana.id) == []


def test_a14_what_a_provider_says_of_groups_and_roles_gives_no_right(
    forger: Provider, cast: Cast, app: Flask, clock: StoppedClock
) -> None:
    connect(cast.ana, Claims(forger.issuer, SUBJECT), now=clock.now())
    client = app.test_client()
    _come_back(client, forger, groups=["admin", "hr"], role="hr", roles=["hr"])
    db.session.expire_all()
    assert (_is_in(client), cast.ana.role, client.get("/people/new").status_code) == (True, Role.agent, 403)


def test_a14_somebody_who_left_is_not_let_in(known: Provider, cast: Cast, app: Flask, clock: StoppedClock) -> None:
    connect(cast.mallory, Claims(known.issuer, "mallory"), now=clock.now())
    client = app.test_client()
    assert (_come_back(client, known, sub="mallory"), _is_in(client)) == ("/sign-in", False)


@pytest.mark.parametrize("name", ["Remote-User", "X-Remote-User", "X-Forwarded-User", "X-Auth-Request-Email"])
def test_a15_a_header_signs_nobody_in(cast: Cast, app: Flask, name: str) -> None:
    assert app.test_client().get("/account", headers={name: "hana@example.org"}).status_code == 302


def test_without_a_provider_there_is_neither_button_nor_way(cast: Cast, app: Flask) -> None:
    assert app.test_client().post("/sign-in/with").status_code == 404
    assert "/sign-in/with" not in app.test_client().get("/sign-in").text
