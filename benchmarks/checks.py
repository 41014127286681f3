"""What looking at who asks costs a page, in CPU, in turns in one process; and whether signing in tells who is known.

The checks: the row of the session, rights, headers, unreadable letters, other sites, CSRF. Run: python -m benchmarks.checks
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from unittest import mock

from flask import Flask
from flask.testing import FlaskClient

from planner import clock
from planner.actions.accounts import set_password, sign_in
from planner.app import create_app
from planner.cli.database import migrate_database
from planner.models.base import db
from planner.models.sign_ins import SignIn
from planner.web import access
from tests.cast import Cast, make_cast, token_of
from tests.year import make_year

ROUNDS, PAGES_A_ROUND, TRIES = 30, 5, 15
PAGES = ("/", "/people", "/policies", "/account", "/catalogue/")
PASSWORD = "seven green herons at the weir"  # of a database that is gone a moment later
CHECKS = {"_close_unmarked", "_refuse_from_elsewhere", "_refuse_unreadable", "csrf_protect", "_add_headers"}
MOST = 0.10


def _name(function: object) -> str:
    return str(getattr(function, "__name__", ""))


@contextmanager
def without_checks(app: Flask, number: int) -> Iterator[None]:
    """Nothing is looked at; the sign-in with this number is read by it, because the page needs its person."""
    before = {None: [one for one in app.before_request_funcs[None] if _name(one) not in CHECKS]}
    after = {None: [one for one in app.after_request_funcs[None] if _name(one) not in CHECKS]}

    def load(token: str) -> access.SignedIn:
        return access.SignedIn(db.session.get_one(SignIn, number), token)

    with (
        mock.patch.object(app, "before_request_funcs", before),
        mock.patch.object(app, "after_request_funcs", after),
        mock.patch.object(access.login_manager, "_user_callback", load),
        mock.patch.object(access, "may", return_value=True),
    ):
        yield


def cpu(client: FlaskClient, page: str) -> float:
    """Milliseconds of this process for one page."""
    start = time.process_time()
    for _ in range(PAGES_A_ROUND):
        answer = client.get(page)
        assert answer.status_code == 200, (page, answer.status_code)
    return (time.process_time() - start) * 1000 / PAGES_A_ROUND


def compare(app: Flask, number: int, client: FlaskClient) -> float:
    """The share that the checks add over all pages, printed page by page."""
    checked, free = dict.fromkeys(PAGES, 0.0), dict.fromkeys(PAGES, 0.0)
    for page in PAGES:
        pairs = []
        for _ in range(ROUNDS):
            mine = cpu(client, page)
            with without_checks(app, number):
                pairs.append((mine, cpu(client, page)))
        checked[page], free[page] = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{page:<12} {checked[page]:6.2f} ms with, {free[page]:6.2f} ms without the checks", flush=True)
    return sum(checked.values()) / sum(free.values()) - 1


def sign_ins(cast: Cast) -> None:
    """CPU of a wrong password, by turns for an account with one, an account without, one that left, and an unknown address."""
    set_password(cast.ana, PASSWORD, now=clock.now(), by=cast.ana)
    kinds = {"known": cast.ana.email, "without a password": cast.tomas.email, "left": cast.mallory.email}
    kinds["unknown"] = "nobody@example.org"
    found: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(TRIES):
        for kind, email in kinds.items():
            start = time.process_time()
            assert sign_in(email, "not the password") is None
            found[kind].append((time.process_time() - start) * 1000)
    for kind, times in found.items():
        middle, spread = statistics.median(times), statistics.pstdev(times)
        print(f"a wrong password, {kind:<20} {middle:6.1f} ms (spread {spread:.1f})")


def main() -> int:
    """1 when the checks cost more than a tenth."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"PLANNER_DATA_DIR": folder})
        app.config.update(TESTING=True)
        with app.app_context():
            migrate_database()
            cast = make_cast()
            make_year(cast, clock.now(), start=date(2027, 1, 1))
            sign_ins(cast)
            number, token = db.session.query(SignIn.id).filter_by(person_id=cast.hana.id).scalar(), token_of(cast.hana)
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token
        share = compare(app, number, client)
    print(f"The checks add {share:.1%} to a page; {MOST:.0%} is what was agreed.")
    return int(share > MOST)


if __name__ == "__main__":
    sys.exit(main())
