"""Feeds read while they change, through two web processes' worth of applications: no new tag ever stands for an old body."""

import re
import threading
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from planner.actions.feeds import address, make_feed
from planner.app import create_app
from planner.feeds import opening
from planner.models.base import db
from planner.models.selections import published_among
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.feeds.events import change, publish

CHANGES = 25
SEQUENCE = re.compile(rb"\r\nSEQUENCE:(\d+)\r\n")


class Reader(threading.Thread):
    """Asks one of the applications as a calendar does, until told to stop, and notes what it was given."""

    def __init__(self, app: Flask, path: str, stop: threading.Event) -> None:
        super().__init__()
        self.app, self.path, self.stop = app, path, stop
        self.bodies: dict[str, set[bytes]] = defaultdict(set)
        self.sums: list[int] = []
        self.others: set[int] = set()

    def run(self) -> None:
        tag = ""
        while True:
            last = self.stop.is_set()
            answer = self.app.test_client().get(self.path, headers={"If-None-Match": tag})
            if answer.status_code == 200:
                tag = answer.headers["ETag"]
                self.bodies[tag].add(answer.data)
                self.sums.append(sum(map(int, SEQUENCE.findall(answer.data))))
            else:
                self.others.add(answer.status_code)
            if last:
                return


def write(app: Flask, numbers: list[int], clock: StoppedClock) -> None:
    """Changes its own events one after the other, in a transaction each."""
    with app.app_context():
        for turn in range(CHANGES):
            (row,) = published_among([numbers[turn % len(numbers)]])
            change(row, clock.now() + timedelta(seconds=turn), title=f"Turn {turn}")


@pytest.fixture
def another(app: Flask, tmp_path: Path) -> Flask:
    """A second application on the same database: its own connections, and its own memory of feeds."""
    environment = {"PLANNER_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "PLANNER_DATA_DIR": str(tmp_path)}
    made = create_app(environment)
    made.testing = True
    return made


@pytest.mark.parametrize("large", [0, opening.LARGE], ids=["remembered", "read anew"])
def test_a_reader_never_gets_a_new_tag_with_an_old_body(
    app: Flask, another: Flask, cast: Cast, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(opening, "LARGE", large)
    numbers = [publish(f"2027-03-{day}T10:00", team_id=cast.billing.id).event_id for day in range(10, 18)]
    _, token = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    path, stop = address("", token, "Billing"), threading.Event()
    db.session.remove()
    readers = [Reader(one, path, stop) for one in (app, another, app, another)]
    writers = [threading.Thread(target=write, args=(app, part, clock)) for part in (numbers[:4], numbers[4:])]
    for thread in (*readers, *writers):
        thread.start()
    for writer in writers:
        writer.join()
    stop.set()
    for reader in readers:
        reader.join()
    bodies: dict[str, set[bytes]] = defaultdict(set)
    for reader in readers:
        assert reader.others <= {304}
        assert reader.sums == sorted(reader.sums)
        assert reader.sums[-1] == 2 * CHANGES
        for tag, seen in reader.bodies.items():
            bodies[tag] |= seen
    assert {tag: len(seen) for tag, seen in bodies.items() if len(seen) > 1} == {}
    with another.app_context():
        db.engine.dispose()
