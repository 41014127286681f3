"""My page: the part for each role, and the buttons for what is one's own."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from planner.actions.recognitions import Thanks, thank
from planner.domain.kinds import EventKind
from planner.domain.states import CommitmentState
from planner.models.base import db
from planner.models.events import Event
from planner.models.people import Person
from tests.calendars import TUESDAY, Put, counting_questions, make_program, visit_owed
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.fixture
def put(cast: Cast) -> Put:
    return Put(make_program(cast), cast.hana)


@pytest.fixture
@scene
def visit(put: Put, cast: Cast) -> Event:
    made = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    return made


@pytest.mark.parametrize("name", ["hana", "tomas", "elif_", "ravi", "ana", "vera", "nils"])
def test_everybody_has_a_page_with_and_without_a_program(cast: Cast, client_of: ClientOf, name: str) -> None:
    client = client_of(getattr(cast, name))
    assert client.get("/").status_code == 200
    put = Put(make_program(cast), cast.hana)
    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    assert client.get("/").status_code == 200


def test_a_leader_sees_the_next_visit_with_its_brief(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    said = Thanks("Ana", "stayed with a caller until the parcel was found")
    thank(said, giver=cast.tomas, team=cast.billing, given_on=NOW.date(), now=NOW)
    page = client_of(cast.elif_).get("/").text
    for words in ("Your next visit", "Tuesday 9 March 2027", "Day, 08:00–16:00", "Nobody has been there yet."):
        assert words in page
    assert "What goes well at the moment?" in page
    # Thanks for the team alone are for the team: an executive does not read them.
    assert "stayed with a caller" not in page


def test_the_assistant_sees_the_visit_of_the_leader(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    assert "Next visit of Elif Kaya" in client_of(cast.ravi).get("/").text


def test_a_visit_of_somebody_else_is_not_on_my_page(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    assert "next visit" not in client_of(cast.vera).get("/").text.lower()


def test_a_visit_that_is_only_drafted_is_on_nobodys_page(put: Put, cast: Cast, client_of: ClientOf) -> None:
    put.visit(TUESDAY, cast.billing, cast.elif_)
    assert "Your next visit" not in client_of(cast.elif_).get("/").text


def test_a_lead_sees_what_comes_and_is_asked_what_became_of_what_was(
    put: Put, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    put.event(EventKind.recognition, TUESDAY, team=cast.billing, title="Handwritten notes")
    put.event(EventKind.recognition, TUESDAY.replace(hour=23), team=cast.night_care, title="Night notes")
    put.publish()
    page = client_of(cast.tomas).get("/").text
    assert ("Handwritten notes" in page, "Night notes" in page, "What became of these?" in page) == (True, False, False)
    clock.advance(days=9)
    assert "What became of these?" in client_of(cast.tomas).get("/").text
    assert "What became of these?" not in client_of(cast.ana).get("/").text


def test_hr_sees_what_slips_and_what_came_back(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.elif_).post(f"/commitments/{visit_owed(visit).id}/cannot", data={"reason": "The board meets."})
    page = client_of(cast.hana).get("/").text
    assert "Visits that need somebody else" in page
    assert "Elif Kaya: The board meets." in page


@pytest.mark.parametrize(
    ("name", "code"), [("hana", 302), ("elif_", 302), ("ravi", 302), ("tomas", 404), ("ana", 404), ("vera", 403)]
)
@pytest.mark.parametrize("act", ["done", "reopen", "cannot"])
def test_only_the_owner_the_assistant_and_hr_answer(
    visit: Event, cast: Cast, client_of: ClientOf, name: str, code: int, act: str
) -> None:
    owed = visit_owed(visit)
    answer = client_of(getattr(cast, name)).post(f"/commitments/{owed.id}/{act}", data={"reason": "Ill."})
    assert answer.status_code == code


def test_cannot_without_a_reason_asks_for_one(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    owed = visit_owed(visit)
    answer = client_of(cast.elif_).post(f"/commitments/{owed.id}/cannot", data={"reason": ""})
    assert answer.status_code == 422
    assert "Say why in a few words, so that HR can find another way." in answer.text
    db.session.refresh(owed)
    assert owed.state is CommitmentState.open


@pytest.mark.parametrize("name", ["hana", "elif_", "tomas"])
def test_many_things_cost_no_more_questions_than_one(put: Put, cast: Cast, client_of: ClientOf, name: str) -> None:
    def questions() -> int:
        with counting_questions() as asked:
            client_of(getattr(cast, name)).get("/")
        return len(asked)

    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.event(EventKind.recognition, TUESDAY.replace(hour=12), team=cast.billing, title="Notes")
    put.publish()
    one = questions()
    for number in range(1, 8):
        day = TUESDAY.replace(day=9 + number)
        put.visit(day, cast.billing if number % 2 else cast.night_care, cast.elif_)
        put.event(EventKind.recognition, day.replace(hour=12), team=cast.billing, title=f"Notes {number}")
    put.publish()
    assert questions() == one
