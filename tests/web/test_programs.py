"""Programs from a browser: who may, the steps, wrong input, and the way to a published version."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from planner.actions.generate import generate_now
from planner.models.base import db
from planner.models.people import Person
from planner.models.programs import Program, programs_newest_first
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.forms import forms_in
from tests.year import make_year

ClientOf = Callable[[Person | None], FlaskClient]
HR_PAGES = ("/programs/", "/programs/new", "/programs/1", "/programs/1/edit", "/programs/1/cadences", "/programs/1/cadences/new",
            "/programs/1/draft", "/programs/1/generate", "/catalogue/", "/catalogue/new", "/catalogue/1")  # fmt: skip


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    return make_year(cast, clock.now())


@pytest.mark.parametrize("page", HR_PAGES)
def test_pages_of_the_program_are_for_hr_alone(page: str, program: Program, cast: Cast, client_of: ClientOf) -> None:
    answers = {
        person.name: client_of(person).get(page).status_code
        for person in (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    }
    assert answers == {
        "Hana Novak": 200, "Tomas Byrne": 403, "Elif Kaya": 403, "Ravi Menon": 403, "Ana Lopez": 403, "Vera Quist": 403
    }  # fmt: skip
    assert client_of(None).get(page).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/programs/1/publish",
        "/programs/1/generate",
        "/programs/1/copy",
        "/programs/1/cadences/set",
        "/catalogue/1/retire",
    ],
)
def test_only_hr_changes_anything(address: str, program: Program, cast: Cast, client_of: ClientOf) -> None:
    assert [
        client_of(person).post(address).status_code for person in (cast.tomas, cast.elif_, cast.ana, cast.vera)
    ] == [403] * 4
    assert client_of(None).post(address).status_code == 401
    assert client_of(cast.hana).post(address).status_code == 302


def test_everybody_reads_the_versions(program: Program, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.ana).get("/programs/1/versions").status_code == 200


def test_a_new_program_is_offered_the_october_week(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.hana).post(
        "/programs/new", data={"name": "Year 2029", "start": "2029-01", "zone": "Europe/Dublin"}
    )
    (made,) = programs_newest_first()
    assert answer.headers["Location"] == f"/programs/{made.id}"
    assert (made.celebration_starts_on, made.celebration_ends_on) == (date(2029, 10, 1), date(2029, 10, 5))


def test_a_program_without_name_is_refused_beside_the_field(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.hana).post("/programs/new", data={"name": "", "start": "2029-01", "zone": "Europe/Dublin"})
    assert (answer.status_code, programs_newest_first()) == (422, [])
    assert "Give the program a name." in answer.text
    assert 'value="2029-01"' in answer.text


def _edit(program: Program, **values: object) -> dict[str, object]:
    return {
        "name": program.name, "currency": "EUR", "sponsor": 0, "celebration_starts_on": "2027-10-04",
        "celebration_ends_on": "2027-10-08", **values,
    }  # fmt: skip


def test_a_celebration_week_may_be_any_local_variant(program: Program, cast: Cast, client_of: ClientOf) -> None:
    values = _edit(
        program,
        celebration_starts_on="2027-06-07",
        celebration_ends_on="2027-06-09",
        theme="Open doors",
        **{"committee-chair": "Tomas Byrne"},
    )
    assert client_of(cast.hana).post("/programs/1/edit", data=values).status_code == 302
    db.session.expire_all()
    assert (program.celebration_starts_on, program.theme, program.committee) == (
        date(2027, 6, 7),
        "Open doors",
        {"chair": "Tomas Byrne"},
    )


def test_a_celebration_week_outside_the_program_is_refused_and_nothing_is_saved(
    program: Program, cast: Cast, client_of: ClientOf
) -> None:
    values = _edit(program, celebration_starts_on="2031-10-06", celebration_ends_on="2031-10-10", theme="Lost")
    answer = client_of(cast.hana).post("/programs/1/edit", data=values)
    db.session.expire_all()
    assert (answer.status_code, program.theme) == (422, "")
    assert "The celebration week lies within the program, 3 May 2027 to 30 April 2028." in answer.text
    assert 'value="Lost"' in answer.text


def test_two_people_who_edit_the_same_program_do_not_overwrite_each_other(
    program: Program, cast: Cast, client_of: ClientOf
) -> None:
    hana = client_of(cast.hana)
    [form] = [one for one in forms_in(hana.get("/programs/1/edit").text) if one.shared]
    assert hana.post("/programs/1/edit", data=form.sent(theme="First")).status_code == 302
    answer = hana.post("/programs/1/edit", data=form.sent(theme="Second"))
    db.session.expire_all()
    assert (answer.status_code, program.theme) == (409, "First")


def test_a_cadence_that_cannot_be_kept_is_refused_in_words(program: Program, cast: Cast, client_of: ClientOf) -> None:
    values = {
        "name": "Daily cake", "kind": "celebration", "times_a_year": 50, "min_gap_days": 10, "ideal_gap_days": 10,
        "max_gap_days": 20, "tolerance_days": 0, "activities": [11],
    }  # fmt: skip
    answer = client_of(cast.hana).post("/programs/1/cadences/new", data=values)
    assert answer.status_code == 422
    assert "50 times with at least 10 days between needs 491 days" in answer.text


def test_a_cadence_of_ones_own_joins_the_program(program: Program, cast: Cast, client_of: ClientOf) -> None:
    values = {
        "name": "Cake", "kind": "celebration", "times_a_year": 4, "min_gap_days": 40, "ideal_gap_days": 91, "max_gap_days": 120,
        "tolerance_days": 7, "activities": [13, 11],
    }  # fmt: skip
    assert client_of(cast.hana).post("/programs/1/cadences/new", data=values).status_code == 302
    db.session.expire_all()
    assert [activity.number for activity in program.cadences[-1].activities] == [13, 11]


def test_the_way_to_a_published_version(program: Program, cast: Cast, client_of: ClientOf, clock: StoppedClock) -> None:
    hana = client_of(cast.hana)
    asked = hana.post("/programs/1/generate").headers["Location"]
    assert hana.get(f"{asked}/status").json == {
        "done": 0, "total": 100, "sentence": "Waiting for the worker.", "state": "running", "url": asked, "version": None
    }  # fmt: skip
    generate_now(1, by=cast.hana, now=clock.now(), time_limit=1)
    assert hana.get(f"{asked}/status").get_json()["state"] == "done"
    assert [hana.get(page).status_code for page in (asked, "/programs/1/draft", "/programs/1")] == [200, 200, 200]
    published = hana.post("/programs/1/publish", data={"note": "Our first year."}).headers["Location"]
    page = hana.get(published)
    assert (page.status_code, "Our first year." in page.text) == (200, True)
    again = hana.post("/programs/1/publish", follow_redirects=True)
    assert "There is nothing to publish" in again.text
