"""Z1 and Z3: every route x method x role x own, foreign, gone and guessed object against the table of acts; Z5: refusals that look alike.

The house is made once, and what a request writes is taken back, so that one walk of some thousand requests meets the same house everywhere.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from planner.actions import substitutes
from planner.actions.decisions import decide
from planner.actions.insights import Raised, acknowledge, pass_on
from planner.actions.people import PersonFacts, save_person
from planner.domain.outcomes import InsightCategory
from planner.domain.states import Role
from planner.models.accounts import Identity
from planner.models.base import db, writing
from planner.models.commitments import coming_visits
from planner.models.people import Person, person_by_email
from planner.models.promises import promise_about
from planner.models.sites import Closure, ClosureKind
from planner.web.limits import limiter
from tests.api.programs import Program
from tests.browser.house import make_house
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.rules import make_rule, removal
from tests.security.matrix import MISSING, Case, Door, Matrix, Setting, doors, met, undone
from tests.security.objects import BY_ACT, answered_promise

ClientOf = Callable[[Person | None], FlaskClient]

SOFTLY = {
    ("account.end_sign_in", "sign_in_id"),
    ("account.forget_identity", "identity_id"),
    ("reviews.free_seat", "person_id"),
    ("reviews.take_off_agenda", "policy_id"),
    ("programs.cadence", "cadence_id"),
    ("programs.remove_cadence", "cadence_id"),
}
"""These say in a sentence that it has gone already, whether it ever was, is gone, or is somebody else's."""
SMUGGLED = {
    "role": "hr", "team_id": "2", "site_id": "2", "id": "1", "person_id": "1", "lead_id": "1", "owner_id": "1", "is_active": "1",
    "version": "99", "sequence": "99", "deactivated_at": "2027-01-01", "email": "smuggled@example.org", "name": "Smuggled",
}  # fmt: skip
"""Goes along with every form (Z3). Whoever is not HR changes nobody's role, team, name, address or access by it."""
NO_PROVIDER = {"single_sign_on.go_and_connect"}
"""There is nobody to go to in this house: 404 for everybody."""


@pytest.fixture
def setting(
    app: Flask, cast: Cast, clock: StoppedClock, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> Setting:
    """The lived-in house, and what its addresses need beside the number that decides."""
    monkeypatch.setattr(limiter, "enabled", False)
    ends = dict(address.rsplit("/", 1) for _, address in make_house(app, cast, clock).beside)
    _add_what_lacks(cast)
    mail = next(Path(app.config["PLANNER_DATA_DIR"], "outbox").glob("*.eml")).stem
    days = {"site_id": cast.dublin.id, "name": ends[f"/sites/{cast.dublin.id}/blackouts"]}
    sheet, gap = {"name": ends["/people/import"]}, {"team": cast.billing.id, "month": "2027-05"}
    gap_form = {**gap, "leader": cast.elif_.id, "start": "2027-05-04T10:00"}
    sample = _sample(client_of(cast.hana))
    return Setting(
        words={"category": "policy", "about": "commitment", "name": mail},
        valid={
            "places.look_at_blackouts": days, "places.bring_in_blackouts": days, "imports.look": sheet, "imports.confirm": sheet,
            "messages.example": sample, "messages.example_looks": sample, "messages.send_me": sample,
            "policies.tell_back": {"promise_id": answered_promise()[1]},
        },
        query={"coverage_gaps.show": gap, "coverage_gaps.plan": gap_form},
        softly=SOFTLY,
    )  # fmt: skip


def _add_what_lacks(cast: Cast) -> None:
    """Two who sign in by a provider, a day on which nothing is planned, and a question about a visit of Elif's."""
    with writing():
        for person in (cast.hana, cast.tomas):
            db.session.add(Identity(person_id=person.id, issuer="https://id.test", subject=person.name, made_at=NOW))
        day = NOW.date()
        db.session.add(Closure(kind=ClosureKind.blackout, starts_on=day, ends_on=day, reason="Stock taking"))
    visit = next(one.event for one in coming_visits([cast.elif_.id])[::-1] if one.event is not None)
    substitutes.ask(visit.id, substitutes.offers(visit, now=NOW)[0].person.id, by=cast.hana, now=NOW)


def _sample(client: FlaskClient) -> dict[str, Any]:
    found = re.search(r"/messages/coming/(\w+)/(\d+)/(\d+)/(\d+)", client.get("/messages/coming").text)
    assert found
    names = ("about_id", "step_id", "person_id")
    return {"about": found[1], **dict(zip(names, map(int, found.groups()[1:]), strict=True))}


def test_z1_z3_and_z5_every_door_receives_everybody_as_the_table_says(
    app: Flask, cast: Cast, client_of: ClientOf, setting: Setting
) -> None:
    """Fails, too, for a route that is not marked, an act or a number that no table knows, and a kind of thing that the house lacks."""
    people = (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    guests = {one.role: Guest(app, client_of(one), Program(app, one).token) for one in people}
    matrix = Matrix(setting)
    plan = [(one.role, door, list(matrix.cases(door, one))) for one in people for door in doors(app)]
    db.session.expunge_all()
    wrong: list[tuple[object, ...]] = []
    told_apart = []
    for role, door, cases in plan:
        received = [(case, *guests[role].knock(door, case, setting)) for case in cases]
        expected = [MISSING if door.endpoint in NO_PROVIDER else case.expected for case in cases]
        if guests[role].smuggled and role is not Role.hr:
            wrong.append((role.value, door.endpoint, door.method, "smuggled", {}, "", ""))
            guests[role].smuggled = False
        wrong += [
            (role.value, door.endpoint, door.method, case.label, case.values, said, wanted)
            for (case, said, _), wanted in zip(received, expected, strict=True) if said != wanted
        ]  # fmt: skip
        if len({body for _, said, body in received if said == MISSING}) > 1:
            told_apart.append((role.value, door.endpoint, door.method))
    assert (wrong, told_apart, _lacking(matrix)) == ([], [], set())


class Guest:
    """Somebody who comes to every door anew, with nothing but the cookie of their sign-in; to those of programs with a token alone."""

    def __init__(self, app: Flask, client: FlaskClient, token: str) -> None:
        self._app, self._client, self._name = app, client, app.config["SESSION_COOKIE_NAME"]
        self.smuggled, self._before = False, _people()
        self._program, self._token = app.test_client(), {"Authorization": f"Bearer {token}"}
        cookie = client.get_cookie(self._name)
        assert cookie is not None
        self._cookie = cookie.value

    def knock(self, door: Door, case: Case, setting: Setting) -> tuple[str, bytes]:
        """How they are received, and in which words. What they change is taken back."""
        values = case.values | setting.query.get(door.endpoint, {})
        address = self._app.url_map.bind("localhost").build(door.endpoint, values)
        self._client.set_cookie(self._name, self._cookie)
        program = door.endpoint.startswith("api.")
        client, headers = (self._program, self._token) if program else (self._client, {})
        with undone():
            sent = None if door.method == "GET" else SMUGGLED
            answer = client.open(address, method=door.method, headers=headers, data=sent)
            self.smuggled |= _people() != self._before
        return met(answer), answer.data


def _people() -> list[tuple[object, ...]]:
    columns = [
        column for column in Person.__table__.columns if column.name not in ("zone", "quiet_from", "quiet_until")
    ]
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(Person.id))]


def _lacking(matrix: Matrix) -> set[tuple[str, str, str]]:
    """Of what somebody can own there is in the house one that is theirs and one that is not, for somebody at least."""
    labels = {(act, name, label) for act, name in BY_ACT for label in ("own", "other")}
    return labels - matrix.met - {(act, name, "other") for act, name in BY_ACT if (act, name, "read") in matrix.met}


def test_z1_whoever_owns_a_rule_tells_the_promises_of_its_decision_and_no_others(
    cast: Cast, client_of: ClientOf
) -> None:
    """The promise that Elif owes about an insight is no business of a decision of Tomas's."""
    insight = pass_on(Raised("Refunds wait.", InsightCategory.policy), submitter=cast.ana, team=cast.billing, now=NOW)
    acknowledge(insight, receiver=cast.elif_, promised_on=NOW.date() + timedelta(days=3), by=cast.hana, now=NOW)
    decision = decide(make_rule(cast, owner=cast.tomas), removal(cast), by=cast.tomas, now=NOW)
    foreign = promise_about("insight", insight.id)
    assert foreign is not None
    tell = {"answer": "It was decided."}
    answer = client_of(cast.tomas).post(f"/policies/decisions/{decision.id}/tell/{foreign.id}", data=tell)
    db.session.expire_all()
    assert (answer.status_code, foreign.told_on) == (404, None)


def test_z6_whoever_was_demoted_while_a_form_was_open_saves_nothing(cast: Cast, client_of: ClientOf) -> None:
    """What a form may do is asked when it is sent, not when it was opened."""
    client = client_of(cast.nils)
    _make(cast.nils, Role.hr, by=cast.hana)
    opened = [client.get(path).status_code for path in FORMS]
    _make(cast.nils, Role.agent, by=cast.hana)
    sent = [
        client.post(path, data={"name": "Zoe", "email": "zoe@example.org", "role": "hr"}).status_code for path in FORMS
    ]
    assert (opened, sent, person_by_email("zoe@example.org")) == ([200] * 4, [403] * 4, None)


FORMS = ("/people/new", "/sites/new", "/teams/new", "/policies/new")


def _make(person: Person, role: Role, *, by: Person) -> None:
    save_person(person, PersonFacts(person.name, person.email, role, person.site), by=by, now=NOW)
