"""Feeds read from two real web processes while two others write: no new tag with an old body, nothing older after something newer."""

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from planner.actions.feeds import address, make_feed
from planner.feeds import opening
from planner.models.base import db
from tests.browser.live import free_port
from tests.cast import Cast
from tests.feeds.events import publish
from tests.web.feed_server import PROCESSES

TURNS = 15
SEQUENCE = re.compile(rb"\r\nSEQUENCE:(\d+)\r\n")


class Reader(threading.Thread):
    """Asks as a calendar does, over a new connection each time, so that either process may answer."""

    def __init__(self, port: int, path: str, stop: threading.Event) -> None:
        super().__init__()
        self.port, self.path, self.stop = port, path, stop
        self.bodies: dict[str, set[bytes]] = defaultdict(set)
        self.sums: list[int] = []
        self.others: set[int] = set()

    def run(self) -> None:
        tag = ""
        while True:
            last = self.stop.is_set()
            status, headers, body = fetched(self.port, self.path, tag)
            if status == 200:
                tag = headers["ETag"]
                self.bodies[tag].add(body)
                self.sums.append(sum(map(int, SEQUENCE.findall(body))))
            else:
                self.others.add(status)
            if last:
                return


def fetched(port: int, path: str, tag: str = "") -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"If-None-Match": tag, "Accept-Encoding": "identity"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "tests.web.feed_server", *map(str, words)]


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The server's process and its port, once it answers."""
    port = free_port()
    process = subprocess.Popen(command("serve", port), env=environment)
    try:
        while process.poll() is None:
            try:
                assert fetched(port, "/healthz")[0] == 200
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


def workers_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.parametrize("large", [0, opening.LARGE], ids=["remembered", "read anew"])
def test_two_processes_never_give_a_new_tag_with_an_old_body(
    app: Flask, cast: Cast, tmp_path: Path, large: int
) -> None:
    day = datetime.now(UTC) + timedelta(days=10)
    numbers = [publish(f"{day + timedelta(days=n):%Y-%m-%d}T10:00", team_id=cast.billing.id).event_id for n in range(8)]
    _, token = make_feed(cast.tomas, "team", "billing", now=datetime.now(UTC), by=None)
    path, stop, url = address("", token, "Billing"), threading.Event(), str(app.config["SQLALCHEMY_DATABASE_URI"])
    db.session.remove()
    environment = {
        **os.environ,
        "PLANNER_DATABASE_URL": url,
        "PLANNER_DATA_DIR": str(tmp_path),
        "FEED_LARGE": str(large),
    }
    with serving(environment) as (pid, port):
        assert len(workers_of(pid)) >= PROCESSES
        readers = [Reader(port, path, stop) for _ in range(3)]
        halves = (numbers[0], numbers[3]), (numbers[4], numbers[7])
        writers = [subprocess.Popen(command("write", *half, TURNS), env=environment) for half in halves]
        for reader in readers:
            reader.start()
        assert [writer.wait() for writer in writers] == [0, 0]
        stop.set()
        for reader in readers:
            reader.join()
    check(readers)


def check(readers: list[Reader]) -> None:
    bodies: dict[str, set[bytes]] = defaultdict(set)
    for reader in readers:
        assert reader.others <= {304}
        assert reader.sums == sorted(reader.sums)
        assert reader.sums[-1] == 2 * TURNS
        for tag, seen in reader.bodies.items():
            bodies[tag] |= seen
    assert {tag: len(seen) for tag, seen in bodies.items() if len(seen) > 1} == {}
    tags = {body: tag for tag, seen in bodies.items() for body in seen}
    assert len(tags) == len(bodies)
    assert len(tags) > 2, "the readers saw it change"
