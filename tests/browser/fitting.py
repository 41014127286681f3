"""Whether a page fits its screen, asked in a way that outlives a click which is still on its way to the next page."""

from playwright.sync_api import Page, expect


def fits(page: Page) -> None:
    """Nothing is wider than the screen.

    A locator asks again when the document that it asked is gone; `evaluate` fails then (“Execution context was destroyed”).
    """
    size = page.viewport_size
    assert size is not None
    words = f"{page.url} is wider than the screen"
    expect(page.locator("html"), words).to_have_js_property("scrollWidth", size["width"])
