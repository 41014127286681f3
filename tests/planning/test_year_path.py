"""The shortest path of a year against trying everything, on years small enough for that."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.planning.judge.score import off_ideal
from planner.planning.problem import Track, Weights
from planner.planning.recognition.paths import LOST, YearPaths

DAYS = 14


def brute(track: Track, costs: list[list[int]], past: tuple[int, int | None]) -> int | None:
    """The cost of the best path by trying all."""
    weights, best = Weights(), None
    for days in combinations(range(DAYS), track.count):
        for kinds in product(range(len(track.kinds)), repeat=track.count):
            total, last_day, last, before = 0, past[0], past[1], None
            gaps = [day - other for day, other in zip(days, (past[0], *days), strict=False)]
            if any(not track.min_gap_days <= gap <= track.max_gap_days for gap in gaps):
                continue
            if DAYS - days[-1] > track.max_gap_days:
                continue
            for day, kind in zip(days, kinds, strict=True):
                total += costs[kind][day] + off_ideal(day - last_day, track.ideal_gap_days, track.tolerance_days)
                total += weights.rot_prev if kind == last else weights.rot_prev2 if kind == before else 0
                last_day, before, last = day, last, kind
            best = total if best is None else min(best, total)
    return best


tracks = st.builds(
    lambda count, ideal, tolerance, low, more: Track("R", "R", count, ideal, tolerance, low, low + more, ("A", "B")),
    st.integers(1, 3),
    st.integers(1, 6),
    st.integers(0, 2),
    st.integers(1, 4),
    st.integers(0, 7),
)


@settings(max_examples=40, deadline=None)
@given(
    tracks,
    st.lists(st.lists(st.integers(0, 9), min_size=DAYS, max_size=DAYS), min_size=2, max_size=2),
    st.integers(-5, -1),
    st.sampled_from([0, 1, None]),
)
def test_no_path_is_cheaper_than_the_one_found(
    track: Track, costs: list[list[int]], past_day: int, past_kind: int | None
) -> None:
    finder, array = YearPaths(track, Weights(), DAYS), np.array(costs, dtype=np.float32)
    layers = finder.ahead(array[None], track.count)
    total, path = finder.trace(layers, array, past_day, past_kind)
    best = brute(track, costs, (past_day, past_kind))
    assert (round(total) if total < LOST else None) == best
    assert best is None or len(path) == track.count
