"""On the floor with a phone: a visit is recorded through a lost connection, and an agent passes something on without a name."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route, expect

from planner.models.base import db
from planner.models.events import Event
from planner.models.floor_visits import FloorVisit
from planner.models.insights import Insight
from planner.models.people import Person
from planner.models.promises import Promise
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.house import served
from tests.calendars import TUESDAY, Put, make_program
from tests.cast import Cast
from tests.conftest import StoppedClock

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(cast: Cast, clock: StoppedClock) -> Event:
    """Elif's visit to Nils's night team, an hour ago."""
    put = Put(make_program(cast), cast.hana)
    made = put.visit(TUESDAY.replace(hour=23), cast.night_care, cast.elif_)
    put.publish()
    clock.advance(days=8, hours=20)
    return made


@pytest.fixture
def address(app: Flask, visit: Event) -> Iterator[str]:
    with served(app) as found:
        yield found


@pytest.fixture
def page_of(
    open_page: OpenPage, client_of: Callable[[Person | None], FlaskClient], address: str
) -> Callable[[Person | None], Page]:
    def opened(person: Person | None) -> Page:
        page = open_page(PHONE, quiet=True)
        cookie = client_of(person).get_cookie("planner")
        if cookie is not None:
            page.context.add_cookies([{"name": "planner", "value": cookie.value, "url": address}])
        return page

    return opened


def _write(page: Page) -> None:
    page.get_by_label("Whom did you thank?").fill("Joao")
    page.get_by_label("For what?").fill("stayed until the bank picked up")
    page.get_by_label("What was raised?").fill("The night hears of new letters a day late.")


def test_a_visit_is_recorded_through_a_lost_connection(
    cast: Cast, visit: Event, address: str, page_of: Callable[[Person | None], Page]
) -> None:
    page = page_of(cast.elif_)
    page.goto(f"{address}/visits/record?event={visit.id}")
    _write(page)

    def lose(route: Route) -> None:
        route.abort("internetdisconnected")

    page.route("**/visits/record*", lose)
    page.get_by_role("button", name="Save the visit").click()
    page.unroute("**/visits/record*", lose)
    page.goto(f"{address}/visits/record?event={visit.id}")
    expect(page.get_by_text("is back.")).to_be_visible()
    expect(page.get_by_label("What was raised?")).to_have_value("The night hears of new letters a day late.")
    page.get_by_role("button", name="Save the visit").click()
    expect(page.get_by_role("heading", name="Visit to Night Care")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('planner.keep.'))") == []
    db.session.rollback()
    written = db.session.scalars(db.select(FloorVisit)).one()
    promised = db.session.scalars(db.select(Promise)).one()
    assert (written.event_id, written.nothing_raised, promised.commitment.owner) == (visit.id, False, cast.elif_)
    assert promised.hearers == [cast.nils]


def test_an_agent_passes_something_on_without_a_name(
    cast: Cast, address: str, page_of: Callable[[Person | None], Page]
) -> None:
    page = page_of(cast.ana)
    page.goto(f"{address}/insights/new")
    page.get_by_label("What did you hear or see?").fill("The form asks twice.")
    page.get_by_label("Without my name").check()
    page.get_by_role("button", name="Pass it on").click()
    expect(page.get_by_role("heading", name="Thank you: keep this address")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('planner.keep.'))") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    db.session.rollback()
    assert db.session.scalars(db.select(Insight)).one().submitter is None
