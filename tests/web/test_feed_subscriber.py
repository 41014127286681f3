"""The life of an event as vdirsyncer and khal see it, subscribed to one feed all along: each look finds what there is, and nothing else."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from planner.actions.events import cancel_event, restore_event
from planner.domain.text import header_text
from planner.models.base import db, writing
from tests.feeds.subscriber import Subscriber
from tests.web.test_feed_life import LATER, TITLES, Subscribed, subscribed

__all__ = ["subscribed"]  # the fixture


@pytest.fixture
def subscriber(subscribed: Subscribed, tmp_path: Path) -> Iterator[Subscriber]:
    """Subscribed to the whole program over a real socket."""
    server = make_server("127.0.0.1", 0, subscribed.app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    found = Subscriber(tmp_path)
    try:
        found.subscribe(f"http://127.0.0.1:{server.server_port}{subscribed.paths['program']}")
        yield found
    finally:
        server.shutdown()
        thread.join()


def there_is(subscribed: Subscribed) -> list[list[str]]:
    """As khal writes it: whole days from the first to the last, instants in UTC."""
    rows = []
    for event in subscribed.events.values():
        if event.published is not None:
            title = f"Cancelled: {event.title}" if event.cancelled else event.title
            start, end = f"{event.starts_at:%Y-%m-%d %H:%M}", f"{event.ends_at:%Y-%m-%d %H:%M}"
            if event.all_day:
                start, end = "2027-03-12", "2027-03-16"
            rows.append([start, end, "CANCELLED " if event.cancelled else "", header_text(title)])
    return sorted(rows)


def test_a_subscriber_follows_the_life_of_an_event(subscribed: Subscribed, subscriber: Subscriber) -> None:
    assert subscriber.sees() == there_is(subscribed)
    subscribed.change("New York", wall_start=LATER["New York"][0])
    assert subscriber.sees() == there_is(subscribed)
    subscribed.change("Kolkata", title=f"{TITLES['Lord Howe']} (new)")
    assert subscriber.sees() == there_is(subscribed)
    for name in ("Casablanca", "the week"):
        cancel_event(subscribed.events[name], by=subscribed.cast.hana, now=subscribed.clock.now())
    subscribed.publish()
    assert subscriber.sees() == there_is(subscribed)
    restore_event(subscribed.events["Casablanca"], by=subscribed.cast.hana, now=subscribed.clock.now())
    subscribed.publish()
    assert subscriber.sees() == there_is(subscribed)
    with writing():
        db.session.delete(subscribed.events["Lord Howe"].published)
    assert len(subscriber.sees()) == len(subscribed.events) - 1
    assert subscriber.sees() == there_is(subscribed)
