"""A whole text in blocks, a week of events each, so that one change makes one block anew and not the whole of a large feed.

The tag is made from the bytes themselves: no tag ever stands for another text. Which events stand in a block follows from when they begin,
so that every process comes to the same bytes and the same tag.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from itertools import groupby

from planner.feeds.calendars import EMPTY, TAIL
from planner.feeds.squeezing import deflated, squeeze
from planner.models.selections import Held

AT_ONCE = 500_000
"""Texts of at most so many bytes are compressed as one piece: it takes milliseconds, and packs better than blocks do."""


def _week(event: Held) -> int:
    return event.starts_at.toordinal() // 7


class Block:
    """The events that begin in one week, in order; never without any."""

    def __init__(self, week: int, events: Iterable[Held]) -> None:
        self.week = week
        found = list(events)
        self.text = b"".join(event.text for event in found)
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


def blocks_of(events: Iterable[Held]) -> tuple[Block, ...]:
    """`events` in the order of the feed."""
    return tuple(Block(week, found) for week, found in groupby(events, _week))


class Body:
    """A whole text and its tag; compressed, as one gzip member, from the first time that somebody wants it so."""

    def __init__(self, head: bytes, blocks: tuple[Block, ...]) -> None:
        self.head = head
        self.blocks = blocks
        self.size = len(head) + sum(len(block.text) for block in blocks)
        self.etag = hashlib.sha256(head + b"".join(block.digest for block in blocks)).hexdigest()[:32]

    @cached_property
    def plain(self) -> bytes:
        return b"".join((self.head, *([block.text for block in self.blocks] or [EMPTY]), TAIL))

    @cached_property
    def gzipped(self) -> bytes:
        if self.size <= AT_ONCE:
            return squeeze(self.plain, [deflated(self.plain)])
        return squeeze(self.plain, [deflated(self.head), *(block.deflated for block in self.blocks), deflated(TAIL)])

    def holds(self, event_id: int) -> bool:
        return any(event_id in block.ids for block in self.blocks)


def last_change(blocks: Iterable[Block], otherwise: datetime) -> datetime:
    """When the newest of the events changed; `otherwise` for a calendar without events."""
    return max((block.changed_at for block in blocks), default=otherwise)


def changed(body: Body, changes: Mapping[int, Held | None], head: Callable[[tuple[Block, ...]], bytes]) -> Body:
    """The body after these events took the place of what it held of them; None takes one out. Other blocks stay as they are."""
    weeks = {_week(event) for event in changes.values() if event is not None}
    weeks |= {block.week for block in body.blocks if not block.ids.isdisjoint(changes)}
    kept = [block for block in body.blocks if block.week not in weeks]
    old = [event for block in body.blocks if block.week in weeks for event in block.events()]
    new = [event for event in old if event.event_id not in changes]
    new += [event for event in changes.values() if event is not None]
    blocks = tuple(sorted((*kept, *blocks_of(sorted(new))), key=lambda block: block.week))
    return Body(head(blocks), blocks)
