"""The read API under attack: tokens that do not stand, cookies, feeds' tokens, foreign sites, fields of others. F2, W1, W14, Z4, Z6."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.actions.api_tokens import end_token, make_token
from planner.actions.feeds import make_feed
from planner.actions.insights import Raised, pass_on, pass_on_unnamed
from planner.actions.people import PersonFacts, deactivate, reactivate, save_person
from planner.domain.api_parts import Part
from planner.domain.outcomes import InsightCategory
from planner.domain.refusals import Refused
from planner.domain.states import Role
from planner.models.api_tokens import ApiToken
from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.sign_ins import sign_ins_of
from tests.api.programs import Program
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.feeds.events import publish
from tests.rules import make_rule, named

ClientOf = Callable[[Person | None], FlaskClient]


def status(client: FlaskClient, token: str, how: str = "Bearer") -> int:
    return client.get("/api/v1/me", headers={"Authorization": f"{how} {token}"}).status_code


def test_f2_a_token_of_a_feed_opens_nothing_else(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    _, feed = make_feed(cast.hana, "person", str(cast.hana.id), now=NOW, by=cast.hana)
    client = app.test_client()
    bearer = {"Authorization": f"Bearer {feed}"}
    assert [client.get(f"/api/v1/{path}", headers=bearer).status_code for path in ("me", "events", "people")] == [
        401
    ] * 3
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.open("/api/v1/events", method=method, headers=bearer).status_code == 405
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.open(f"/feeds/{feed}.ics", method=method)
        assert (answer.status_code, answer.headers.get("Set-Cookie")) == (405, None)
    assert client.get(f"/api/v1/events?token={feed}").status_code == 401
    assert [client.get(path, headers=bearer).status_code for path in ("/people", "/account")] == [302, 302]
    assert (
        client.get_cookie(app.config["SESSION_COOKIE_NAME"], path="/") is None
        or client.get("/people").status_code == 302
    )


def test_f2_a_token_of_a_program_opens_no_feed_and_no_page(app: Flask, cast: Cast) -> None:
    program = Program(app, cast.hana)
    client = app.test_client()
    assert client.get(f"/feeds/{program.token}.ics").status_code == 404
    assert client.get(f"/api/v1/me?token={program.token}").status_code == 401
    answer = client.get("/people", headers={"Authorization": f"Bearer {program.token}"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in")


def test_no_cookie_opens_the_api_and_the_api_sets_none(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    answers = [client_of(cast.hana).get(f"/api/v1/{path}") for path in ("me", "events", "people/1")]
    assert [one.status_code for one in answers] == [401] * 3
    assert [one.headers["WWW-Authenticate"] for one in answers] == ["Bearer realm=Planner"] * 3
    assert Program(app, cast.hana).get("/me").headers.get("Set-Cookie") is None


@pytest.mark.parametrize("how", ["bearer", "BEARER"])
def test_the_scheme_is_read_however_it_is_written(app: Flask, cast: Cast, how: str) -> None:
    assert status(app.test_client(), Program(app, cast.hana).token, how) == 200


@pytest.mark.parametrize("odd", ["", "cswp_api_", "cswp_api_" + "a" * 43, "é" * 40, "a" * 9000, "%00", "' or 1=1--"])
def test_what_is_no_token_is_answered_alike(app: Flask, cast: Cast, odd: str) -> None:
    client = app.test_client()
    codes = {status(client, odd), status(client, f"Basic {odd}", "Basic"), client.get("/api/v1/me").status_code}
    assert codes == {401}


def test_a_token_ends_by_its_person_by_hr_by_time_and_when_its_person_leaves(
    app: Flask, cast: Cast, clock: StoppedClock
) -> None:
    client, tokens = app.test_client(), [Program(app, cast.tomas) for _ in range(4)]
    assert [status(client, one.token) for one in tokens] == [200] * 4
    end_token(tokens[0].row, by=cast.tomas, now=NOW)
    end_token(tokens[1].row, by=cast.hana, now=NOW)
    assert [status(client, one.token) for one in tokens] == [401, 401, 200, 200]
    with writing():
        db.session.get_one(ApiToken, tokens[2].number).expires_at = NOW
    assert [status(client, one.token) for one in tokens] == [401, 401, 401, 200]
    deactivate(cast.tomas, by=cast.hana, now=NOW)
    reactivate(cast.tomas, by=cast.hana, now=NOW)
    assert status(client, tokens[3].token) == 401


def test_a_token_is_random_hashed_named_and_limited(cast: Cast) -> None:
    row, token = make_token(cast.ana, "Board", ["calendar"], 30, now=NOW)
    kept = [str(getattr(row, column.key)) for column in ApiToken.__table__.columns]
    assert (len(token), [text for text in kept if token in text or token[15:] in text]) == (52, [])
    part = ["calendar"]
    for name, parts, days in (
        ("", part, 30),
        ("A\u202eB", part, 30),
        ("A", [], 30),
        ("A", ["x"], 30),
        ("A", part, 999),
    ):
        with pytest.raises(Refused):
            make_token(cast.ana, name, parts, days, now=NOW)


def test_a_token_covers_what_was_ticked(app: Flask, cast: Cast) -> None:
    answer = Program(app, cast.hana, ["calendar"]).get("/people")
    assert answer.json is not None
    assert (answer.status_code, answer.json["detail"]) == (
        403,
        "This token does not cover “people”. Make one that does in Planner, under My account.",
    )


def test_a_token_is_in_no_log(app: Flask, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        program = Program(app, cast.hana)
        program.get("/me")
        program.get("/nothing")
        status(app.test_client(), program.token + "x")
    assert [record.getMessage() for record in caplog.records if program.token[:20] in record.getMessage()] == []


def test_too_many_reads_and_too_many_guesses_have_to_wait(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(app, cast.hana)
    app.config.update(RATELIMIT_ENABLED=True)
    codes = [status(app.test_client(), f"cswp_api_{number:043}") for number in range(31)]
    assert (codes[:30], codes[30]) == ([401] * 30, 429)
    assert program.get("/me").status_code == 200
    codes = [program.get("/nothing/1", Accept="text/csv").status_code for _ in range(3)]
    for _ in range(600):
        answer = program.get("/me", Accept="text/csv")
    assert (codes, answer.status_code) == ([404] * 3, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 61


def test_w1_the_api_has_nothing_that_changes_anything(app: Flask, cast: Cast) -> None:
    below = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    assert {method for rule in below for method in rule.methods or ()} == {"GET", "HEAD", "OPTIONS"}
    assert len(below) == 25


def test_w14_no_foreign_site_reads_by_somebodys_browser(app: Flask, cast: Cast) -> None:
    program = Program(app, cast.hana)
    for answer in (
        program.get("/me", Origin="https://evil.test"),
        program.get("/openapi.json", Origin="https://evil.test"),
    ):
        assert [name for name in dict(answer.headers) if name.startswith("Access-Control-")] == []
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_z4_who_may_not_know_a_field_does_not_get_it(app: Flask, cast: Cast) -> None:
    row = publish("2027-03-03T10:00", team=cast.billing, leader=cast.elif_)
    with writing():
        row.event.starts_at, row.event.leader_id = row.starts_at, row.leader_id
    event = row.event_id
    raised = Raised("Refunds wait.", InsightCategory.policy)
    insight = pass_on(raised, submitter=cast.ana, team=cast.billing, now=NOW)
    unnamed, _ = pass_on_unnamed(raised, team=cast.billing, shift=None, now=NOW)
    told: dict[str, list[set[str]]] = {}
    for person in (cast.hana, cast.elif_, cast.tomas):
        program = Program(app, person)
        paths = (f"/events/{event}", "/programs/1", f"/insights/{insight.id}", f"/insights/{unnamed.id}")
        told[person.role.value] = [set(program.get(path).json or {}) & HIDDEN for path in paths]
    assert told == {
        "hr": [{"why", "pinned"}, {"goals", "budget", "currency"}, {"submitter", "value"}, {"value"}],
        "executive": [set(), set(), {"submitter"}, set()],
        "lead": [{"why"}, set(), {"submitter"}, set()],
    }


HIDDEN = {"why", "pinned", "goals", "budget", "currency", "submitter", "value", "hearers", "reason"}


def test_z4_who_waits_for_a_promise_is_told_to_hr_and_whoever_promised(app: Flask, cast: Cast) -> None:
    named(cast, make_rule(cast))
    told = {}
    for person in (cast.hana, cast.elif_, cast.ravi, cast.tomas, cast.ana):
        answer = Program(app, person).get("/promises")
        assert answer.json is not None
        told[person.role.value] = ["hearers" in one for one in answer.json["items"]]
    assert told == {"hr": [True], "executive": [True], "assistant": [True], "lead": [False], "agent": [True]}


def test_z5_what_is_forbidden_is_byte_for_byte_what_is_missing(app: Flask, cast: Cast) -> None:
    foreign = publish("2027-03-03T10:00", team=cast.night_care, site=cast.tampa).event_id
    program = Program(app, cast.ana)
    hidden, missing = program.get(f"/events/{foreign}"), program.get("/events/987654")
    assert (hidden.status_code, hidden.data, list(hidden.headers)) == (404, missing.data, list(missing.headers))


def test_z6_a_role_that_was_taken_away_is_taken_from_the_token_at_once(app: Flask, cast: Cast) -> None:
    program = Program(app, cast.tomas)
    assert program.get("/people").status_code == 200
    facts = PersonFacts("Tomas Byrne", "tomas@example.org", Role.agent, cast.dublin, cast.billing)
    save_person(cast.tomas, facts, by=cast.hana, now=NOW)
    assert program.get("/people").status_code == 403


def test_a_token_is_made_by_the_page_shown_once_and_ended_by_hr(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.ana)
    wishes = {"name": "Wall display", "parts": ["calendar"], "days": "30"}
    made = client.post("/account/tokens", data=wishes)
    row = db.session.query(ApiToken).one()
    start = f"cswp_api_{row.token_start}"
    assert (made.status_code, start in made.text, start in client.get("/account/tokens").text) == (200, True, False)
    assert (row.parts, row.person_id) == ([Part.calendar], cast.ana.id)
    hana = client_of(cast.hana)
    assert "Wall display" in hana.get("/account/tokens/everybody").text
    hana.post(f"/account/tokens/everybody/{row.id}/end")
    db.session.expire_all()
    assert (row.ended_at, client.get("/account/tokens").text.count("Wall display")) == (NOW, 0)


def test_making_a_token_asks_once_more_who_one_is(
    app: Flask, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    client = client_of(cast.ana)
    with writing():
        sign_ins_of(cast.ana.id)[0].confirmed_at = NOW
    clock.advance(minutes=11)
    answer = client.post("/account/tokens", data={"name": "Wall", "parts": ["calendar"], "days": "30"})
    assert (answer.status_code, db.session.query(ApiToken).count()) == (403, 0)
