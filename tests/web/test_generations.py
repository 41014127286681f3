"""Generating from a browser: who may, watching it, saying good enough, and reading why rules are broken."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from planner.actions.generate import ask
from planner.models.base import writing
from planner.models.generations import Generation, GenerationState
from planner.models.people import Person
from planner.models.programs import Program
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.year import make_year

ClientOf = Callable[[Person | None], FlaskClient]
POINTS: list[list[float | None]] = [[1.0, 0.3, 300, None], [4.0, 0.6, 220, 200]]
WEEKS = {"Dublin": {"recognition": [0, 3, 1, *[2] * 49], "celebration": [0] * 22 + [40] + [0] * 29}}


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    return make_year(cast, clock.now())


@pytest.fixture
def running(program: Program, cast: Cast, clock: StoppedClock) -> Generation:
    wish = ask(program.id, by=cast.hana, now=clock.now())
    with writing():
        wish.state, wish.fraction, wish.sentence = GenerationState.running, 0.6, "Smoothing the weeks."
        wish.points, wish.weeks, wish.beat_at = POINTS, WEEKS, clock.now()
    return wish


@pytest.mark.parametrize("page", ["", "/live", "/status", "/why-not"])
def test_a_generation_is_for_hr_alone(page: str, running: Generation, cast: Cast, client_of: ClientOf) -> None:
    address = f"/generations/{running.id}{page}"
    people = (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    assert [client_of(person).get(address).status_code for person in people] == [200, 403, 403, 403, 403, 403]
    assert client_of(None).get(address).status_code == 302


def test_only_hr_says_good_enough(running: Generation, cast: Cast, client_of: ClientOf) -> None:
    address = f"/generations/{running.id}/enough"
    people = (cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    assert [client_of(person).post(address).status_code for person in people] == [403] * 5
    assert running.wanted_stop is False
    assert client_of(cast.hana).post(address).headers["Location"] == f"/generations/{running.id}"
    assert running.wanted_stop is True


def test_the_page_shows_how_good_the_year_is_and_its_weeks(
    running: Generation, cast: Cast, client_of: ClientOf
) -> None:
    page = client_of(cast.hana).get(f"/generations/{running.id}").text
    assert "<dd>at most 10 %</dd>" in page
    assert 'aria-label="From 300 to 220 points in 4 seconds; no year can have fewer than 200."' in page
    assert 'aria-label="102 recognitions in 52 weeks, most in the week of 10 May (3)"' in page
    assert "Good enough: keep this" in page


def test_the_part_that_changes_is_fetched_alone(running: Generation, cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.hana)
    part = browser.get(f"/generations/{running.id}/live").text
    assert ("<html" in part, "at most 10 %" in part) == (False, True)
    assert browser.get(f"/generations/{running.id}/status").json == {
        "done": 60, "total": 100, "sentence": "Smoothing the weeks.", "state": "running", "version": 4.0,
        "url": f"/generations/{running.id}",
    }  # fmt: skip


def test_without_a_whole_year_there_is_nothing_to_keep_yet(
    running: Generation, cast: Cast, client_of: ClientOf
) -> None:
    with writing():
        running.points, running.weeks = [], {}
    page = client_of(cast.hana).get(f"/generations/{running.id}").text
    assert "data-when-found hidden" in page
    assert "The weeks show here as soon as a first whole year is found." in page


@pytest.mark.parametrize(
    ("effort", "seconds"), [("quick", 12), ("thorough", 60), ("long", 300), ("forever", 12), ("", 12)]
)
def test_hr_chooses_how_long_to_search(
    effort: str, seconds: int, program: Program, cast: Cast, client_of: ClientOf
) -> None:
    answer = client_of(cast.hana).post(f"/programs/{program.id}/generate", data={"effort": effort})
    from planner.models.generations import latest_of

    wish = latest_of(program.id)
    assert wish is not None
    assert (answer.headers["Location"], wish.time_limit) == (f"/generations/{wish.id}", seconds)


CLASH = {
    "sentence": "No year can keep every rule: there is one clash.",
    "complete": True,
    "clashes": [
        {
            "sentence": "Billing: these cannot all be kept: 12 of them a year; no recognition on Mondays at Dublin.",
            "codes": ["H02"],
            "whom": ["Billing"],
            "changes": [
                {
                    "sentence": "Keep 3 May 2027 open at Dublin.",
                    "where": {"thing": "site", "number": 1, "name": "Dublin"},
                },
                {"sentence": "Plan 11 a year.", "where": {"thing": "cadence", "number": 1, "name": "Recognition"}},
                {"sentence": "Let it be.", "where": {}},
            ],
        }
    ],
}


def test_why_not_names_the_clash_and_leads_to_where_it_is_changed(
    running: Generation, program: Program, cast: Cast, client_of: ClientOf
) -> None:
    with writing():
        running.state = GenerationState.done
        running.result = {"broken": ["Billing has 11 of 12."], "rules_broken": 1, "why_not": CLASH}
    browser = client_of(cast.hana)
    page = browser.get(f"/generations/{running.id}/why-not").text
    assert "Billing: these cannot all be kept: 12 of them a year; no recognition on Mondays at Dublin." in page
    for address in ("/sites/1", f"/programs/{program.id}/cadences/1"):
        assert f'href="{address}"' in page
        assert browser.get(address).status_code == 200
    assert f'href="/generations/{running.id}/why-not"' in browser.get(f"/generations/{running.id}").text


def test_why_not_of_a_year_that_keeps_every_rule_says_so(running: Generation, cast: Cast, client_of: ClientOf) -> None:
    with writing():
        running.state, running.result = GenerationState.done, {"rules_broken": 0}
    assert "This year keeps every rule." in client_of(cast.hana).get(f"/generations/{running.id}/why-not").text


def test_whoever_left_finds_the_way_back_from_their_own_page(
    running: Generation, cast: Cast, client_of: ClientOf
) -> None:
    pages = [client_of(person).get("/").text for person in (cast.hana, cast.elif_)]
    assert [f'href="/generations/{running.id}"' in page for page in pages] == [True, False]
