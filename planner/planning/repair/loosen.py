"""Which other events could make room where a limit is broken: each with a way to stand elsewhere that draws less on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import nsmallest

from planner.planning.plan import Occurrence
from planner.planning.repair.limits import Key, Taken
from planner.planning.repair.streams import Event, Row, Stream, StreamKey, stream_key
from planner.planning.repair.ways import MOST, Way, Ways

ASKED = 80  # events that are asked to make room for one limit
NEIGHBOURS = 24  # streams that may give way for one broken limit, those that do it most cheaply


def give_way(
    ways: Ways, taken: Taken, streams: Mapping[StreamKey, Stream], rows: Mapping[StreamKey, Row], broken: list[Key]
) -> dict[StreamKey, list[Way]]:
    """Streams, not yet in `ways`, that could help with the broken limits; staying as they are is always one of the ways."""
    found: dict[StreamKey, list[Way]] = {}
    for limit in broken:
        offers: list[tuple[int, int, StreamKey, list[Way]]] = []
        for number, (key, helpful) in enumerate(_offers(ways, taken, streams, rows, limit)):
            offers.append(
                (min(way.cost for way in helpful) - ways.stay(streams[key], rows[key]).cost, number, key, helpful)
            )
        for _, _, key, helpful in nsmallest(NEIGHBOURS, offers):
            known = found.setdefault(key, [ways.stay(streams[key], rows[key])])
            known += helpful
    return found


def _offers(
    ways: Ways, taken: Taken, streams: Mapping[StreamKey, Stream], rows: Mapping[StreamKey, Row], limit: Key
) -> Iterator[tuple[StreamKey, list[Way]]]:
    short = taken.used[limit] < taken.limits.least(limit)
    events = [event for row in rows.values() for event in row if event.what not in ways.fast]
    for event in _first(taken, events, limit, short):
        key, drawn = stream_key(event.what), taken.limits.draws(event.what).get(limit, 0)
        found = ways.instead(streams[key], rows[key], event, str(limit[1]) if short else None)
        less = [way for way in found if (_drawn(taken, way, limit) - drawn) * (-1 if short else 1) < 0]
        if less:
            yield key, nsmallest(MOST // 2, less, key=lambda way: way.cost)


def _first(taken: Taken, events: list[Event], limit: Key, short: bool) -> list[Event]:
    """Those that draw most on the limit; where visits are owed, those whose leader can spare one."""
    if short:
        return [event for event in events if event.what.type == "visit" and _spare(taken, event.what, limit)]
    drawing = [(taken.limits.draws(event.what).get(limit, 0), n, event) for n, event in enumerate(events)]
    return [event for drawn, _, event in sorted(drawing, key=lambda one: (-one[0], one[1]))[:ASKED] if drawn]


def _spare(taken: Taken, what: Occurrence, limit: Key) -> bool:
    theirs = [key for key in taken.limits.draws(what) if key[0] == "quarter" and key != limit]
    return any(key[2] == limit[2] and taken.used[key] > taken.limits.least(key) for key in theirs)


def _drawn(taken: Taken, way: Way, limit: Key) -> int:
    return sum(taken.limits.draws(what).get(limit, 0) for what in way.added)
