"""A day's crowd on one machine: calendars that poll, mixed 304 and 200, beside people at work in the browser.

Beside them a server that hands out stored bytes is asked four times a second: how long *it* takes now and then is what the machine does to
everybody (a virtual machine stands still for as long as its host likes), and what ours may be compared with.

`python -m benchmarks.load [--minutes 2] [--subscribers 5000] [--people 50] [--processes 1] [--workers 1]`; ten minutes are the full
measure. It runs on SQLite, or on the PostgreSQL of BENCH_DATABASE_URL, which must be empty: then with `--processes 2 --workers 2`. The
crowd is on the same machine.
"""

import argparse
import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from random import Random
from statistics import quantiles

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from benchmarks.feeds import planner_in
from benchmarks.large import draft, organisation
from benchmarks.measured import resident
from benchmarks.rivals import STORED
from benchmarks.servers import Running, serving, spent
from planner import clock
from planner.actions.publish import publish, publish_only
from planner.app import create_app
from planner.cli.database import migrate_database
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.sign_ins import sign_ins_of
from tests.cast import Cast, add_sign_in, token_of

TEAMS, EVENTS, WHOLE = 40, 4000, 0.3
POLL_MINUTES = 15
"""How often each calendar looks."""
THINK_SECONDS = 10
"""Between two pages of a person."""
PAGES = (
    "/",
    "/feeds",
    "/visits",
    "/programs/{program}/month",
    "/programs/{program}/agenda",
    "/programs/{program}/year",
)
CHANGE_SECONDS = 20
SLOW = 250
"""Milliseconds that one answer in a hundred may take."""
POLLERS = 4


@dataclass
class Seen:
    """Milliseconds by what was asked for, and statuses."""

    took: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, status: int, began: float) -> None:
        with self.lock:
            self.took.setdefault(what, []).append((time.monotonic() - began) * 1000)
            self.statuses[what, status] += 1


@dataclass(frozen=True)
class Crowd:
    """Asks one server until `until` (monotonic seconds)."""

    port: int
    until: float
    seen: Seen

    def _ask(self, what: str, path: str, headers: dict[str, str]) -> http.client.HTTPMessage | None:
        began = time.monotonic()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            connection.close()
        except OSError:
            self.seen.note(what, 0, began)
            return None
        self.seen.note(f"{what} {answer.status}" if what == "feed" else what, answer.status, began)
        return answer.headers

    def poll(self, tags: dict[str, str], each: float, seed: int) -> None:
        """A share of the subscribers with the tags that they know, `each` seconds apart; some forgot what they had."""
        chance, tokens = Random(seed), list(tags)
        while time.monotonic() < self.until:
            began, token = time.monotonic(), chance.choice(tokens)
            headers = {"Accept-Encoding": "gzip", "User-Agent": "Thunderbird/153"}
            if chance.random() > WHOLE:
                headers["If-None-Match"] = tags[token]
            found = self._ask("feed", f"/feeds/{token}/Own.ics", headers)
            if found is not None:
                tags[token] = found.get("ETag", "")
            time.sleep(max(0.0, each - (time.monotonic() - began)))

    def idle(self, port: int) -> None:
        """What the machine alone does to an answer."""
        bare = Crowd(port, self.until, self.seen)
        while time.monotonic() < self.until:
            bare._ask("stored bytes", "/", {})
            time.sleep(0.25)

    def browse(self, cookie: str, program: int, seed: int) -> None:
        """One person: a page, a look at it, the next."""
        chance = Random(seed)
        time.sleep(chance.random() * THINK_SECONDS)
        while time.monotonic() < self.until:
            page = chance.choice(PAGES)
            self._ask(f"page {page}", page.format(program=program), {"Cookie": cookie})
            time.sleep(THINK_SECONDS * (0.5 + chance.random()))


@dataclass(frozen=True)
class House:
    """What the crowd needs to know of the installation. Cookies: of HR, a lead and an executive in turns."""

    tokens: list[str]
    cookies: list[str]
    program: int


def prepare(environment: dict[str, str], subscribers: int) -> House:
    app = create_app(environment)
    with app.app_context():
        migrate_database()
        now = clock.now()
        large = organisation(TEAMS, subscribers, now)
        program = draft(large, (now + timedelta(days=1)).date(), EVENTS, "The year")
        publish(program, by=large.cast.hana, now=now)
        found = House(list(large.tokens), _cookies(app, large.cast), program)
        db.engine.dispose()
    return found


def _cookies(app: Flask, cast: Cast) -> list[str]:
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    made = []
    for person in (cast.hana, cast.tomas, cast.elif_):
        if not sign_ins_of(person.id):
            add_sign_in(person)
        value = signer.dumps({"_user_id": token_of(person), "_fresh": True})
        made.append(f"{app.config['SESSION_COOKIE_NAME']}={value}")
    return made


def edit(environment: dict[str, str], program: int, until: float) -> None:
    """HR renames an event and publishes it, now and then, so that calendars have something to fetch. In a process of its own: the crowd
    would wait for what it computes."""
    with create_app(environment).app_context():
        turn = 0
        while time.monotonic() < until:
            event = (
                db.session.query(Event).filter_by(program_id=program).order_by(Event.id).offset(turn * 7).limit(1).one()
            )
            with writing():
                event.title = f"Renamed {turn}"
                publish_only(event, None, "Renamed.", clock.now())
            turn += 1
            time.sleep(min(CHANGE_SECONDS, max(0.0, until - time.monotonic())))


def first_reads(house: House, server: Running) -> dict[str, str]:
    """The tag of every feed, from a read before anything is measured: most calendars know yesterday's. And every page once."""
    for cookie in house.cookies:
        for page in PAGES:
            server.ask(page.format(program=house.program), headers={"Cookie": cookie})
    gzip = {"Accept-Encoding": "gzip"}
    return {token: server.ask(f"/feeds/{token}/Own.ics", headers=gzip).headers["etag"] for token in house.tokens}


def everybody(house: House, crowd: Crowd, tags: dict[str, str], people: int) -> list[threading.Thread]:
    """All of them, in threads that run already."""
    each = POLLERS * POLL_MINUTES * 60 / len(tags)
    shares = [{token: tags[token] for token in house.tokens[n::POLLERS]} for n in range(POLLERS)]
    work = [threading.Thread(target=crowd.poll, args=(share, each, n), daemon=True) for n, share in enumerate(shares)]
    cookies = [house.cookies[n % len(house.cookies)] for n in range(people)]
    work += [
        threading.Thread(target=crowd.browse, args=(cookie, house.program, n), daemon=True)
        for n, cookie in enumerate(cookies)
    ]
    for thread in work:
        thread.start()
    return work


@contextmanager
def working(environment: dict[str, str], workers: int) -> Iterator[None]:
    """So many workers beside the web."""
    command = [sys.executable, "-m", "planner.cli", "worker"]
    started = [
        subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(workers)
    ]
    try:
        yield
    finally:
        for process in started:
            process.terminate()
            process.wait(timeout=30)


def main(minutes: float, subscribers: int, people: int, processes: int, workers: int) -> int:
    """1 when anything but 200 and 304 was answered."""
    with tempfile.TemporaryDirectory() as folder:
        environment = planner_in(folder)
        house = prepare(environment, subscribers)
        web = serving("planner.app:serve_app", environment, make=True, processes=processes, threads=4)
        bare = serving("benchmarks.rivals:stored", {STORED: __file__}, make=True)
        with web as server, bare as stored, working(environment, workers):
            tags, seen = first_reads(house, server), Seen()
            crowd = Crowd(server.port, time.monotonic() + minutes * 60, seen)
            until = crowd.until
            work = everybody(house, crowd, tags, people)
            work.append(threading.Thread(target=crowd.idle, args=(stored.port,), daemon=True))
            work[-1].start()
            editor = get_context("spawn").Process(target=edit, args=(environment, house.program, until), daemon=True)
            editor.start()
            memory, before = [], spent(server.pid)
            while time.monotonic() < until:
                time.sleep(min(10.0, max(0.1, until - time.monotonic())))
                memory.append(resident(server.pid) // 1024)
            for thread in work:
                thread.join(60)
            editor.join(60)
            tell(seen, memory, spent(server.pid) - before, minutes)
    return any(status not in (200, 304) for _, status in seen.statuses)


def tell(seen: Seen, memory: list[int], cpu: float, minutes: float) -> None:
    print(f"| asked | times | median ms | p99 ms | longest ms | over {SLOW} ms |\n|---|---|---|---|---|---|")
    ours = {what: took for what, took in seen.took.items() if what != "stored bytes"}
    pages = [ms for what, took in ours.items() if what.startswith("page") for ms in took]
    together = [("all pages", pages), ("**all of ours**", [ms for took in ours.values() for ms in took])]
    for what, took in [*sorted(seen.took.items()), *together]:
        cuts = quantiles(took, n=100) if len(took) > 1 else took * 99
        late = sum(ms > SLOW for ms in took) / len(took)
        print(f"| {what} | {len(took)} | {cuts[49]:.0f} | {cuts[98]:.0f} | {max(took):.0f} | {late:.1%} |")
    errors = {key: count for key, count in seen.statuses.items() if key[1] not in (200, 304)}
    third = max(1, len(memory) // 3)
    print(f"\nErrors: {errors or 'none'}. CPU of the server: {cpu / minutes / 600:.0f} % of one core. "
          f"Memory: {max(memory[:third])} MiB in the first third, {max(memory[-third:])} MiB in the last.")  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("PLANNER_MIGRATE_ON_START", "0")
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=2)
    options.add_argument("--subscribers", type=int, default=5000)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--processes", type=int, default=1)
    options.add_argument("--workers", type=int, default=1)
    raise SystemExit(main(**vars(options.parse_args())))
