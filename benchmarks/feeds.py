"""What a feed costs the server: CPU milliseconds a request, side by side with what lies ready in memory, with Radicale, and with a view
as it is written in an afternoon. `python -m benchmarks.feeds [events]`.

Each runs under granian with one thread, in a process of its own that is asked over the network; the same calendar, in one run.
"""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median

from benchmarks.rivals import DATABASE, STORED, radicale_in
from benchmarks.servers import Running, serving
from planner import clock
from planner.actions.feeds import address, make_feed
from planner.app import create_app
from planner.cli.database import migrate_database
from planner.models.base import db, writing
from planner.models.selections import published_among
from tests.cast import make_cast
from tests.feeds.events import change, publish

LARGE = 10_000
CHANGES = 15
TURNS = 3
WAYS = ("identity", "gzip")
DATABASE_FILE = "bench.db"
BASIC = "Basic YmVuY2g6YmVuY2g="
Row = tuple[str, float, float | None, float | None]
"""Who; whole, gzip and 304 in CPU milliseconds, None for what it cannot do."""


def planner_in(folder: str) -> dict[str, str]:
    """What Planner runs with: SQLite in a folder, or the PostgreSQL of BENCH_DATABASE_URL, which must be empty."""
    url = os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder}/{DATABASE_FILE}"
    return {"PLANNER_DATA_DIR": folder, "PLANNER_DATABASE_URL": url}


def prepare(environment: dict[str, str], events: int) -> str:
    """A program with so many events, and the path of HR's feed of it."""
    app = create_app(environment)
    with app.app_context():
        migrate_database()
        cast = make_cast()
        day = clock.now().date()
        with writing():
            for number in range(events):
                when = f"{day + timedelta(days=number % 300)}T10:00"
                row = publish(when, team_id=cast.billing.id, description="What to bring. " * 15)
        _, token = make_feed(cast.hana, "program", str(row.program_id), now=clock.now(), by=None)
        db.engine.dispose()
    return address("", token, "Program")


def three(server: Running, path: str, who: str, times: int, **headers: str) -> Row:
    """Whole, gzip, 304, each so many times; the first request is not counted."""
    first = server.ask(path, headers=headers)
    assert first.status == 200, f"{who} answers {first.status}."
    whole = server.ask(path, times, headers=headers)
    packed = server.ask(path, times, headers=headers | {"Accept-Encoding": "gzip"})
    known = server.ask(path, times * 4, headers=headers | {"If-None-Match": first.headers.get("etag", '"none"')})
    squeezes = packed.headers.get("content-encoding") == "gzip"
    return who, whole.cost, packed.cost if squeezes else None, known.cost if known.status == 304 else None


@dataclass(frozen=True)
class Asked:
    """One of those that are compared, and how it is asked."""

    who: str
    server: Running
    path: str
    times: int
    headers: dict[str, str] = field(default_factory=dict)


def compare(events: int) -> None:
    """The table of everybody, on a calendar of so many events: all run at once and are asked in turns, and the cheapest turn counts."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder, ours = Path(name), planner_in(name)
        path = prepare(ours, events)
        planner = running.enter_context(serving("planner.app:create_app", ours, make=True))
        body = planner.ask(path).body
        (folder / "feed.ics").write_bytes(body)
        everybody = list(rivals(running, folder))
        everybody.insert(2, Asked("**Planner**", planner, path, 500))
        turns = [
            [three(one.server, one.path, one.who, one.times, **one.headers) for one in everybody] for _ in range(TURNS)
        ]
        tell([_cheapest(rows) for rows in zip(*turns, strict=True)], events, len(body))


def rivals(running: ExitStack, folder: Path) -> Iterator[Asked]:
    """Each in a server of its own, from the least work to the most."""
    more = {STORED: str(folder / "feed.ics"), DATABASE: str(folder / DATABASE_FILE)}
    made = {
        name: running.enter_context(serving(f"benchmarks.rivals:{name}", more, make=True))
        for name in ("stored", "flask_stored", "afternoon")
    }
    yield Asked("bytes in memory, nothing else", made["stored"], "/stored", 500)
    yield Asked("bytes in memory, through a Flask view", made["flask_stored"], "/stored", 500)
    if "BENCH_DATABASE_URL" not in os.environ:
        yield Asked("Flask and icalendar in an afternoon", made["afternoon"], "/calendar.ics", 3)
    environment = radicale_in(folder)
    if environment is None:
        print("Radicale is left out: pip could not install it.")
        return
    radicale, headers = running.enter_context(serving("radicale:application", environment)), {"Authorization": BASIC}
    put = headers | {"Content-Type": "text/calendar"}
    answer = radicale.ask("/bench/feed/", method="PUT", body=(folder / "feed.ics").read_bytes(), headers=put)
    assert answer.status == 201, f"Radicale answers {answer.status}."
    yield Asked("Radicale", radicale, "/bench/feed/", 5, headers)


def _cheapest(rows: Iterable[Row]) -> Row:
    who, *columns = zip(*rows, strict=True)
    whole, packed, known = (None if None in costs else min(costs) for costs in columns)
    return str(who[0]), float(whole or 0), packed, known


def tell(rows: list[Row], events: int, length: int) -> None:
    print(f"\n{events:,} events, {length:,} bytes; CPU milliseconds of the server a request\n")
    print("| server | whole feed | gzip | 304 |\n|---|---|---|---|")
    for who, *costs in rows:
        print(f"| {who} | {' | '.join('–' if cost is None else f'{cost:.2f}' for cost in costs)} |")
    ours = next(row for row in rows if row[0] == "**Planner**")
    print(f"\n304 against bytes in memory: {(ours[3] or 0) / (rows[0][3] or 1):.2f} ×; through a Flask view: "
          f"{(ours[3] or 0) / (rows[1][3] or 1):.2f} ×")  # fmt: skip
    for who, whole, *_ in rows[3:]:
        print(f"{who}: {whole / ours[1]:,.0f} × Planner's whole feed")


def after_a_change() -> None:
    """The first read of a large feed after one event changed, against the next read of the same feed; each a connection of its own."""
    with tempfile.TemporaryDirectory() as name:
        ours = planner_in(name)
        path = prepare(ours, LARGE)
        print(f"\n{LARGE:,} events, CPU milliseconds of the server\n\n| read | plain | gzip |\n|---|---|---|")
        with serving("planner.app:create_app", ours, make=True) as server:
            cold = [server.ask(path, headers={"Accept-Encoding": way}).cost for way in WAYS]
            both = [_after_one(server, path, ours, way) for way in WAYS]
        first, again = zip(*both, strict=True)
        rows = {"first ever": cold, "unchanged": again, "first after one change": first}
        for what, (plain, packed) in rows.items():
            print(f"| {what} | {plain:.1f} | {packed:.1f} |")
        print(
            f"\nAfter one change, against unchanged: plain {first[0] / again[0]:.2f} ×, gzip {first[1] / again[1]:.1f} ×"
        )


def _after_one(server: Running, path: str, ours: dict[str, str], way: str) -> tuple[float, float]:
    """Medians of the first read after a change and of the one after it."""
    app, first, again = create_app(ours), [], []
    for turn in range(CHANGES):
        with app.app_context():
            (row,) = published_among([turn * 600 + 1])
            change(row, clock.now(), title=f"Changed {way} {turn}")
        first.append(server.ask(path, headers={"Accept-Encoding": way}).cost)
        again.append(server.ask(path, headers={"Accept-Encoding": way}).cost)
    return median(first), median(again)


if __name__ == "__main__":
    os.environ.setdefault("PLANNER_MIGRATE_ON_START", "0")
    compare(int(sys.argv[1]) if sys.argv[1:] else 1000)
    after_a_change()
