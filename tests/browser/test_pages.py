"""The sweep: every page that somebody is led to, looked at on a desk and on a phone, for all that a page must keep.

Pages are found by following links (`walk`), one address for each view, so that a page which is new today is swept tomorrow.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, Response

from planner.models.people import Person
from planner.web.first_run import first_run_token
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.house import House, make_house, served
from tests.browser.walk import view_at, walk
from tests.cast import Cast
from tests.conftest import StoppedClock

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
"""What a browser makes of a page depends on no database; the walks of tests/security open every page on PostgreSQL, too."""

ClientOf = Callable[[Person | None], FlaskClient]
AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text("utf-8")
RUN_AXE = """async () => (await axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"]}))
  .violations.map(found => found.id + ": " + found.nodes[0].html.slice(0, 200))"""
WIDER = """[...document.querySelectorAll("main *, header *, body > *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.tagName + "." + one.className).slice(0, 5)"""
HEAVIEST = 300_000
"""Bytes over the wire on a first visit; the promise of design.md."""


NO_PAGES = {
    *("calendar.events", "feed_files.robots", "feeds.event_file"),
    *("generations.status", "generations.live", "repairs.status"),
    *(
        "calendar.view_file",
        "health.healthz",
        "health.readyz",
        "health.detail",
        "health.metrics",
        "messages.outbox_looks",
        "static",
    ),
    "messages.example_looks",
    *("accounts.code", "accounts.first_run", "accounts.look_at_the_terminal", "single_sign_on.back"),
}
"""Data for scripts, calendars and machines; and the first run, which is over here and has its own test below."""


@pytest.fixture
def lived_in(app: Flask, cast: Cast, clock: StoppedClock) -> House:
    return make_house(app, cast, clock)


@pytest.fixture
def address(lived_in: House) -> Iterator[str]:
    with served(lived_in.app) as found:
        yield found


@pytest.fixture
def page_of(open_page: OpenPage, client_of: ClientOf, address: str) -> Callable[..., Page]:
    """A browser in which somebody is signed in; nobody for None."""

    def opened(person: Person | None, scheme: str = "light") -> Page:
        page = open_page()
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        cookie = client_of(person).get_cookie("planner")
        if cookie is not None:
            page.context.add_cookies([{"name": "planner", "value": cookie.value, "url": address}])
        return page

    return opened


def _faults(page: Page, path: str, address: str) -> list[str]:
    """What is wrong with a page at both widths."""
    found: list[str] = []
    for size in (DESK, PHONE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        if size is DESK or page.locator("[data-calendar]").count():
            answer = page.goto(address + path)
            found += _first_look(page, answer)
        found += [f"{size['width']}: {fault}" for fault in [*_too_wide(page), *_axe(page)]]
    return [f"{path}: {fault}" for fault in found]


def _first_look(page: Page, answer: Response | None) -> list[str]:
    status = answer.status if answer else 0
    if page.locator("[data-calendar]").count():
        page.locator(".cal-event").first.wait_for()
    faults = [] if status == 200 else [f"answers {status}"]
    if (count := page.locator("h1").count()) != 1:
        faults.append(f"has {count} first headings")
    if not page.title().strip(" ·–-").removesuffix("Planner").strip(" ·–-"):
        faults.append(f"has no title of its own: {page.title()!r}")
    return faults


def _too_wide(page: Page) -> list[str]:
    if page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        return []
    return [f"is too wide: {page.evaluate(WIDER)}"]


def _axe(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return list(page.evaluate(RUN_AXE))


def _pages_of_all(house: House, client_of: ClientOf) -> tuple[list[tuple[Person | None, str]], list[str]]:
    """Each view once, for the first reader who is led to it, and everybody's own page; and what is wrong with links."""
    pages: dict[str, tuple[Person | None, str]] = {}
    wrong: list[str] = []
    for reader in house.readers:
        found, faults = walk(house.app, client_of(reader))
        wrong += [f"{reader.name}: {fault}" for fault in faults]
        pages[f"home of {reader.name}"] = (reader, found.pop("home.my_page"))
        for view, path in found.items():
            pages.setdefault(view, (reader, path))
    return [*pages.values(), *house.beside], wrong


def test_every_page_is_good_on_a_desk_and_on_a_phone(
    lived_in: House, address: str, client_of: ClientOf, page_of: Callable[..., Page]
) -> None:
    pages, wrong = _pages_of_all(lived_in, client_of)
    for reader in [*lived_in.readers, None]:
        page = page_of(reader)
        for path in [path for whose, path in pages if whose is reader]:
            wrong += _faults(page, path, address)
        page.close()
    assert "\n".join(wrong) == ""


def test_every_page_is_within_reach(lived_in: House, client_of: ClientOf) -> None:
    pages, wrong = _pages_of_all(lived_in, client_of)
    answered = {rule.endpoint for rule in lived_in.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    answered = {endpoint for endpoint in answered if not endpoint.startswith("api.")}  # for programs
    assert (answered - {view_at(lived_in.app, path) for _, path in pages}, wrong) == (NO_PAGES, [])


def test_the_first_run_is_good(app: Flask, open_page: OpenPage) -> None:
    page = open_page()
    with served(app) as address:
        assert _faults(page, "/first-run", address) == []
        assert _faults(page, f"/first-run/{first_run_token()}", address) == []


def test_pages_are_good_in_the_dark(lived_in: House, address: str, page_of: Callable[..., Page]) -> None:
    page = page_of(lived_in.cast.hana, "dark")
    for path in ("/", "/programs/1/year", "/programs/1/month"):
        assert _faults(page, path, address) == []


@pytest.mark.parametrize("path", ["/", "/programs/1/year", "/programs/1/month"])
def test_a_first_visit_is_light(lived_in: House, address: str, page_of: Callable[..., Page], path: str) -> None:
    page = page_of(lived_in.cast.hana)
    weights: list[int] = []
    page.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) < HEAVIEST
