"""The pages on which somebody else is found: for whom they open, the answer from a mail, and where the state is seen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.actions.commitments import excuse
from planner.actions.substitutes import ask, offers
from planner.domain.kinds import EventKind
from planner.models.base import db
from planner.models.events import Event, PublishedEvent
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.substitutes import AskState, SubstituteAsk
from planner.reminders.answers import Act, Answer, answer_token
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.published import coming, make_published, visit_owed
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    return make_published(cast, clock.now())


@pytest.fixture
@scene
def visit(program: Program, cast: Cast, clock: StoppedClock) -> Event:
    found = coming(program, EventKind.floor_visit, leader=cast.elif_)
    excuse(visit_owed(found), "The board meets.", cast.elif_, clock.now())
    return found


@pytest.fixture
@scene
def question(visit: Event, cast: Cast, clock: StoppedClock) -> SubstituteAsk:
    return ask(visit.id, offers(visit, now=clock.now())[0].person.id, by=cast.hana, now=clock.now())


def _state(question: SubstituteAsk) -> AskState:
    """As it is in the database by now."""
    db.session.expire_all()
    return question.state


def _token(app: Flask, person: Person, act: Act, thing: int, clock: StoppedClock) -> str:
    answer = Answer(person.id, str(thing), act)
    return answer_token(app.config["SECRET_KEY"], answer, clock.now() + timedelta(days=9))


@pytest.mark.parametrize(
    ("name", "code"),
    [("hana", 200), ("elif_", 200), ("ravi", 200), ("ana", 403), ("vera", 403), ("mallory", 302)],
)
def test_the_page_opens_for_whom_the_visit_is(
    visit: Event, cast: Cast, client_of: ClientOf, name: str, code: int
) -> None:
    assert client_of(getattr(cast, name)).get(f"/events/{visit.id}/substitutes").status_code == code


def test_the_lead_of_the_team_asks_and_the_lead_of_another_does_not(
    visit: Event, cast: Cast, client_of: ClientOf
) -> None:
    assert visit.team is not None
    lead = visit.team.lead
    other = cast.nils if lead is not cast.nils else cast.tomas
    codes = [client_of(person).get(f"/events/{visit.id}/substitutes").status_code for person in (lead, other)]
    assert codes[0] == 200
    assert codes[1] in (403, 404)


@pytest.mark.parametrize("name", ["elif_", "ravi", "tomas", "ana"])
def test_only_hr_hands_over_without_asking(visit: Event, cast: Cast, client_of: ClientOf, name: str) -> None:
    client = client_of(getattr(cast, name))
    assert client.post(f"/events/{visit.id}/substitutes/assign", data={"leader": "1"}).status_code == 403


def test_cannot_leads_to_those_who_could(program: Program, cast: Cast, client_of: ClientOf) -> None:
    visit = coming(program, EventKind.floor_visit, leader=cast.elif_)
    owed = visit_owed(visit)
    answer = client_of(cast.elif_).post(f"/commitments/{owed.id}/cannot", data={"reason": "Ill."})
    assert answer.location == f"/events/{visit.id}/substitutes"


def test_the_one_who_is_asked_answers_on_the_own_page(question: SubstituteAsk, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(question.leader)
    assert "Can you step in?" in client.get("/").text
    assert client.post(f"/substitute-asks/{question.id}/accept").status_code == 302
    db.session.expire_all()
    assert db.session.get_one(PublishedEvent, question.event_id).leader_id == question.leader_id


@pytest.mark.parametrize("name", ["elif_", "ravi", "tomas", "ana"])
def test_nobody_answers_for_another(question: SubstituteAsk, cast: Cast, client_of: ClientOf, name: str) -> None:
    assert client_of(getattr(cast, name)).post(f"/substitute-asks/{question.id}/accept").status_code == 404


def test_the_link_in_the_mail_changes_nothing_until_its_button_is_pressed(
    app: Flask, question: SubstituteAsk, client_of: ClientOf, clock: StoppedClock
) -> None:
    address = f"/answer/{_token(app, question.leader, Act.accept, question.id, clock)}"
    stranger = client_of(None)
    assert stranger.get(address).status_code == 200
    assert _state(question) is AskState.asked
    assert stranger.post(address).status_code == 302
    assert "Thank you" in stranger.get(address).text
    assert _state(question) is AskState.accepted


def test_a_link_of_somebody_else_counts_for_nothing(
    app: Flask, question: SubstituteAsk, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    address = f"/answer/{_token(app, cast.elif_, Act.accept, question.id, clock)}"
    assert client_of(None).post(address).status_code == 410


def test_from_the_mail_the_leader_who_cannot_asks_somebody(
    app: Flask, visit: Event, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    address = f"/answer/{_token(app, cast.elif_, Act.cannot, visit_owed(visit).id, clock)}"
    person = offers(visit, now=clock.now())[0].person
    stranger = client_of(None)
    assert f"Ask {person.name.split()[0]}" in stranger.get(address).text
    stranger.post(address, data={"instead": person.id})
    asked = db.session.query(SubstituteAsk).one()
    assert (asked.leader_id, asked.asked_by_id, asked.state) == (person.id, cast.elif_.id, AskState.asked)


def test_the_state_is_seen_by_hr_at_home_and_on_the_event(
    question: SubstituteAsk, cast: Cast, client_of: ClientOf
) -> None:
    hana = client_of(cast.hana)
    for address in ("/", f"/events/{question.event_id}", f"/events/{question.event_id}/substitutes"):
        assert "asked, no answer yet" in hana.get(address).text, address
