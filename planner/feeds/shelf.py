"""What one process remembers of feeds: the answer that a ticket stands for, and whole bodies by their ETag, within a limit of memory."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from planner.feeds.bodies import Body
from planner.feeds.calendars import Title
from planner.models.selections import Watch
from planner.models.tickets import Ticket

FEEDS = 20_000
BYTES = 64 * 1024 * 1024
TRUSTED_FOR = timedelta(hours=1)
"""After so long a feed is read anew even if nothing changed: whatever went round the stamp heals within the hour."""


@dataclass(frozen=True)
class Source:
    """What a feed is made from, as long as nothing around its events changes: asking for all of it costs more than what changed."""

    title: Title
    watch: Watch
    level: str
    alarm_minutes: int | None
    keep_cancelled: bool


@dataclass(frozen=True)
class Known:
    """What a feed was when its person held this ticket; an empty `etag` when the person may not read it any more.

    `modified_at` is when this process first saw the feed so: of an event that left, no date in the data tells.
    """

    ticket: Ticket
    etag: str
    name: str
    modified_at: datetime
    read_at: datetime
    source: Source | None = None
    events: Sequence[int] = ()
    """The numbers of what it holds, where there is a source: its body may have left the shelf."""

    @cached_property
    def _until(self) -> datetime:
        """Midnight, when the window moves, and an hour at most."""
        midnight = self.read_at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return min(self.read_at + TRUSTED_FOR, midnight)

    def fresh(self, now: datetime) -> bool:
        """Whether it may be trusted still."""
        return self.read_at <= now < self._until

    def holds(self, ticket: Ticket, now: datetime) -> bool:
        return self.ticket == ticket and self.fresh(now)


class Shelf:
    """Kept by an application. Safe for threads; two that miss at once both do the work, and come to the same bytes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[int, Known] = OrderedDict()
        self._bodies: OrderedDict[str, Body] = OrderedDict()
        self._bytes = 0

    def known(self, feed_id: int) -> Known | None:
        return self._known.get(feed_id)

    def keep(self, known: Known) -> Known:
        with self._lock:
            self._known[known.ticket.feed_id] = known
            self._known.move_to_end(known.ticket.feed_id)
            if len(self._known) > FEEDS:
                self._known.popitem(last=False)
        return known

    def body(self, etag: str) -> Body | None:
        with self._lock:
            body = self._bodies.get(etag)
            if body:
                self._bodies.move_to_end(etag)
            return body

    def keep_body(self, body: Body) -> Body:
        """Keeps the body under its tag, unless it is there, and lets the least used go when there is too much."""
        with self._lock:
            kept = self._bodies.setdefault(body.etag, body)
            self._bytes += body.size if kept is body else 0
            while self._bytes > BYTES and len(self._bodies) > 1:
                self._bytes -= self._bodies.popitem(last=False)[1].size
        return kept
