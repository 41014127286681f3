"""What feeds cost: CPU per request for 304, whole and gzip, and how the first read after a change compares. `python -m benchmarks.feeds`.

Figures are CPU milliseconds of this process, in one run, side by side: a plain view that returns the same bytes from memory is the limit.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta

from flask import Flask, Response

from planner import clock
from planner.actions.feeds import address, make_feed
from planner.app import create_app
from planner.cli.database import migrate_database
from planner.models.base import db, writing
from planner.models.selections import published_among
from planner.web.access import open_to_strangers
from tests.cast import make_cast
from tests.feeds.events import change, publish


def cpu_ms(act: Callable[[], object], times: int) -> float:
    """CPU milliseconds of one call, the best of three runs."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        for _ in range(times):
            act()
        best = min(best, (time.process_time() - began) / times * 1000)
    return best


def prepare(events: int) -> str:
    """A program with so many events for one team; the address of its feed."""
    migrate_database()
    cast = make_cast()
    day = clock.now().date()
    with writing():
        for number in range(events):
            publish(
                f"{day + timedelta(days=number % 300)}T10:00",
                team_id=cast.billing.id,
                description="What to bring. " * 15,
            )
    _, token = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    return address("", token, "Billing")


def call(app: Flask, path: str, **headers: str) -> Callable[[], object]:
    client = app.test_client()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: client.get(path, headers=named)


def run(events: int) -> None:
    """One table."""
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("BENCH_DATABASE_URL", "")
        app = create_app({"PLANNER_DATA_DIR": folder, "PLANNER_DATABASE_URL": url})
        with app.app_context():
            path = prepare(events)
            body = app.test_client().get(path).data
        app.view_functions["health.healthz"] = open_to_strangers(lambda: Response(body, mimetype="text/calendar"))
        tell(app, path, body, events)
        with app.app_context():
            db.engine.dispose()


def tell(app: Flask, path: str, body: bytes, events: int) -> None:
    tag = app.test_client().get(path).headers["ETag"]
    rows = {
        "the same server returning stored bytes": cpu_ms(call(app, "/healthz"), 200),
        "304": cpu_ms(call(app, path, If_None_Match=tag), 200),
        "whole feed": cpu_ms(call(app, path), 100),
        "whole feed, gzip": cpu_ms(call(app, path, Accept_Encoding="gzip"), 100),
    }
    with app.app_context():
        row = published_among(None)[0]
        change(row, clock.now() + timedelta(hours=1), title="Changed")
    began = time.process_time()
    app.test_client().get(path)
    rows["first read after one change"] = (time.process_time() - began) * 1000
    print(f"\n{events} events, {len(body):,} bytes\n\n| request | CPU ms |\n|---|---|")
    for what, cost in rows.items():
        print(f"| {what} | {cost:.2f} |")


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [1000]:
        run(size)
