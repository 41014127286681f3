"""A whole text in blocks, a day of events each, so that one change makes one block anew and not the whole of a large feed.

The tag is made from the bytes themselves: no tag ever stands for another text. Which events stand in a block follows from when they begin,
so that every process comes to the same bytes and the same tag.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from planner.feeds.calendars import EMPTY, TAIL
from planner.feeds.squeezing import deflated, squeeze
from planner.models.selections import Held

AT_ONCE = 250_000
"""Texts of at most so many bytes are compressed as one piece: it takes milliseconds, and packs better than blocks do."""
KEPT_WHOLE = 1_000_000
"""Longer texts are kept in blocks alone, and joined on their way out: half the memory, and nothing to be joined anew after a change."""


def _day(event: Held) -> int:
    return event.starts_at.toordinal()


class Block:
    """The events that begin on one day of UTC, in order; never without any."""

    def __init__(self, events: Iterable[Held]) -> None:
        found = list(events)
        self.text = b"".join(event.text for event in found)
        self.length = len(self.text)
        self.digest = hashlib.sha256(self.text).digest()
        self.changed_at = max(event.changed_at for event in found)
        self.ids = frozenset(event.event_id for event in found)
        self._marks = [(event.starts_at, event.event_id, event.changed_at, len(event.text)) for event in found]

    def events(self) -> list[Held]:
        """What it was made of, cut out of its text again."""
        found, start = [], 0
        for starts_at, event_id, changed_at, length in self._marks:
            found.append(Held(starts_at, event_id, changed_at, self.text[start : start + length]))
            start += length
        return found

    @cached_property
    def deflated(self) -> bytes:
        return deflated(self.text)


_TEXT, _LENGTH, _DIGEST = attrgetter("text"), attrgetter("length"), attrgetter("digest")
_IDS, _CHANGED_AT = attrgetter("ids"), attrgetter("changed_at")
Blocks = dict[int, Block]
"""By their days, in order."""


def blocks_of(events: Iterable[Held]) -> Blocks:
    """`events` in the order of the feed."""
    return {day: Block(found) for day, found in groupby(events, _day)}


class Body:
    """A whole text and its tag; compressed, as one gzip member, from the first time that somebody wants it so."""

    def __init__(self, head: bytes, blocks: Blocks) -> None:
        self.head = head
        self.blocks = blocks
        self.size = len(head) + (sum(map(_LENGTH, blocks.values())) or len(EMPTY)) + len(TAIL)
        self.etag = hashlib.sha256(head + b"".join(map(_DIGEST, blocks.values()))).hexdigest()[:32]

    @cached_property
    def texts(self) -> list[bytes]:
        """The text, in as many pieces as it is kept in."""
        pieces = [self.head, *(map(_TEXT, self.blocks.values()) if self.blocks else [EMPTY]), TAIL]
        return pieces if self.size > KEPT_WHOLE else [b"".join(pieces)]

    @property
    def plain(self) -> bytes:
        return b"".join(self.texts)

    @cached_property
    def gzipped(self) -> bytes:
        if self.size <= AT_ONCE:
            return squeeze(self.texts, [deflated(self.plain)])
        pieces = [block.deflated for block in self.blocks.values()]
        return squeeze(self.texts, [deflated(self.head), *pieces, deflated(TAIL)])

    def numbers(self) -> array[int]:
        """The numbers of its events, in eight bytes each."""
        return array("q", (number for ids in map(_IDS, self.blocks.values()) for number in ids))


def last_change(blocks: Blocks, otherwise: datetime) -> datetime:
    """When the newest of the events changed; `otherwise` for a calendar without events."""
    return max(map(_CHANGED_AT, blocks.values()), default=otherwise)


def changed(body: Body, changes: Mapping[int, Held | None], head: Callable[[Blocks], bytes]) -> Body:
    """The body after these events took the place of what it held of them; None takes one out. Other blocks stay as they are."""
    days = {_day(event) for event in changes.values() if event is not None}
    days |= {day for day, block in body.blocks.items() if not block.ids.isdisjoint(changes)}
    old = [event for day in days & body.blocks.keys() for event in body.blocks[day].events()]
    new = [event for event in old if event.event_id not in changes]
    new += [event for event in changes.values() if event is not None]
    made = blocks_of(sorted(new))
    blocks = {**body.blocks, **made}
    for day in days - made.keys():
        del blocks[day]
    if not made.keys() <= body.blocks.keys():
        blocks = dict(sorted(blocks.items()))
    return Body(head(blocks), blocks)
