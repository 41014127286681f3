"""The cheapest way along each of many lines at once (NumPy): what the parts of a clash need at the very least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.planning.reasons.lines import Line

FAR = 1e12  # no way
USED = 1e9  # worth of a place that must be used, above any cost
Array = Any  # numpy.ndarray, loaded where it is used


def places_of(line: Line) -> Array:
    """The open places of a line as an array of truth values."""
    import numpy as np

    raw = np.frombuffer(line.open.to_bytes(line.end // 8 + 1, "little"), dtype=np.uint8)
    return np.unpackbits(raw, bitorder="little")[: line.end].astype(bool)


def cheapest(lines: Sequence[Line], costs: Array) -> tuple[Array, list[list[int]]]:
    """Totals (FAR where there is no way) and the places used. `costs` is [line, place], each at least 0.

    The lines share count, gaps and end.
    """
    import numpy as np

    one = lines[0]
    priced = np.where(np.array([places_of(line) for line in lines]), costs, FAR)
    for number, line in enumerate(lines):
        priced[number, list(line.must)] -= USED
    late = np.arange(one.end) < one.end - one.high
    layers = [np.where(late, FAR, 0.0)[None, :] + np.zeros_like(priced)]
    for _ in range(one.count - 1):
        layers.append(_ahead(priced + layers[-1], one.low, min(one.high, one.end)))
    found = [_trace(line, priced[number], [layer[number] for layer in layers]) for number, line in enumerate(lines)]
    return np.array([total for total, _ in found]), [way for _, way in found]


def _ahead(values: Array, low: int, high: int) -> Array:
    """For each place the least value `low` to `high` places further on."""
    import numpy as np

    end = values.shape[1]
    padded = np.full((values.shape[0], end + high + 1), FAR)
    padded[:, :end] = values
    window = padded[:, low:]
    width, wanted = 1, high - low + 1
    while width < wanted:
        step = min(width, wanted - width)
        window = np.minimum(window[:, :-step], window[:, step:])
        width += step
    return window[:, :end]


def _trace(line: Line, priced: Array, layers: list[Array]) -> tuple[float, list[int]]:
    import numpy as np

    if not line.count:
        return (0.0 if not line.must else FAR), []
    place, total, way = line.last, 0.0, []
    for layer in reversed(layers):
        first, stop = max(0, place + line.low), min(line.end, place + line.high + 1)
        if first >= stop:
            return FAR, []
        place = first + int(np.argmin(priced[first:stop] + layer[first:stop]))
        total += float(priced[place])
        way.append(place)
    total += float(layers[0][place]) + USED * len(line.must)
    return (total, way) if total < USED / 2 else (FAR, [])
