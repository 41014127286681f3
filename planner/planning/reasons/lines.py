"""Whether so many events fit on a line of days or weeks one after another: places as bits, all ways at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


def bits(places: Iterable[int]) -> int:
    return sum(1 << place for place in set(places))


def stretch(first: int, stop: int) -> int:
    """All places from `first` to before `stop`."""
    return (1 << max(0, stop)) - (1 << max(0, min(first, stop)))


@dataclass(frozen=True)
class Line:
    """`count` events on the `open` places (bits) of 0 to `end`, `low` to `high` after one another and after `last` (below 0).

    From the last event to the end there may be `high` at most. Every place of `must` (in order) has to be used.
    """

    open: int
    must: tuple[int, ...]
    last: int
    count: int
    low: int
    high: int
    end: int

    @property
    def possible(self) -> bool:
        return bool(self.splits(self.end))

    def splits(self, size: int) -> set[tuple[int, ...]]:
        """How many events can lie in each stretch of `size` places: all combinations that a legal line can have."""
        stretches = -(-self.end // size)
        masks = [stretch(n * size, min(self.end, n * size + size)) for n in range(stretches)]
        none = (0,) * stretches
        if not self.count:  # no number is due: what has to be used must only not be too near
            near = any(later - sooner < self.low for sooner, later in pairwise((self.last, *self.must)))
            return set() if near else {none}
        reach: dict[tuple[tuple[int, ...], int], int] = {(none, 0): 0}
        for turn in range(self.count):
            reach = self._step(reach, masks, first=turn == 0)
        late = stretch(self.end - self.high, self.end)
        return {split for (split, hit), ends in reach.items() if hit == len(self.must) and ends & late}

    def _step(
        self, reach: dict[tuple[tuple[int, ...], int], int], masks: list[int], *, first: bool
    ) -> dict[tuple[tuple[int, ...], int], int]:
        """One event more. A state is the split so far and how many places of `must` have been used."""
        after: dict[tuple[tuple[int, ...], int], int] = defaultdict(int)
        for (split, hit), ends in reach.items():
            spread = (
                bits(range(max(0, self.last + self.low), self.last + self.high + 1)) if first else self._spread(ends)
            )
            for more, mask in ((0, self._free(hit)), (1, bits(self.must[hit : hit + 1]))):
                for number, stretch in enumerate(masks):
                    if found := spread & mask & stretch:
                        after[(*split[:number], split[number] + 1, *split[number + 1 :]), hit + more] |= found
        return after

    def _spread(self, ends: int) -> int:
        """The places `low` to `high` after any of these."""
        found, width, wanted = ends << self.low, 1, self.high - self.low + 1
        while width < wanted:
            step = min(width, wanted - width)
            found |= found << step
            width += step
        return found

    def _free(self, hit: int) -> int:
        """Open places that pass over nothing that must be used."""
        limit = self.must[hit] if hit < len(self.must) else self.end
        return self.open & stretch(0, limit)
