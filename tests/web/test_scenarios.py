"""Scenarios from a browser: who may, trying one, side by side, using and throwing away."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from planner.actions.generate import generate_now, work_off_now
from planner.actions.scenarios import add
from planner.domain.scenarios import Settings
from planner.models.base import db, writing
from planner.models.generations import Generation, GenerationState, latest_of, scenarios_of
from planner.models.people import Person
from planner.models.programs import Program
from tests.calendars import counting_questions
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.scenes import scene
from tests.year import Size, make_year

ClientOf = Callable[[Person | None], FlaskClient]
FORM = {
    "name": "Four visits",
    "visits": "4",
    "trips": "fewer",
    "calm": "y",
    "effort": "thorough",
    "seed": "",
    "budget": "",
}


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    return make_year(cast, clock.now(), size=Size(teams=1, leaders=2, policies=1), budget=12_000)


@pytest.fixture
@scene
def drafted(program: Program, cast: Cast, clock: StoppedClock) -> Program:
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    return program


def _made(program: Program, cast: Cast, clock: StoppedClock, name: str, settings: Settings) -> Generation:
    wish = add(program.id, name, settings, by=cast.hana, now=clock.now())
    with writing():
        wish.time_limit = 1
    return work_off_now(wish, clock.now())


@pytest.mark.parametrize("page", ["", "/new"])
def test_scenarios_are_for_hr_alone(page: str, program: Program, cast: Cast, client_of: ClientOf) -> None:
    address = f"/programs/{program.id}/scenarios{page}"
    people = (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    assert [client_of(person).get(address).status_code for person in people] == [200, 403, 403, 403, 403, 403]
    assert client_of(None).get(address).status_code == 302


def test_only_hr_tries_uses_and_deletes(program: Program, cast: Cast, clock: StoppedClock, client_of: ClientOf) -> None:
    wish = add(program.id, "Four", Settings(visits=4), by=cast.hana, now=clock.now())
    for address in (
        f"/programs/{program.id}/scenarios/new",
        f"/scenarios/{wish.id}/use",
        f"/scenarios/{wish.id}/delete",
    ):
        people = (cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
        assert [client_of(person).post(address).status_code for person in people] == [403] * 5
        assert client_of(None).post(address).status_code == 401
    assert [scenario.id for scenario in scenarios_of(program.id)] == [wish.id]


def test_without_any_the_page_says_what_to_do(program: Program, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.hana).get(f"/programs/{program.id}/scenarios").text
    assert "Nothing was tried yet" in page
    assert page.count(f'href="/programs/{program.id}/scenarios/new"') == 2


def test_trying_one_asks_for_what_the_form_says(program: Program, cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.hana).post(f"/programs/{program.id}/scenarios/new", data=FORM)
    (wish,) = scenarios_of(program.id)
    assert answer.headers["Location"] == f"/generations/{wish.id}"
    assert (wish.name, wish.settings, wish.time_limit) == (
        "Four visits",
        {"visits": 4, "trips": "fewer", "calm": True},
        60,
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "Give the scenario a name by which you will know it."),
        ({"budget": "-95"}, "From -90 to 300 per cent."),
        ({"visits": "60"}, "From 1 to 52."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_kept(
    values: dict[str, str], sentence: str, program: Program, cast: Cast, client_of: ClientOf
) -> None:
    answer = client_of(cast.hana).post(f"/programs/{program.id}/scenarios/new", data=FORM | {"seed": "77"} | values)
    assert (answer.status_code, scenarios_of(program.id)) == (422, [])
    assert sentence in answer.text
    assert 'value="77"' in answer.text


def test_a_name_that_is_taken_is_refused(program: Program, cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.hana)
    answers = [browser.post(f"/programs/{program.id}/scenarios/new", data=FORM).status_code for _ in range(2)]
    assert answers == [302, 422]


def test_side_by_side_with_the_draft(drafted: Program, cast: Cast, clock: StoppedClock, client_of: ClientOf) -> None:
    made = _made(drafted, cast, clock, "Four visits", Settings(visits=4))
    page = client_of(cast.hana).get(f"/programs/{drafted.id}/scenarios").text
    table = page.partition("<table")[2].partition("</table>")[0]
    assert "The draft as it stands" in table
    assert f'<a href="/generations/{made.id}">Four visits</a>' in table
    assert "4 floor visits a year for each team" in table
    assert page.count('<div class="strip"') == 2 * 2  # two sites, two years


def test_using_one_leads_to_the_draft(drafted: Program, cast: Cast, clock: StoppedClock, client_of: ClientOf) -> None:
    made = _made(drafted, cast, clock, "Four visits", Settings(visits=4))
    browser = client_of(cast.hana)
    answer = browser.post(f"/scenarios/{made.id}/use")
    assert answer.headers["Location"] == f"/programs/{drafted.id}/draft"
    used = latest_of(drafted.id, GenerationState.done)
    assert used is not None
    assert used.name == "Four visits"
    assert "The draft before it is kept among the scenarios" in browser.get(f"/programs/{drafted.id}/draft").text
    assert browser.get(f"/generations/{used.id}").status_code == 200


def test_deleting_one_says_so(program: Program, cast: Cast, clock: StoppedClock, client_of: ClientOf) -> None:
    wish = add(program.id, "Four", Settings(visits=4), by=cast.hana, now=clock.now())
    browser = client_of(cast.hana)
    browser.post(f"/scenarios/{wish.id}/delete")
    assert "The scenario “Four” is gone." in browser.get(f"/programs/{program.id}/scenarios").text


def test_a_year_is_no_scenario(drafted: Program, cast: Cast, client_of: ClientOf) -> None:
    year = latest_of(drafted.id)
    assert year is not None
    browser = client_of(cast.hana)
    browser.post(f"/scenarios/{year.id}/delete")
    assert latest_of(drafted.id) == year
    assert "This is not a scenario." in browser.get(f"/programs/{drafted.id}/scenarios").text


def test_as_many_questions_for_many_scenarios_as_for_one(
    program: Program, cast: Cast, clock: StoppedClock, client_of: ClientOf
) -> None:
    browser, asked = client_of(cast.hana), []
    for number in (1, 2, 5):
        while len(scenarios_of(program.id)) < number:
            name = f"Scenario {len(scenarios_of(program.id))}"
            wish = add(program.id, name, Settings(visits=4), by=cast.hana, now=clock.now())
            with writing():
                wish.state, wish.figures = GenerationState.done, {"hard": 0}
        db.session.expire_all()
        with counting_questions() as queries:
            browser.get(f"/programs/{program.id}/scenarios")
        asked.append(len(queries))
    assert len(set(asked)) == 1, asked
