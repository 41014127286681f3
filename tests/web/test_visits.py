"""Recording visits in under a minute, and the list of what was owed and made."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from planner.actions.commitments import sweep
from planner.domain.states import CommitmentState, EventState
from planner.models.base import db
from planner.models.events import Event
from planner.models.floor_visits import FloorVisit
from planner.models.insights import Insight
from planner.models.people import Person
from planner.models.recognitions import Recognition
from tests.calendars import TUESDAY, Put, counting_questions, make_program, visit_owed
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]
AFTER = TUESDAY.date()


@pytest.fixture
def put(cast: Cast) -> Put:
    return Put(make_program(cast), cast.hana)


@pytest.fixture
@scene
def visit(put: Put, cast: Cast, clock: StoppedClock) -> Event:
    made = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    clock.advance(days=8, hours=3)
    return made


def record(client: FlaskClient, visit: Event | None, cast: Cast, **changes: object) -> object:
    data: dict[str, object] = {
        "visited_on": AFTER.isoformat(), "minutes": 30, "shift": "Day", "team": cast.billing.id, "leader": cast.elif_.id,
        "raised_text": "The refund form asks twice.", "raised_category": "process",
    }  # fmt: skip
    address = f"/visits/record?event={visit.id}" if visit else "/visits/record"
    return client.post(address, data={key: value for key, value in (data | changes).items() if value != ""})


def test_a_recorded_visit_is_done_with_its_thanks_and_what_was_raised(
    visit: Event, cast: Cast, client_of: ClientOf
) -> None:
    answer = record(client_of(cast.elif_), visit, cast, thanked="Ana", thanked_for="found the lost parcel")
    assert getattr(answer, "status_code", None) == 302
    db.session.expire_all()
    written = db.session.scalars(db.select(FloorVisit)).one()
    assert (written.event_id, written.minutes, written.nothing_raised) == (visit.id, 30, False)
    assert (visit.outcome, visit_owed(visit).state) == (EventState.done, CommitmentState.done)
    assert [one.names for one in db.session.scalars(db.select(Recognition))] == ["Ana"]
    assert [one.text for one in db.session.scalars(db.select(Insight))] == ["The refund form asks twice."]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"raised_text": ""}, "Write what was raised, or tick that nothing was."),
        ({"nothing_raised": "y"}, "You wrote down what was raised and ticked “nothing was raised”: take one away."),
        ({"visited_on": "2027-03-20"}, "This day is still to come: record the visit once it has taken place."),
        ({"minutes": "0"}, "From 1 minute to a day."),
        ({"thanked": "Ana"}, "Thanks need both: who, and for what."),
        ({"thanked": "Ana", "thanked_for": "lowest handle time"}, "Talk or handle time alone is no reason for thanks"),
    ],
)
def test_a_wrong_record_says_so_and_writes_nothing(
    visit: Event, cast: Cast, client_of: ClientOf, changes: dict[str, object], sentence: str
) -> None:
    answer = record(client_of(cast.elif_), visit, cast, **changes)
    assert getattr(answer, "status_code", None) == 422
    assert sentence in getattr(answer, "text", "")
    db.session.expire_all()
    assert (visit.outcome, db.session.scalar(db.select(FloorVisit.id)), db.session.scalar(db.select(Recognition.id))) == (
        None, None, None
    )  # fmt: skip


def test_nothing_raised_is_an_answer_too(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    record(client_of(cast.elif_), visit, cast, raised_text="", nothing_raised="y")
    assert db.session.scalars(db.select(FloorVisit)).one().nothing_raised is True


def test_a_visit_is_recorded_once(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    for _ in range(2):
        record(client_of(cast.elif_), visit, cast)
    assert len(db.session.scalars(db.select(FloorVisit)).all()) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [("hana", 302), ("elif_", 302), ("ravi", 302), ("tomas", 302), ("nils", 404), ("ana", 403), ("vera", 403)],
)
def test_a_visit_is_recorded_by_those_who_were_there_or_act_for_them(
    visit: Event, cast: Cast, client_of: ClientOf, name: str, code: int
) -> None:
    assert getattr(record(client_of(getattr(cast, name)), visit, cast), "status_code", None) == code


def test_a_lead_of_another_team_cannot_record_an_unplanned_visit_here(
    visit: Event, cast: Cast, client_of: ClientOf
) -> None:
    assert getattr(record(client_of(cast.nils), None, cast), "status_code", None) == 403


@pytest.mark.parametrize(
    ("name", "code"), [("hana", 200), ("elif_", 200), ("tomas", 200), ("ravi", 200), ("nils", 404), ("ana", 404)]
)
def test_a_record_is_read_by_those_it_concerns(
    visit: Event, cast: Cast, client_of: ClientOf, name: str, code: int
) -> None:
    record(client_of(cast.elif_), visit, cast)
    written = db.session.scalars(db.select(FloorVisit)).one()
    assert client_of(getattr(cast, name)).get(f"/visits/{written.id}").status_code == code


@pytest.mark.parametrize(
    ("name", "seen"), [("hana", True), ("elif_", True), ("tomas", True), ("ravi", True), ("nils", False)]
)
def test_the_list_shows_what_its_reader_may_see(
    visit: Event, cast: Cast, client_of: ClientOf, name: str, seen: bool
) -> None:
    page = client_of(getattr(cast, name)).get("/visits").text
    assert (f"/events/{visit.id}" in page) is seen


def test_the_list_narrows_by_state_and_says_how_many_were_kept(
    visit: Event, put: Put, cast: Cast, client_of: ClientOf
) -> None:
    other = put.visit(TUESDAY.replace(day=10), cast.billing, cast.elif_)
    put.publish()
    record(client_of(cast.elif_), visit, cast)
    sweep(NOW + timedelta(days=60))
    hana = client_of(cast.hana)
    missed = hana.get("/visits?state=missed").text
    assert (f"/events/{other.id}" in missed, f"/events/{visit.id}" in missed) == (True, False)
    assert hana.get("/visits?format=csv").text.splitlines()[1:] == [
        "Billing,Dublin,Day,Elif Kaya,2027-03-09,done,",
        "Billing,Dublin,Day,Elif Kaya,2027-03-10,missed,",
    ]


def test_many_visits_cost_no_more_questions_than_one(visit: Event, put: Put, cast: Cast, client_of: ClientOf) -> None:
    def questions() -> int:
        with counting_questions() as asked:
            assert client_of(cast.hana).get("/visits").status_code == 200
        return len(asked)

    one = questions()
    for number in range(1, 9):
        put.visit(TUESDAY.replace(day=9 + number), cast.night_care if number % 2 else cast.billing, cast.elif_)
    put.publish()
    assert questions() == one
