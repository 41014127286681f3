"""Who fetched which feed: noted beside the answers, and written a little later by a thread of its own, so that no calendar waits for it."""

import logging
import threading
from datetime import datetime, timedelta

from flask import Flask

from planner.actions.feeds import record_fetches
from planner.actions.later import Later
from planner.logs import TokensBlackened
from planner.models.feeds import Fetch
from planner.models.tickets import Ticket

AGAIN_AFTER = timedelta(minutes=5)
LONGEST_CLIENT = 120

Key = tuple[int, str]
"""Number of the feed, and what the calendar calls itself."""


def _name_of(client: str) -> str:
    kept = client if client.isprintable() else "".join(c for c in client if c.isprintable())
    return kept[:LONGEST_CLIENT] or "a program without a name"


class FeedLog:
    """Kept by an application: which calendar asked for which feed, and when."""

    def __init__(self, app: Flask) -> None:
        self._lock = threading.Lock()
        self._noted: dict[Key, datetime] = {}
        self._later = Later[Key, Fetch](app, lambda fetches: record_fetches(list(fetches.values())))

    def note(self, ticket: Ticket, client: str, now: datetime, *, whole: bool = False) -> None:
        """Notes a fetch, unless the same calendar was noted a few minutes ago and got nothing new: who got the `whole` feed has seen
        every change up to now, and must not be told of it by mail as well."""
        key = (ticket.feed_id, _name_of(client))
        with self._lock:
            if not whole and now - self._noted.get(key, now - AGAIN_AFTER) < AGAIN_AFTER:
                return
            if len(self._noted) > 100_000:
                self._noted.clear()
            self._noted[key] = now
        self._later.note(key, Fetch(*key, now, 1))

    def write(self) -> None:
        """Writes down what was noted; inside an application."""
        self._later.write()


def init_feed_log(app: Flask) -> None:
    """Gives the application its log of fetches, and blackens tokens in the access logs of both servers."""
    app.extensions["planner_feed_log"] = FeedLog(app)
    for name in ("werkzeug", "_granian", "granian.access"):
        logging.getLogger(name).addFilter(TokensBlackened())
