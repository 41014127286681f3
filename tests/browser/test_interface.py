"""The macros in a real browser under the real policy: no violation, no axe finding, nothing wider than a phone, moves by drag.

The pages are samples of their own, so that this runs without a database; the story test walks the real ones.
"""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, jsonify, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from planner.web.assets import init_assets
from planner.web.errors import init_errors
from planner.web.headers import init_headers
from tests.browser import samples

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
WATCH = "window.violations=[];document.addEventListener('securitypolicyviolation',e=>violations.push(e.violatedDirective+' '+e.blockedURI))"
RUN_AXE = "async () => (await axe.run()).violations.map(found => found.id + ': ' + found.nodes[0].html)"
REFUSED = {"ok": False, "sentence": "That day is a holiday in Leeds.", "can_force": True}


def _move() -> ResponseReturnValue:
    if request.form["start"] == samples.HOLIDAY_START and not request.form.get("force"):
        return jsonify(REFUSED), 409
    return jsonify(ok=True, sentence=f"Moved to {request.form['start']}.")


def _sample(name: str) -> str:
    return render_template_string(samples.PAGES[name], **samples.VALUES)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = Flask("planner", root_path=str(ROOT / "planner"), template_folder=str(ROOT / "templates"))
    app.secret_key = "not a secret"
    CSRFProtect(app)
    for init in (init_headers, init_errors, init_assets):
        init(app)
    app.add_url_rule("/sample/<name>", "sample", _sample)
    app.add_url_rule("/events.json", "events", lambda: jsonify(samples.EVENTS))
    app.add_url_rule("/move", "move", _move, methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def _open(browser: Browser, url: str, width: int = 1280, scheme: str = "light") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(url)
    if page.locator("[data-calendar]").count():
        page.locator(".cal-event").first.wait_for()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", sorted(samples.PAGES))
def test_a_page_keeps_the_policy_passes_axe_and_fits_the_screen(
    browser: Browser, address: str, name: str, width: int, scheme: str
) -> None:
    page = _open(browser, f"{address}/sample/{name}", width, scheme)
    assert page.evaluate("violations") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    page.context.close()


def test_the_readers_colours_outlive_the_page(browser: Browser, address: str) -> None:
    page = _open(browser, f"{address}/sample/words")
    page.get_by_role("button", name="Use dark colours").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    page.context.close()


def _drag(page: Page, title: str, day: str) -> None:
    grip = page.locator(".cal-event", has_text=title).first.bounding_box()
    goal = page.locator(f'[data-date="{day}"]').last.bounding_box()
    assert grip is not None
    assert goal is not None
    page.mouse.move(grip["x"] + 30, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 60, grip["y"] + 30, steps=4)
    page.mouse.move(goal["x"] + 40, goal["y"] + 60, steps=8)
    with page.expect_response("**/move"):
        page.mouse.up()


def _said(page: Page) -> str:
    return page.locator("[data-calendar-sentence]").inner_text()


def test_a_drag_posts_the_wall_time_and_undo_posts_it_back(browser: Browser, address: str) -> None:
    page = _open(browser, f"{address}/sample/calendar")
    _drag(page, "Amara with Billing", samples.FREE_DAY)
    undo = page.get_by_role("button", name="Undo")
    undo.wait_for()
    assert _said(page) == f"Moved to {samples.FREE_DAY}T09:00:00."
    with page.expect_response("**/move"):
        undo.click()
    page.locator("[data-calendar-sentence]", has_text=samples.VISIT_START).wait_for()
    page.context.close()


def test_a_refused_drag_says_why_and_move_anyway_pins_it(browser: Browser, address: str) -> None:
    page = _open(browser, f"{address}/sample/calendar")
    _drag(page, "Amara with Billing", samples.HOLIDAY)
    anyway = page.get_by_role("button", name="Move anyway")
    anyway.wait_for()
    assert _said(page) == REFUSED["sentence"]
    anyway.click()
    page.get_by_role("img", name="Pinned").wait_for()
    assert _said(page) == f"Moved to {samples.HOLIDAY_START}."
    page.context.close()


def test_the_calendars_view_stays_in_the_address(browser: Browser, address: str) -> None:
    page = _open(browser, f"{address}/sample/calendar?site=leeds")
    page.get_by_text("Week", exact=True).click()
    page.wait_for_url("**/calendar?site=leeds&view=week&date=*")
    page.context.close()
