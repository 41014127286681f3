"""An address that was put together from its parts is the router's own."""

from flask import Flask, url_for

from planner.web.addresses import addresses


def test_an_address_is_what_the_router_would_say(app: Flask) -> None:
    for root in ("", "/planner", "/10/0"):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            to_event, to_move = addresses("events.event", "event_id"), addresses("event_moves.drag", "event_id")
            for number in (0, 7, 10, 4000):
                assert to_event(number) == url_for("events.event", event_id=number)
                assert to_move(number) == url_for("event_moves.drag", event_id=number)
