"""The chain's stage: a server around the test's application, a browser for each of the cast, and a clock that is set by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from planner import clock as planner_clock
from planner.jobs.passes import once
from planner.models.people import Person
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.fitting import fits
from tests.cast import Cast
from tests.conftest import StoppedClock


@dataclass
class Chain:
    """`desk` and `phone` give the one page that somebody has open; `pass_to` sets the clock and lets the worker look once."""

    app: Flask
    cast: Cast
    clock: StoppedClock
    address: str
    open_page: OpenPage
    client_of: Callable[[Person | None], FlaskClient]
    pages: dict[str, Page] = field(default_factory=dict)

    def desk(self, person: Person) -> Page:
        return self._page(person, DESK)

    def phone(self, person: Person) -> Page:
        return self._page(person, PHONE)

    def _page(self, person: Person, width: dict[str, int]) -> Page:
        if person.name not in self.pages:
            page = self.open_page(width)
            cookie = self.client_of(person).get_cookie("planner")
            assert cookie is not None
            page.context.add_cookies([{"name": "planner", "value": cookie.value, "url": self.address}])
            self.pages[person.name] = page
        return self.pages[person.name]

    def go(self, page: Page, path: str) -> None:
        page.goto(self.address + path)

    def pass_to(self, year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> None:
        self.clock.moment = datetime(year, month, day, hour, minute, tzinfo=UTC)
        once(self.app, planner_clock.now)

    def sees(self, page: Page, words: str) -> None:
        """Somewhere on the page, which is no wider than its screen."""
        expect(page.locator("main")).to_contain_text(words)
        fits(page)
