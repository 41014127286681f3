"""What publishing a large year costs: seconds, and the most memory. `python -m benchmarks.publishing [events] [feeds]`.

On SQLite, or on the PostgreSQL of BENCH_DATABASE_URL, which must be empty. The process does nothing else.
It is set up as a web process is, in which people publish.
"""

import sys
import tempfile
import time
from datetime import timedelta

from benchmarks.feeds import planner_in
from benchmarks.large import draft, organisation
from benchmarks.measured import with_peak
from planner import clock
from planner.actions.publish import publish
from planner.app import serve_app
from planner.cli.database import migrate_database
from planner.models.base import db

TEAMS = 400


def main(events: int, feeds: int) -> None:
    with tempfile.TemporaryDirectory() as folder, serve_app(planner_in(folder)).app_context():
        migrate_database()
        now = clock.now()
        large = organisation(TEAMS, feeds, now)
        program = draft(large, (now + timedelta(days=7)).date(), events, "A large year")
        hana = large.cast.hana
        db.session.commit()
        began, spent = time.monotonic(), time.process_time()
        _, peak = with_peak(lambda: publish(program, by=hana, now=now))
        took, cpu = time.monotonic() - began, time.process_time() - spent
        print(
            f"{events:,} events published with {feeds:,} feeds: {took:.1f} s ({cpu:.1f} s of CPU), at most {peak} MiB"
        )
        db.engine.dispose()


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]] + [20_000, 5_000][len(sys.argv) - 1 :]
    main(*numbers)
