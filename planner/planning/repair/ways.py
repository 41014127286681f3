"""The ways in which one stream can be put right with the fewest of its published events let go."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from heapq import nsmallest
from itertools import combinations
from typing import NamedTuple

from planner.planning.calendar import minute_of
from planner.planning.plan import Occurrence
from planner.planning.repair.openings import Openings
from planner.planning.repair.streams import Event, Row, Stream

MOST = 60  # ways that are kept for one stream, the cheapest
DROPS = 2  # events of a stream that are let go beside those that must
BEAM = 40  # places tried for the first of two missing events
REACH = 28  # days, weeks for visits, by which an event moves at most to make room
OWED = 1000  # a leader who is below the least quota comes before all others
FINE = 100  # a step of cost in the fine cost, which leaves room for how far an event moves


class Way(NamedTuple):
    """`dropped` leave the plan, `added` come in; `cost` is the stream's own, times FINE, and how far its events move."""

    dropped: tuple[Occurrence, ...]
    added: tuple[Occurrence, ...]
    cost: int
    changes: int


class Found(NamedTuple):
    """`drops`: events of the stream that leave at least, beside those that must. `fits`: some way has room."""

    ways: list[Way]
    drops: int
    fits: bool


class Ways:
    """`fast` occurrences never leave; of those in `published` each that does counts as a change."""

    def __init__(self, openings: Openings, fast: Collection[Occurrence], published: Collection[Occurrence]) -> None:
        self.openings, self.fast, self.published = openings, fast, published
        self.near: range | None = None  # days to which the search is limited

    def fewest(self, stream: Stream, row: Row, gone: tuple[Occurrence, ...]) -> Found:
        """Ways to complete a row from which `gone` had to go, with as few others leaving as can be.

        Those that have room beside all others; where there are none, those without, and those with one more leaving.
        """
        loose = [event.what for event in row if event.what not in self.fast]
        tight: list[Way] = []
        least = 0
        for drops in range(max(0, len(row) - stream.count), DROPS + 1):
            fitting = self._dropping(stream, row, gone, loose, drops, fit=True)
            if fitting or tight:
                return Found(self._cheapest(fitting) + tight, least if tight else drops, bool(fitting) and not tight)
            tight, least = self._cheapest(self._dropping(stream, row, gone, loose, drops, fit=False)), drops
        return Found(tight, least, False)

    def _dropping(
        self, stream: Stream, row: Row, gone: tuple[Occurrence, ...], loose: list[Occurrence], drops: int, fit: bool
    ) -> list[Way]:
        found = []
        for out in combinations(loose, drops):
            left = [event for event in row if event.what not in out]
            found += self._without(stream, left, gone, out, fit)
        return found

    def instead(self, stream: Stream, row: Row, out: Event, by: str | None = None) -> list[Way]:
        """Ways to let one event go and hold it not far away, where there is room; by that leader when one is named."""
        left = [event for event in row if event is not out]
        reach = REACH * (stream.gaps.unit if stream.gaps else 1)
        self.openings.taken.leave(out.what)
        self.near, self.openings.only = range(out.day - reach, out.day + reach + 1), by
        found = self._without(stream, left, (), (out.what,), fit=True)
        self.near, self.openings.only = None, None
        self.openings.taken.enter(out.what)
        return found

    def stay(self, stream: Stream, row: Row) -> Way:
        return Way((), (), FINE * stream.cost(row), 0)

    def _without(
        self, stream: Stream, row: Row, gone: tuple[Occurrence, ...], out: tuple[Occurrence, ...], fit: bool
    ) -> list[Way]:
        self.openings.hint = frozenset(minute_of(what.start) for what in (*gone, *out))
        known = {what.identity for what in (*gone, *out)}
        ways = []
        for full in self._filled(stream, row, (*gone, *out), fit):
            added = tuple(event.what for event in full if event not in row)
            if not any(what.identity in known for what in added):
                cost = FINE * stream.cost(full) + _far((*gone, *out), added)
                ways.append(Way(out, added, cost, sum(what in self.published for what in out)))
        return ways

    def _filled(self, stream: Stream, row: Row, gone: tuple[Occurrence, ...], fit: bool) -> Iterator[Row]:
        """Rows that break no rule of the stream."""
        holes = stream.count - len(row)
        if holes <= 0:
            yield from [row] if stream.broken(row) == 0 else []
        elif holes == 1:
            yield from self._last(stream, row, fit)
        elif holes == 2:
            for first in self._first_of_two(stream, row, gone, fit):
                yield from nsmallest(BEAM, self._last(stream, first, fit), key=stream.cost)

    def _last(self, stream: Stream, row: Row, fit: bool) -> Iterator[Row]:
        bad = stream.bad_gaps(row)
        for gap in range(len(row) + 1) if stream.gaps else [0]:
            if not set(bad) - {gap}:
                for event in self.openings.of(stream, self._days(stream, row, gap), _owed(stream, row), fit):
                    yield sorted([*row, event], key=lambda one: (one.day, one.what.start))

    def _days(self, stream: Stream, row: Row, gap: int) -> range:
        days, near = stream.window(row, gap), self.near
        return days if near is None else range(max(days.start, near.start), min(days.stop, near.stop))

    def _first_of_two(self, stream: Stream, row: Row, gone: tuple[Occurrence, ...], fit: bool) -> list[Row]:
        offered = self.openings.of(stream, range(stream.days), _owed(stream, row), fit)
        near = nsmallest(BEAM, offered, key=lambda event: (_distance(gone, event.what), event.day, event.label))
        return [sorted([*row, event], key=lambda one: (one.day, one.what.start)) for event in near]

    def _cheapest(self, found: list[Way]) -> list[Way]:
        def price(way: Way) -> tuple[int, int]:
            taken = self.openings.taken
            shared = sum(taken.price(what) - OWED * taken.owed(what) for what in way.added)
            return (way.cost + FINE * shared, len(way.added))

        return nsmallest(MOST, found, key=price)


def _owed(stream: Stream, row: Row) -> list[str]:
    owed = list(stream.due)
    for event in row:
        if event.label in owed:
            owed.remove(event.label)
    return owed


def _distance(gone: tuple[Occurrence, ...], what: Occurrence) -> float:
    return min((abs((what.start - other.start).total_seconds()) for other in gone), default=0.0)


def _far(gone: tuple[Occurrence, ...], added: tuple[Occurrence, ...]) -> int:
    """Days by which events move, less than one step of cost in all."""
    return min(FINE - 1, sum(int(_distance(gone, what) // 86_400) for what in added))
