"""A real headless Chromium, at desk and at phone width; a page that breaks the content policy fails its test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.browser.live import Live
from tests.databases import Copy

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 780}

expect.set_options(timeout=60_000)
"""A crowded machine takes its time over a page; five seconds say nothing about the page."""

OpenPage = Callable[..., Page]
REFUSALS = ("status of 409", "status of 422")
"""What the browser's console calls an error is an answer here: a page that says what is wrong, or a move that breaks a rule."""


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages that belong to fresh browsers; afterwards none may have broken the policy or thrown."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if any(refusal in message.text for refusal in REFUSALS):
            return
        if "Content Security Policy" in message.text or message.type == "error":
            wrong.append(f"{message.text} ({message.location.get('url')})")

    def opened(width: dict[str, int] = DESK, *, quiet: bool = False) -> Page:
        context = browser.new_context(viewport={"width": width["width"], "height": width["height"]}, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        if not quiet:
            page.on("console", listen)
            page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def live(copies: Copy, tmp_path: Path) -> Iterator[Live]:
    """A running installation on an empty database of the kind that this run is about."""
    installation = Live(folder=tmp_path, database=copies())
    installation.start()
    yield installation
    installation.stop()
