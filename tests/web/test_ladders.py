"""The pages on which HR sets ladders: who may, what is refused beside which field, and the way back."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from planner.actions.ladders import follows, ship_ladders
from planner.domain.ladder_shapes import OWN
from planner.models.audit import AuditRow
from planner.models.base import db, writing
from planner.models.ladders import Ladder, LadderStep, ladder_about
from planner.models.people import Person
from tests.cast import Cast
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]

GIVEN = {
    "message": "visit-slots", "audience": ["owner", "lead"], "number": "5", "unit": "days", "side": "before",
    "anchor": "due", "at": "10:30", "workdays_only": "y", "active": "y",
}  # fmt: skip


@pytest.fixture
@scene
def ladder(cast: Cast) -> Ladder:
    with writing():
        ship_ladders()
    found = ladder_about("floor visit")
    assert found is not None
    return found


def step_of(message: str) -> LadderStep:
    db.session.expire_all()
    return db.session.query(LadderStep).filter_by(message=message).one()


def acts() -> list[str]:
    return [row.act for row in db.session.query(AuditRow).order_by(AuditRow.id)]


def test_ladders_and_what_comes_next_are_for_hr(ladder: Ladder, cast: Cast, client_of: ClientOf) -> None:
    number = ladder.steps[0].id
    pages = (
        "/ladders",
        f"/ladders/{number}",
        f"/ladders/of/{ladder.id}/add",
        f"/ladders/of/{ladder.id}/preset",
        "/messages/coming",
    )
    deeds = (
        f"/ladders/{number}", f"/ladders/{number}/remove", f"/ladders/{number}/restore", f"/ladders/{number}/shift",
        f"/ladders/of/{ladder.id}/add", f"/ladders/of/{ladder.id}/preset", f"/ladders/of/{ladder.id}/switch",
    )  # fmt: skip
    for person in (cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera):
        client = client_of(person)
        assert [client.get(address).status_code for address in pages] == [403] * len(pages)
        assert [client.post(address).status_code for address in deeds] == [403] * len(deeds)
    assert [client_of(cast.hana).get(address).status_code for address in pages] == [200] * len(pages)


def test_hr_changes_all_of_a_step(ladder: Ladder, cast: Cast, client_of: ClientOf) -> None:
    step = step_of("visit-slots")
    given = {**GIVEN, "anchor": "starts", "unit": "hours", "number": "2", "at": "", "message": "visit-tomorrow"}
    assert client_of(cast.hana).post(f"/ladders/{step.id}", data=given).status_code == 302
    db.session.expire_all()
    assert (step.message, step.anchor, step.days, step.hours, step.at, step.audience) == (
        "visit-tomorrow", "starts", 0, -2, None, ["owner", "lead"],
    )  # fmt: skip
    assert acts() == ["change ladder"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("audience", [], "Choose at least one to whom it goes"),
        ("number", "500", "From 0 to 90."),
        ("number", "soon", "Not a valid integer value."),
        ("message", "promise-due", "Not a valid choice."),
        ("anchor", "noon", "Not a valid choice."),
        ("at", "25:99", "Not a valid time value."),
        ("unit", "hours", "leave the time of day empty"),
    ],
)
def test_a_step_that_makes_no_sense_changes_nothing(
    ladder: Ladder, cast: Cast, client_of: ClientOf, field: str, value: object, sentence: str
) -> None:
    step = step_of("visit-slots")
    answer = client_of(cast.hana).post(f"/ladders/{step.id}", data={**GIVEN, field: value})
    assert (answer.status_code, sentence in answer.text, step_of("visit-slots").days, acts()) == (422, True, -7, [])


def test_a_step_is_added_at_the_end(ladder: Ladder, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.hana).post(f"/ladders/of/{ladder.id}/add", data=GIVEN).status_code == 302
    db.session.expire_all()
    assert [row.message for row in ladder.steps][-2:] == ["visit-missed", "visit-slots"]


def test_an_event_has_neither_window_nor_due_day(ladder: Ladder, cast: Cast, client_of: ClientOf) -> None:
    about_events = ladder_about("event")
    assert about_events is not None
    given = {**GIVEN, "message": "event-coming"}
    assert client_of(cast.hana).post(f"/ladders/of/{about_events.id}/add", data=given).status_code == 422


def test_a_step_is_taken_out_and_put_back(ladder: Ladder, cast: Cast, client_of: ClientOf) -> None:
    step, client = step_of("visit-slots"), client_of(cast.hana)
    page = client.post(f"/ladders/{step.id}/remove", follow_redirects=True).text
    assert (f'action="/ladders/{step.id}/restore"' in page, client.get(f"/ladders/{step.id}").status_code) == (
        True,
        404,
    )
    client.post(f"/ladders/{step.id}/restore")
    db.session.expire_all()
    assert (step in ladder.steps, acts()) == (True, ["remove step", "restore step"])


def test_steps_change_their_order(ladder: Ladder, cast: Cast, client_of: ClientOf) -> None:
    before = [row.id for row in ladder.steps]
    client_of(cast.hana).post(f"/ladders/{before[1]}/shift", data={"up": "1"})
    db.session.expire_all()
    assert [row.id for row in ladder.steps] == [before[1], before[0], *before[2:]]
    client_of(cast.hana).post(f"/ladders/{before[1]}/shift", data={"up": "1"})
    assert acts() == ["order steps"]


def test_a_ladder_is_switched_off_and_on(ladder: Ladder, cast: Cast, client_of: ClientOf) -> None:
    states = []
    for word in ("off", "off", "on"):
        client_of(cast.hana).post(f"/ladders/of/{ladder.id}/switch", data={word: "1"})
        db.session.expire_all()
        states.append(ladder.active)
    assert (states, acts()) == ([False, False, True], ["switch ladder", "switch ladder"])


def test_a_preset_is_laid_over_and_taken_back(ladder: Ladder, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.hana)
    client.post(f"/ladders/of/{ladder.id}/preset", data={"preset": "weekly"})
    db.session.expire_all()
    assert follows(ladder, "weekly")
    client.post(f"/ladders/of/{ladder.id}/preset", data={"preset": OWN})
    db.session.expire_all()
    assert follows(ladder, OWN)


@pytest.mark.parametrize("key", ["nonsense", "", "daily"])
def test_a_preset_that_says_nothing_for_events_changes_nothing(
    ladder: Ladder, cast: Cast, client_of: ClientOf, key: str
) -> None:
    about_events = ladder_about("event")
    assert about_events is not None
    client_of(cast.hana).post(f"/ladders/of/{about_events.id}/preset", data={"preset": key})
    db.session.expire_all()
    assert follows(about_events, OWN)
