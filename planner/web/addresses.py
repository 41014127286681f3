"""Addresses that a page holds by the hundred: the way there is asked of the router once a request."""

from flask import Flask, g, url_for

PLACE = "0"


def event_address(number: int) -> str:
    """The address of an event's page, as `url_for` gives it."""
    found: tuple[str, str, str] | None = g.get("around_event_number")
    if found is None:
        found = g.around_event_number = url_for("events.event", event_id=PLACE).rpartition(PLACE)
    return f"{found[0]}{number}{found[2]}"


def init_addresses(app: Flask) -> None:
    """Gives templates `event_address(number)`."""
    app.add_template_global(event_address)
