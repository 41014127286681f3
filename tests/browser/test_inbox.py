"""Opening a message in a browser counts as reading it; without scripts a button says so."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from planner.models.base import db
from planner.models.people import Person
from tests.browser.conftest import OpenPage
from tests.browser.house import served
from tests.cast import Cast
from tests.conftest import NOW
from tests.web.test_inbox import came

pytestmark = pytest.mark.browser

ClientOf = Callable[[Person | None], FlaskClient]


def signed_in(page: Page, client: FlaskClient, address: str) -> Page:
    cookie = client.get_cookie("planner")
    assert cookie is not None
    page.context.add_cookies([{"name": "planner", "value": cookie.value, "url": address}])
    return page


def test_an_opened_message_is_read_and_the_bell_counts_down(
    app: Flask, cast: Cast, client_of: ClientOf, open_page: OpenPage
) -> None:
    first, second = came(cast.tomas, 1), came(cast.tomas, 2)
    with served(app) as address:
        page = signed_in(open_page(), client_of(cast.tomas), address)
        page.goto(f"{address}/inbox")
        expect(page.locator("[data-unread]")).to_have_text("2")
        page.get_by_role("link", name="Subject 1").click()
        expect(page.locator("[data-unread]")).to_have_text("1")
        expect(page.get_by_role("button", name="Mark as read")).to_be_hidden()
    db.session.rollback()
    assert (first.read_at, second.read_at) == (NOW, None)
