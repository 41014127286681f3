"""Daily life with a browser: an absence becomes a published repair, and a leader who cannot is replaced by the second who is asked."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import select

from planner.actions.repairs import changes_of
from planner.actions.substitutes import offers
from planner.domain.kinds import EventKind
from planner.models.base import db
from planner.models.events import PublishedEvent
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.repairs import Repair
from planner.reminders.answers import Act, Answer, answer_token
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.house import served
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.published import changed, coming, make_published, places

pytestmark = pytest.mark.browser


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    return make_published(cast, clock.now())


@pytest.fixture
def address(app: Flask, program: Program) -> Iterator[str]:
    with served(app) as found:
        yield found


@pytest.fixture
def page_of(
    open_page: OpenPage, client_of: Callable[[Person | None], FlaskClient], address: str
) -> Callable[[Person | None], Page]:
    """A phone in which somebody is signed in; nobody for None."""

    def opened(person: Person | None) -> Page:
        page = open_page(PHONE)
        cookie = client_of(person).get_cookie("planner")
        if cookie is not None:
            page.context.add_cookies([{"name": "planner", "value": cookie.value, "url": address}])
        return page

    return opened


def _written_since(known: set[int]) -> list[tuple[str, str]]:
    rows = db.session.scalars(select(Message).order_by(Message.id))
    return [(row.name, row.recipient.name) for row in rows if row.id not in known]


def _look_afresh() -> None:
    """The server wrote in threads of its own: what this one reads is as old as its transaction."""
    db.session.rollback()


def _known() -> set[int]:
    return set(db.session.scalars(select(Message.id)))


def test_an_absence_becomes_a_published_repair(
    program: Program, cast: Cast, address: str, page_of: Callable[[Person | None], Page]
) -> None:
    visit = coming(program, EventKind.floor_visit, leader=cast.elif_)
    day, visit_id = visit.wall_start.date().isoformat(), visit.id
    elif_ = page_of(cast.elif_)
    elif_.goto(address)
    elif_.get_by_role("link", name="Away").click()
    elif_.get_by_label("First day").fill(day)
    elif_.get_by_label("Last day").fill(day)
    elif_.get_by_role("button", name="Away on these days").click()
    elif_.get_by_text("HR was told").wait_for()
    _look_afresh()
    known, before = _known(), places()
    hana = page_of(cast.hana)
    hana.goto(address)
    hana.get_by_role("link", name="Look at the repair").click()
    hana.get_by_role("button", name="Publish this repair").click()
    hana.get_by_text("Those concerned are told").wait_for()
    _look_afresh()
    repair = db.session.scalars(select(Repair)).one()
    told = sorted({name for change in changes_of(repair) for name in change.told})
    assert visit_id in changed(before)
    assert sorted({name for _, name in _written_since(known)}) == told


def test_the_second_who_is_asked_comes(
    app: Flask, program: Program, cast: Cast, address: str, page_of: Callable[[Person | None], Page]
) -> None:
    visit = coming(program, EventKind.floor_visit, leader=cast.elif_)
    visit_id, (first, second) = visit.id, [one.person for one in offers(visit, now=NOW)][:2]
    elif_ = page_of(cast.elif_)
    elif_.goto(f"{address}/events/{visit_id}")
    elif_.get_by_role("link", name="I cannot").click()
    elif_.get_by_label("Why, in a few words").fill("The board meets.")
    elif_.get_by_role("button", name="Tell HR").click()
    elif_.get_by_text("Who could come, the best first").wait_for()
    hana = page_of(cast.hana)
    hana.goto(address)
    hana.get_by_role("link", name="Find somebody").click()
    hana.locator(".substitute", has_text=first.name).get_by_role("button", name="Ask").click()
    hana.get_by_text("is asked. The answer appears here.").wait_for()
    _answer_by_mail(app, page_of(None), address, first, Act.decline, "It cannot be")
    hana.reload()
    hana.get_by_text("cannot either").wait_for()
    hana.locator(".substitute", has_text=second.name).get_by_role("button", name="Ask").click()
    hana.get_by_text("asked, no answer yet").wait_for()
    _look_afresh()
    known, before = _known(), places()
    _answer_by_mail(app, page_of(None), address, second, Act.accept, "I take it over")
    hana.goto(f"{address}/events/{visit_id}")
    hana.get_by_text("takes it over", exact=True).first.wait_for()
    _look_afresh()
    assert changed(before) == {visit_id}
    assert db.session.get_one(PublishedEvent, visit_id).leader_id == second.id
    written = _written_since(known)
    assert ("substitute-answered", "Hana Novak") in written
    assert {name for what, name in written if what == "event-moved"} >= {second.name, "Elif Kaya", "Ravi Menon"}


def _answer_by_mail(app: Flask, page: Page, address: str, person: Person, act: Act, button: str) -> None:
    """What the link in the mail opens, and its one button."""
    _look_afresh()
    message = db.session.scalars(
        select(Message).where(Message.name == "substitute-asked", Message.recipient_id == person.id)
    ).one()
    answer = Answer(person.id, str(message.facts["ask"]), act)
    page.goto(f"{address}/answer/{answer_token(app.config['SECRET_KEY'], answer, message.expires_at)}")
    page.get_by_role("button", name=button).click()
    page.get_by_role("heading", name="Thank you").wait_for()
