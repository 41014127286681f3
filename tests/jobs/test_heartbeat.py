"""The heartbeat goes out while all is well, and stays away when the worker is silent or a message cannot get out."""

from datetime import timedelta

import pytest
from flask import Flask

from planner.jobs.heartbeat import beat
from planner.models.base import writing
from planner.models.messages import insert_new
from planner.models.ticks import record_tick
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.conftest import NOW
from tests.outside_server import outside_server, whole


def beats(app: Flask, address: str = "https://watch.example.net/ping") -> list[str]:
    """Which addresses were asked."""
    app.config["PLANNER_HEARTBEAT_URL"] = address
    asked: list[str] = []
    beat(app, lambda: NOW, asked.append)
    return asked


def ticked(minutes: int) -> None:
    with writing():
        record_tick("tick", NOW - timedelta(minutes=minutes))


@pytest.mark.parametrize(("minutes", "expected"), [(1, 1), (5, 1), (6, 0)])
def test_it_goes_out_while_the_worker_looks(app: Flask, minutes: int, expected: int) -> None:
    ticked(minutes)
    assert len(beats(app)) == expected


def test_it_stays_away_before_the_worker_ever_looked(app: Flask) -> None:
    assert beats(app) == []


def test_it_stays_away_while_a_message_cannot_get_out(app: Flask, cast: Cast) -> None:
    ticked(0)
    row = message_row(
        name="digest", about="person", about_id=1, step="x", recipient_id=cast.elif_.id, now=NOW,
        due_at=NOW - timedelta(minutes=6), next_try_at=NOW - timedelta(minutes=6), expires_at=NOW + timedelta(days=1),
    )  # fmt: skip
    with writing():
        insert_new([row])
    assert beats(app) == []


def test_without_an_address_nobody_is_asked(app: Flask) -> None:
    ticked(0)
    assert beats(app, "") == []


def test_the_address_is_asked_by_get(app: Flask) -> None:
    ticked(0)
    with outside_server(whole(b"ok")) as site:
        app.config["PLANNER_HEARTBEAT_URL"] = f"http://127.0.0.1:{site.port}/ping/one"
        assert beat(app, lambda: NOW) is True
    assert [path for path, _ in site.asked] == ["/ping/one"]


def test_an_address_that_does_not_answer_stops_nothing(app: Flask) -> None:
    ticked(0)
    with outside_server(whole(b"", 500)) as site:
        app.config["PLANNER_HEARTBEAT_URL"] = f"http://127.0.0.1:{site.port}/"
        assert beat(app, lambda: NOW) is False
    assert beat(app, lambda: NOW) is False
