"""Every mail as people see it: light and dark, on a phone and in a window. Nothing is wider than its screen, and axe finds nothing.

`PLANNER_SHOTS=1` keeps the pictures in shots/mails, to be looked at.
"""

import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from planner.reminders.envelope import Letter
from planner.reminders.words import compose
from tests.browser.test_interface import AXE
from tests.cast import Cast
from tests.reminders.letters import EVERY, message_for, moment_of, things
from tests.reminders.post import as_read, letterhead

__all__ = ["things"]

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (360, 700)
RUN_AXE = """async () => (await axe.run({rules: {region: {enabled: false}, "landmark-one-main": {enabled: false}}}))
    .violations.map(found => found.id + ': ' + found.nodes[0].html)"""


@pytest.mark.parametrize("name", EVERY)
def test_a_mail_is_read_with_ease_light_and_dark_on_a_phone_and_in_a_window(
    name: str, things: dict[str, int], cast: Cast, tmp_path: Path, browser: Browser
) -> None:
    moment = moment_of(name)
    letter = compose(message_for(name, things, cast, moment), letterhead("", tmp_path), moment)
    assert letter is not None
    assert [fault for scheme in SCHEMES for fault in _faults(browser, letter, name, scheme)] == []


def _faults(browser: Browser, letter: Letter, name: str, scheme: Literal["light", "dark"]) -> list[str]:
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.set_content(_html(letter))
    found = [fault for width in WIDTHS for fault in _too_wide(page, name, scheme, width)]
    page.add_script_tag(content=AXE)
    found += [f"{scheme}: {fault}" for fault in page.evaluate(RUN_AXE)]
    context.close()
    return found


def _too_wide(page: Page, name: str, scheme: str, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    if os.environ.get("PLANNER_SHOTS"):
        page.screenshot(path=Path("shots/mails") / f"{name}-{width}-{scheme}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [] if wide <= width else [f"{scheme} {width}: {wide} wide"]


def _html(letter: Letter) -> str:
    """As it leaves, its style inlined."""
    part = as_read(letter.mail).get_body(("html",))
    assert part is not None
    return str(part.get_content())
