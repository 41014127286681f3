"""The product in two web processes behind one port, and a process that writes beside them, for tests of what feeds say meanwhile.

`python -m tests.web.feed_server serve PORT` and `… write FIRST LAST TURNS`; the database is PLANNER_DATABASE_URL.
"""

import os
import sys
from datetime import timedelta

from flask import Flask

PROCESSES = 2


def make() -> Flask:
    """FEED_LARGE lets small feeds count as large ones."""
    from planner.app import create_app
    from planner.feeds import opening

    opening.LARGE = int(os.environ.get("FEED_LARGE", opening.LARGE))
    return create_app()


def serve(port: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "tests.web.feed_server:make",
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=2,
        log_level=LogLevels.error,
    ).serve()


def write(first: int, last: int, turns: int) -> None:
    """Changes the events with these numbers one after the other, in a transaction each."""
    from planner import clock
    from planner.models.selections import published_among
    from tests.feeds.events import change

    with make().app_context():
        for turn in range(turns):
            (row,) = published_among([first + turn % (last - first + 1)])
            change(row, clock.now() + timedelta(seconds=turn), title=f"Turn {turn}")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[2:]]
    if sys.argv[1] == "serve":
        serve(numbers[0])
    else:
        write(*numbers)
