"""Where else an event could be, from a browser: who may, the places with their reasons, the button and its undo."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from planner.actions.generate import generate_now
from planner.actions.publish import publish
from planner.domain.kinds import EventKind
from planner.models import drafts
from planner.models.base import writing
from planner.models.events import Event
from planner.models.people import Person
from planner.models.programs import Program
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.scenes import scene
from tests.year import Size, make_year

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.fixture
@scene
def program(cast: Cast, clock: StoppedClock) -> Program:
    found = make_year(cast, clock.now(), size=Size(teams=1, leaders=2, policies=1))
    generate_now(found.id, by=cast.hana, now=clock.now(), time_limit=1)
    return found


@pytest.fixture
def thanks(program: Program, cast: Cast) -> Event:
    events = drafts.draft_events(program.id)
    return [e for e in events if e.kind is EventKind.recognition and e.team_id == cast.billing.id][2]


def test_only_hr_looks_for_other_places(thanks: Event, cast: Cast, client_of: ClientOf) -> None:
    address = f"/events/{thanks.id}/elsewhere"
    people = (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    assert [client_of(person).get(address).status_code for person in people] == [200, 403, 403, 403, 403, 403]
    assert [client_of(person).post(address).status_code for person in people] == [302, 403, 403, 403, 403, 403]
    assert client_of(None).post(address).status_code == 401


def test_a_place_is_taken_with_its_button_and_given_back_with_undo(
    thanks: Event, cast: Cast, client_of: ClientOf
) -> None:
    browser, before = client_of(cast.hana), thanks.wall_start
    page = browser.get(f"/events/{thanks.id}/elsewhere").text
    offered = page.partition('<ol class="places">')[2].partition("</ol>")[0]
    fields = dict(
        re.findall(r'name="(start|leader|activity)" value="([^"]*)"', offered.partition("</li>")[0] + offered)
    )
    assert offered.count("Move it there") == 3
    assert offered.count("Costs") == 3
    browser.post(f"/events/{thanks.id}/elsewhere", data=fields)
    assert (thanks.wall_start != before, thanks.pinned) == (True, True)
    undo = re.search(r'action="(/events/\d+/elsewhere\?[^"]*)"', browser.get(f"/events/{thanks.id}").text)
    assert undo is not None
    browser.post(unescape(undo[1]))
    assert (thanks.wall_start, thanks.pinned) == (before, False)


@pytest.mark.parametrize("start", ["", "tomorrow", "2027-06-01T10:00:00"])
def test_a_time_that_means_nothing_moves_nothing(start: str, thanks: Event, cast: Cast, client_of: ClientOf) -> None:
    before, browser = thanks.wall_start, client_of(cast.hana)
    browser.post(f"/events/{thanks.id}/elsewhere", data={"start": start})
    assert thanks.wall_start == before
    assert "The new time could not be read. Nothing was moved." in browser.get(f"/events/{thanks.id}").text


def test_the_events_page_leads_there(thanks: Event, cast: Cast, client_of: ClientOf) -> None:
    assert f'href="/events/{thanks.id}/elsewhere"' in client_of(cast.hana).get(f"/events/{thanks.id}").text


def test_the_lead_of_the_team_reads_why_it_is_there_and_nobody_else_but_hr(
    program: Program, thanks: Event, cast: Cast, clock: StoppedClock, client_of: ClientOf
) -> None:
    publish(program.id, by=cast.hana, now=clock.now())
    people = (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana)
    pages = [client_of(person).get(f"/events/{thanks.id}").text for person in people]
    assert ["Why it is here" in page for page in pages] == [True, True, False, False, False]
    assert [thanks.why[0] in unescape(page) for page in pages] == [True, True, False, False, False]


def test_a_lead_is_not_told_reasons_for_a_place_that_readers_do_not_see(
    program: Program, thanks: Event, cast: Cast, clock: StoppedClock, client_of: ClientOf
) -> None:
    publish(program.id, by=cast.hana, now=clock.now())
    with writing():
        thanks.leader_id = cast.elif_.id
    assert "Why it is here" not in client_of(cast.tomas).get(f"/events/{thanks.id}").text
