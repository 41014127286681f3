"""The calendar's views: filters that stay, drafts for HR alone, and as many questions for many events as for one."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from planner.actions.moves import move
from planner.domain.kinds import EventKind
from planner.models.base import writing
from planner.models.people import Person
from planner.models.sites import Holiday
from tests.calendars import TUESDAY, Put, counting_questions, make_program
from tests.cast import Cast
from tests.conftest import NOW

ClientOf = Callable[[Person | None], FlaskClient]
DAY = timedelta(days=1)
VIEWS = ("year", "month", "agenda", "coverage")


@pytest.fixture
def put(cast: Cast) -> Put:
    return Put(make_program(cast), cast.hana)


def address(put: Put, view: str, query: str = "") -> str:
    return f"/programs/{put.program.id}/{view}{query}"


def names(client: FlaskClient, put: Put, query: str = "") -> set[str]:
    events = client.get(address(put, "events.json", f"?start=2027-03-01&end=2027-04-01{query}")).json
    assert isinstance(events, list)
    return {event["title"] for event in events if "shade" not in event}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["hana", "tomas", "elif_", "ravi", "vera", "nils"])
def test_every_view_opens_for_whoever_may_see_it(
    put: Put, cast: Cast, client_of: ClientOf, view: str, name: str
) -> None:
    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    assert client_of(getattr(cast, name)).get(address(put, view)).status_code == 200


def test_coverage_is_not_for_agents(put: Put, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.ana).get(address(put, "coverage")).status_code == 403
    assert client_of(cast.ana).get(address(put, "year")).status_code == 200


@pytest.mark.parametrize("view", [*VIEWS, "events.json"])
def test_strangers_are_sent_to_sign_in(put: Put, client_of: ClientOf, view: str) -> None:
    assert client_of(None).get(address(put, view)).headers["Location"] == "/sign-in"


def test_a_program_that_is_not_there_is_404(put: Put, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.hana).get("/programs/999/year").status_code == 404


@pytest.mark.parametrize("view", VIEWS)
def test_filters_stay_in_the_links_from_view_to_view(put: Put, cast: Cast, client_of: ClientOf, view: str) -> None:
    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    page = client_of(cast.hana).get(address(put, view, f"?team={cast.billing.id}&kind=floor-visit&show=published")).text
    links = re.findall(r'class="view-tab" href="([^"]+)"', page)
    assert links == [
        f"{address(put, other)}?team={cast.billing.id}&amp;kind=floor-visit&amp;show=published" for other in VIEWS
    ]


def test_filters_narrow_what_is_shown(put: Put, cast: Cast, client_of: ClientOf) -> None:
    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.event(EventKind.recognition, TUESDAY + DAY, team=cast.billing, title="Thanks")
    put.event(EventKind.recognition, TUESDAY.replace(hour=23), team=cast.night_care, title="Night thanks")
    put.event(EventKind.milestone, TUESDAY, site=cast.tampa, title="Opening")
    put.publish()
    hana = client_of(cast.hana)
    assert names(hana, put) == {"Billing: Floor visit", "Billing: Thanks", "Night Care: Night thanks", "Tampa: Opening"}
    assert names(hana, put, f"&team={cast.billing.id}") == {"Billing: Floor visit", "Billing: Thanks"}
    assert names(hana, put, f"&site={cast.tampa.id}") == {"Night Care: Night thanks", "Tampa: Opening"}
    assert names(hana, put, f"&shift={cast.night.id}") == {"Night Care: Night thanks"}
    assert names(hana, put, f"&leader={cast.elif_.id}&kind=floor-visit") == {"Billing: Floor visit"}


@pytest.mark.parametrize("query", ["&team=none", "&team=99999999999999", "&kind=party", "&site=-1", "&team=%C2%B2"])
def test_a_filter_that_makes_no_sense_is_no_filter(put: Put, cast: Cast, client_of: ClientOf, query: str) -> None:
    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    assert names(client_of(cast.hana), put, query) == {"Billing: Floor visit"}


@pytest.mark.parametrize("query", ["?month=soon", "?week=2027-02-30", "?week=2027-03-09", "?month=2027-03-01"])
def test_an_agenda_of_an_odd_day_is_an_agenda_all_the_same(
    put: Put, cast: Cast, client_of: ClientOf, query: str
) -> None:
    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    assert "Floor visit to Billing" in client_of(cast.hana).get(address(put, "agenda", query)).text


def test_what_is_only_drafted_is_shown_to_hr_alone(put: Put, cast: Cast, client_of: ClientOf) -> None:
    visit = put.visit(TUESDAY, cast.billing, cast.elif_, "As published")
    put.publish()
    move(visit, TUESDAY + DAY, cast.hana, NOW)
    put.event(EventKind.recognition, TUESDAY, team=cast.billing, title="Not yet")
    assert names(client_of(cast.hana), put) == {"Billing: As published", "Billing: Not yet"}
    assert names(client_of(cast.hana), put, "&show=published") == {"Billing: As published"}
    for person in (cast.tomas, cast.elif_, cast.vera):
        assert names(client_of(person), put, "&show=draft") == {"Billing: As published"}


def test_only_the_draft_can_be_dragged_and_only_by_hr(put: Put, cast: Cast, client_of: ClientOf) -> None:
    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()

    def movable(person: Person, show: str) -> bool:
        answer = client_of(person).get(address(put, "events.json", f"?start=2027-03-01&end=2027-04-01&show={show}"))
        assert isinstance(answer.json, list)
        return bool(answer.json[0]["movable"])

    assert [movable(cast.hana, "draft"), movable(cast.hana, "published"), movable(cast.elif_, "draft")] == [
        True,
        False,
        False,
    ]


def test_a_lead_sees_the_own_site_and_not_another(put: Put, cast: Cast, client_of: ClientOf) -> None:
    put.event(EventKind.recognition, TUESDAY, team=cast.billing, title="Ours")
    put.event(EventKind.recognition, TUESDAY, team=cast.night_care, title="Theirs")
    put.publish()
    assert names(client_of(cast.tomas), put) == {"Billing: Ours"}


def test_the_year_marks_empty_weeks_the_celebration_week_and_today(put: Put, cast: Cast, client_of: ClientOf) -> None:
    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    page = client_of(cast.elif_).get(address(put, "year")).text
    assert page.count("Nothing planned") == 52 + 1
    assert page.count("Celebration week") == 1
    assert page.count("data-week-now") == 1


def test_a_week_with_four_events_for_one_team_is_overloaded(put: Put, cast: Cast, client_of: ClientOf) -> None:
    for number in range(4):
        put.event(EventKind.recognition, TUESDAY + timedelta(hours=number), team=cast.billing, title=f"Thanks {number}")
    put.publish()
    assert client_of(cast.elif_).get(address(put, "year")).text.count("year-week year-overloaded") == 1


@pytest.mark.parametrize("view", [*VIEWS, "events.json"])
def test_many_events_cost_no_more_questions_than_one(put: Put, cast: Cast, client_of: ClientOf, view: str) -> None:
    def questions() -> int:
        with counting_questions() as asked:
            assert client_of(cast.hana).get(address(put, view, "?month=2027-03-01")).status_code == 200
        return len(asked)

    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    one = questions()
    for number in range(12):
        team, leader = (cast.billing, cast.elif_) if number % 2 else (cast.night_care, None)
        put.event(EventKind.recognition, TUESDAY + number * DAY, team=team, leader=leader, title=f"Thanks {number}")
    put.publish()
    assert questions() == one


def test_an_empty_year_says_what_to_do(put: Put, cast: Cast, client_of: ClientOf) -> None:
    assert "This year is still empty" in client_of(cast.hana).get(address(put, "year")).text
    assert "Nothing is published yet" in client_of(cast.ana).get(address(put, "year")).text


def test_coverage_shows_a_team_that_nobody_visited(put: Put, cast: Cast, client_of: ClientOf) -> None:
    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    page = client_of(cast.elif_).get(address(put, "coverage")).text
    assert "Teams that nobody has visited yet" in page
    assert page.count('class="cover-word">gap') == 2 * 12 - 1


def test_an_event_that_was_moved_since_says_so_until_it_changes_otherwise(
    put: Put, cast: Cast, client_of: ClientOf
) -> None:
    visit = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()

    def state() -> str:
        events = client_of(cast.tomas).get(address(put, "events.json", "?start=2027-03-01&end=2027-04-01")).json
        assert isinstance(events, list)
        return str(events[0]["state"])

    assert state() == "confirmed"
    move(visit, TUESDAY + DAY, cast.elif_, NOW)
    assert state() == "moved"


@pytest.mark.parametrize(
    ("team", "holiday"), [("billing", "Saint Patrick's Day (Dublin)"), ("night_care", "Gasparilla (Tampa)")]
)
def test_a_team_is_shown_the_holidays_of_its_own_site_alone(
    put: Put, cast: Cast, client_of: ClientOf, team: str, holiday: str
) -> None:
    with writing():
        cast.dublin.holidays.append(Holiday(day=date(2027, 3, 17), name="Saint Patrick's Day"))
        cast.tampa.holidays.append(Holiday(day=date(2027, 3, 18), name="Gasparilla"))
    query = f"?start=2027-03-01&end=2027-04-01&team={getattr(cast, team).id}"
    shades = client_of(cast.hana).get(address(put, "events.json", query)).json
    assert isinstance(shades, list)
    assert [shade["title"] for shade in shades] == [holiday]
