"""F5: whoever guesses addresses of feeds is slowed by neighbourhood, learns nothing, and keeps nobody from reading."""

import os
import secrets
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from planner.actions.feeds import revoke
from planner.web.feed_door import TRIES
from planner.web.limits import limiter, near
from tests.cast import Cast
from tests.conftest import NOW
from tests.security.feeds import subscribe

GUESSES = 10_001 if os.environ.get("FAULTS") == "long" else 301
"""The list of threats names ten thousand; `make faults` tries them all."""


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    """The limiter is off in most tests."""
    limiter.enabled = True
    limiter.reset()
    yield app
    limiter.reset()
    limiter.enabled = bool(app.config["RATELIMIT_ENABLED"])


def ask(app: Flask, path: str, address: str = "192.0.2.1") -> TestResponse:
    return app.test_client(use_cookies=False).get(path, environ_base={"REMOTE_ADDR": address})


def test_f5_unknown_revoked_and_malformed_answer_alike_to_the_byte(app: Flask, cast: Cast) -> None:
    mine = subscribe(app, cast.tomas)
    revoke(mine.feed, now=NOW, by=cast.tomas)
    paths = [
        mine.path,
        f"/feeds/cswp_feed_{secrets.token_urlsafe(32)}/Billing.ics",
        f"/feeds/{secrets.token_urlsafe(32)}.ics",
        "/feeds/x.ics",
        "/feeds/.ics",
        "/feeds//Billing.ics",
        "/feeds/a/b/c/d.ics",
        "/feeds/cswp_feed_%00/x.ics",
        "/feeds/%F0%9F%8E%89/%0d%0aX-Evil:1.ics",
        f"/feeds/{'A' * 5000}.ics",
        "/feeds/%C0%80.ics",
        "/feeds/' or 1=1--.ics",
    ]
    told = {(one.status_code, bytes(one.data), repr(sorted(one.headers))) for one in (ask(app, path) for path in paths)}
    assert ({status for status, _, _ in told}, len(told)) == ({404}, 1)


@pytest.mark.parametrize(
    ("addresses", "other"),
    [
        ([f"2001:db8:0:1::{number:x}" for number in range(1, GUESSES)], "2001:db8:0:2::1"),
        ([f"198.51.100.{number}" for number in range(1, 201)], "198.51.101.1"),
        ([f"::ffff:198.51.100.{number}" for number in range(1, 201)], "::ffff:198.51.101.1"),
    ],
)
def test_f5_a_whole_neighbourhood_is_one_guesser(limited: Flask, cast: Cast, addresses: list[str], other: str) -> None:
    mine = subscribe(limited, cast.tomas)
    tries = [ask(limited, f"/feeds/{secrets.token_urlsafe(32)}.ics", address) for address in addresses]
    counted = Counter(one.status_code for one in tries)
    assert counted == {404: TRIES.amount, 429: len(addresses) - TRIES.amount}
    assert tries[-1].headers["Retry-After"] == "60"
    assert ask(limited, "/feeds/x.ics", other).status_code == 404
    assert ask(limited, mine.path, addresses[0]).status_code == 200


@pytest.mark.parametrize(
    ("address", "neighbourhood"),
    [
        ("192.0.2.77", "192.0.2"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.77", "192.0.2"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_f5_what_counts_as_one(address: str, neighbourhood: str) -> None:
    assert near(address) == neighbourhood
