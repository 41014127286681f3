"""What one process remembers of feeds: the state that a stamp stands for, and whole bodies by their ETag, within a limit of memory."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.feeds.calendars import squeeze

STATES = 20_000
BYTES = 64 * 1024 * 1024
TRUSTED_FOR = timedelta(minutes=1)
"""A state is asked for again after so long even if the stamp stood still: whatever went round the stamp heals within a minute."""


@dataclass(frozen=True)
class State:
    """What a feed is at the moment; an empty `etag` when its person may not read it any more."""

    etag: str
    name: str
    modified_at: datetime
    asked_at: datetime


@dataclass(frozen=True)
class Body:
    """The whole text, plain and as one gzip member."""

    plain: bytes
    gzipped: bytes


class Shelf:
    """Kept by an application. Safe for threads; two that miss at once both do the work, and come to the same bytes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._states: OrderedDict[tuple[object, ...], State] = OrderedDict()
        self._bodies: OrderedDict[str, Body] = OrderedDict()
        self._bytes = 0

    def state(self, key: tuple[object, ...], now: datetime) -> State | None:
        with self._lock:
            state = self._states.get(key)
        return state if state and abs(now - state.asked_at) < TRUSTED_FOR else None

    def keep_state(self, key: tuple[object, ...], state: State) -> State:
        with self._lock:
            self._states[key] = state
            self._states.move_to_end(key)
            if len(self._states) > STATES:
                self._states.popitem(last=False)
        return state

    def body(self, etag: str) -> Body | None:
        with self._lock:
            body = self._bodies.get(etag)
            if body:
                self._bodies.move_to_end(etag)
            return body

    def keep_body(self, etag: str, plain: bytes) -> Body:
        """Keeps the text under its tag, and lets the least used go when there is too much."""
        body = Body(plain, squeeze(plain))
        with self._lock:
            if etag not in self._bodies:
                self._bodies[etag] = body
                self._bytes += _weight(body)
            while self._bytes > BYTES and len(self._bodies) > 1:
                self._bytes -= _weight(self._bodies.popitem(last=False)[1])
        return body


def _weight(body: Body) -> int:
    return len(body.plain) + len(body.gzipped)
