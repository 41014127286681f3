"""What a look for due messages costs when nothing is due: with one, three and ten years of 20,000 events and 100,000 old messages each.

`python -m benchmarks.tick [events] [messages]`, on SQLite; on another database with PLANNER_DATABASE_URL (an empty one). Every event is a
floor visit that somebody owes, so that seven steps of a ladder are asked about. CPU milliseconds of one look, as the worker makes one every
half minute, the middle of many, and the wall's; and of a look anew, as the worker makes one after every change and at midnight.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from benchmarks.large import Large, draft, organisation, write
from planner import clock
from planner.actions.ladders import ship_ladders
from planner.app import create_app
from planner.cli.database import migrate_database
from planner.domain.states import CommitmentKind, CommitmentState, MessageState
from planner.jobs import passes
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import PLACEMENT, Event, PublishedEvent
from planner.models.messages import Message
from planner.models.versions import Version
from planner.reminders.lulls import Lull
from planner.reminders.rows import message_row

YEARS = (1, 3, 10)
LOOKS, ANEW = 25, 5
MOST_MS = 50.0
FLAT = 1.5
"""Ten years may cost this much more than one, and no more: noise."""
WINDOW = timedelta(days=14)


def main(events: int = 20_000, messages: int = 100_000) -> int:
    """Prints the table; 0 when a look is quick and the past makes it no slower."""
    costs: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            {"PLANNER_DATABASE_URL": os.environ.get("PLANNER_DATABASE_URL", ""), "PLANNER_DATA_DIR": folder}
        )
        with app.app_context():
            migrate_database()
            large, now = organisation(40, 200, clock.now()), clock.now()
            with writing():
                ship_ladders()
            for years in range(1, YEARS[-1] + 1):
                year(large, now - timedelta(days=365 * years - 180), events, messages, now)
                if years in YEARS:
                    costs.append(measured(app, years))
            db.session.remove()
            db.engine.dispose()
    return int(max(costs) > MOST_MS or costs[-1] > FLAT * costs[0])


def measured(app: Flask, years: int) -> float:
    """A line of the table; the CPU milliseconds of the middle look."""
    now = clock.now()
    passes.look(app, lambda: now)  # what the present asks for gets its rows, and counts as sent
    with writing():
        db.session.execute(update(Message).values(state=MessageState.sent, sent_at=now))
    lull = Lull()
    anew = [_cost(app, now, Lull())[0] for _ in range(ANEW)]
    passes.look(app, lambda: now, lull)
    costs = [_cost(app, now + timedelta(seconds=30 * number), lull) for number in range(LOOKS)]
    middle, wall = (statistics.median(one) for one in zip(*costs, strict=True))
    rows = [db.session.query(table).count() for table in (PublishedEvent, Message)]
    counts = f"{rows[0]:>8,} events {rows[1]:>10,} messages"
    print(
        f"{years:>2} years  {counts}  {middle:6.1f} ms of CPU  {wall:6.1f} by the wall  anew {min(anew):6.1f}",
        flush=True,
    )
    return float(middle)


def _cost(app: Flask, moment: datetime, lull: Lull) -> tuple[float, float]:
    """Milliseconds of CPU and by the wall."""
    cpu, wall = time.process_time(), time.perf_counter()
    new = passes.look(app, lambda: moment, lull)
    if new:
        print(f"    ({new} were due)")
    return 1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)


def year(large: Large, first: datetime, events: int, messages: int, now: datetime) -> None:
    """A published year from `first` on; what is over was done, and of each old visit some messages were sent."""
    program_id = draft(large, first.date(), events, f"From {first:%Y}")
    with writing():
        version = Version(program_id=program_id, number=1, published_at=first)
        db.session.add(version)
        db.session.flush()
        columns = [Event.id, Event.uid, *(getattr(Event, name) for name in PLACEMENT)]
        rows = [
            dict(row) for row in db.session.execute(select(*columns).where(Event.program_id == program_id)).mappings()
        ]
        write(PublishedEvent, (_published(row, program_id, version.id, first) for row in rows))
        write(Commitment, (_owed(row, program_id, large.cast.elif_.id, now) for row in rows))
        owed = select(Commitment.id, Commitment.due_on).where(Commitment.program_id == program_id)
        old = [(number, due) for number, due in db.session.execute(owed) if due < now.date()]
        write(Message, _messages(old, messages, large.cast.elif_.id))


def _published(row: dict[str, Any], program_id: int, version_id: int, now: datetime) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name != "id"}
    made = {"event_id": row["id"], "program_id": program_id, "version_id": version_id, "changed_at": now, "sequence": 0}
    return {**kept, **made, "fragment": b"", "stamp": 0}


def _owed(row: dict[str, Any], program_id: int, owner_id: int, now: datetime) -> dict[str, Any]:
    day: date = row["starts_at"].date()
    over = row["ends_at"] < now
    return {
        "program_id": program_id, "kind": CommitmentKind.floor_visit, "title": row["title"], "owner_id": owner_id,
        "event_id": row["id"], "team_id": row["team_id"], "key": f"visit:{row['uid']}", "opens_on": day - WINDOW, "due_on": day,
        "zone": row["zone"], "state": CommitmentState.done if over else CommitmentState.open, "reason": "", "time_version": 1,
        "withdrawn": False, "stamp": 0, "revision": 1,
    }  # fmt: skip


def _messages(owed: list[tuple[int, date]], count: int, recipient_id: int) -> Iterator[dict[str, Any]]:
    """So many, dealt out over what is over."""
    for number in range(count):
        commitment, due = owed[number % len(owed)]
        at = datetime.combine(due, datetime.min.time(), tzinfo=clock.now().tzinfo)
        row = message_row(
            name="visit-brief", about="commitment", about_id=commitment, recipient_id=recipient_id, step=f"old-{number // len(owed)}",
            time_version=1, due_at=at, expires_at=at, now=at, state=MessageState.sent,
        )  # fmt: skip
        yield {**row, "sent_at": at, "text": "As it was sent. " * 20}


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
