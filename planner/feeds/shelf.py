"""What one process remembers of feeds: the state that a stamp stands for, and whole bodies by their ETag, within a limit of memory."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from planner.feeds.squeezing import squeeze
from planner.models.selections import Row

STATES = 20_000
BYTES = 64 * 1024 * 1024
READINGS = 8
TEXTS = 30_000
"""About 20 megabytes."""
BLOCKS = 400
"""About as much again."""
TRUSTED_FOR = timedelta(minutes=1)
"""A state is asked for again after so long even if the stamp stood still: whatever went round the stamp heals within a minute."""


@dataclass(frozen=True)
class State:
    """What a feed is at the moment; an empty `etag` when its person may not read it any more."""

    etag: str
    name: str
    modified_at: datetime
    asked_at: datetime


class Reading(NamedTuple):
    """Which events a feed held when its tag was made, in order, with the head lines, and how they are told."""

    etag: str
    head: bytes
    rows: list[Row]
    telling: tuple[str, int | None]
    """Level and alarm, which the tag stands for as well."""


class Body:
    """A whole text in blocks; as one gzip member from the first time that somebody wants it so."""

    def __init__(self, blocks: Sequence[bytes], known: dict[bytes, bytes]) -> None:
        self.plain = b"".join(blocks)
        self._ends = list(accumulate(map(len, blocks)))
        self._known = known

    @cached_property
    def gzipped(self) -> bytes:
        return squeeze((self.plain[start:end] for start, end in pairwise([0, *self._ends])), self._known)


class Shelf:
    """Kept by an application. Safe for threads; two that miss at once both do the work, and come to the same bytes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._states: OrderedDict[tuple[object, ...], State] = OrderedDict()
        self._bodies: OrderedDict[str, Body] = OrderedDict()
        self._bytes = 0
        self._readings: OrderedDict[str, Reading] = OrderedDict()
        self._texts: dict[Row, bytes] = {}
        self._squeezed: dict[bytes, bytes] = {}

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

    def keep_body(self, etag: str, blocks: Sequence[bytes]) -> Body:
        """Keeps the text under its tag, and lets the least used go when there is too much."""
        body = Body(blocks, self._squeezed)
        with self._lock:
            if etag not in self._bodies:
                self._bodies[etag] = body
                self._bytes += len(body.plain)
            while self._bytes > BYTES and len(self._bodies) > 1:
                self._bytes -= len(self._bodies.popitem(last=False)[1].plain)
            _limit(self._squeezed, BLOCKS)
        return body

    def keep_reading(self, reading: Reading) -> None:
        """Until the same request, most often, asks for the text; so few are kept."""
        with self._lock:
            self._readings[reading.etag] = reading
            if len(self._readings) > READINGS:
                self._readings.popitem(last=False)

    def take_reading(self, etag: str) -> Reading | None:
        with self._lock:
            return self._readings.pop(etag, None)

    def texts(self, rows: Iterable[Row]) -> list[bytes | None]:
        """The stored text of each of these events at this revision; None for what is not known here."""
        return list(map(self._texts.get, rows))

    def keep_texts(self, rows: Iterable[Row], texts: Iterable[bytes]) -> None:
        _limit(self._texts, TEXTS)
        self._texts.update((row, text) for row, text in zip(rows, texts, strict=True) if text)


def _limit(known: dict[Any, bytes], most: int) -> None:
    """All of it is forgotten at once: what is still wanted is back after one reading."""
    if len(known) > most:
        known.clear()
