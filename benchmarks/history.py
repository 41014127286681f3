"""What feeds cost as the past grows: CPU milliseconds with 1, 3 and 10 published years behind the present one.

`python -m benchmarks.history`. Read anew (nothing remembered), and unchanged (the one question of every fetch); the cheapest of many, in
this very process.
"""

import hashlib
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from benchmarks.feeds import planner_in
from benchmarks.large import Large, history, organisation
from planner import clock
from planner.actions.feeds import make_feed
from planner.app import create_app
from planner.cli.database import migrate_database
from planner.feeds.opening import opened
from planner.feeds.shelf import Shelf
from planner.models.base import db
from planner.models.tickets import Ticket, Tickets

YEARS = (1, 3, 10)
EVENTS = 2000
TIMES = 15


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, create_app(planner_in(folder)).app_context():
        migrate_database()
        now, tickets = clock.now(), Tickets(db.engine)
        large = organisation(40, 50, now)
        present = history(large, now.date(), EVENTS, "Now")
        tokens = _tokens(large, present, now)
        print("| years behind | " + " | ".join(f"{name}, read anew" for name in tokens) + " | unchanged |")
        print("|---" * (len(tokens) + 2) + "|")
        written = 0
        for years in YEARS:
            for number in range(written + 1, years + 1):
                history(large, date(now.year - number, 1, 1), EVENTS, f"{number} years ago")
            written = years
            print(_row(years, tokens, tickets, now))
        db.session.remove()
        db.engine.dispose()


def _row(years: int, tokens: dict[str, str], tickets: Tickets, now: datetime) -> str:
    anew = [_cheapest(partial(_read, tickets, token, now)) for token in tokens.values()]
    same = _cheapest(lambda: [_ticket(tickets, next(iter(tokens.values()))) for _ in range(100)]) / 100
    return f"| {years} | {' | '.join(f'{cost:.2f}' for cost in anew)} | {same:.4f} |"


def _tokens(large: Large, program: int, now: datetime) -> dict[str, str]:
    hana = large.cast.hana
    made = {
        name: make_feed(hana, name, ref, now=now, by=None)[1]
        for name, ref in (
            ("program", str(program)),
            ("team", str(large.teams[0])),
            ("site", "dublin"),
            ("kind", "floor-visit"),
        )
    }
    return {"person": large.tokens[0], **made}


def _ticket(tickets: Tickets, token: str) -> Ticket:
    found = tickets.ticket_for(hashlib.sha256(token.encode()).hexdigest())
    assert found is not None
    return found


def _read(tickets: Tickets, token: str, now: datetime) -> None:
    opened(_ticket(tickets, token), Shelf(), now)
    db.session.rollback()


def _cheapest(work: Callable[[], object]) -> float:
    """CPU milliseconds."""
    costs = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        costs.append(time.process_time() - began)
    return min(costs) * 1000


if __name__ == "__main__":
    main()
