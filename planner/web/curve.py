"""The curve of a search: how the points of the best year fell, and how few no year can have; drawn in a square of 100 by 100."""

from collections.abc import Sequence
from dataclasses import dataclass

Points = Sequence[Sequence[float | None]]
"""[seconds, fraction, cost, bound] each, in the order of time."""

ROOM = 1.1
"""How far beyond the last point the time reaches, so that it is seen."""


@dataclass(frozen=True)
class Curve:
    """Paths for an SVG that is stretched to its place, which shows `end` seconds; the last point is at `seconds`.

    `bound` is None while nothing is known about the best.
    """

    cost_path: str
    bound_path: str
    seconds: float
    end: float
    cost: int
    bound: int | None
    first: int

    @property
    def gap(self) -> str:
        return gap_words(self.cost, self.bound)


def gap_words(cost: float, bound: float | None) -> str:
    """How far a year is from the best imaginable: `at most 5.6 %`."""
    if bound is None or (bound <= 0 and cost > 0):
        return "not known yet"
    if cost <= bound:
        return "nothing: no year is better"
    share = 100 * (cost - bound) / bound
    return f"at most {share:.1f} %" if share < 10 else f"at most {share:.0f} %"


def _telling(cost: float, bound: float | None) -> float | None:
    """The bound grows site by site: while it is not half of the cost it says nothing yet."""
    return bound if bound is not None and 2 * bound >= cost else None


def curve_of(points: Points) -> Curve | None:
    """None while there is no complete year."""
    known = [(at or 0.0, cost, _telling(cost, bound)) for at, _, cost, bound in points if cost is not None]
    if not known:
        return None
    costs, bounds = [(at, cost) for at, cost, _ in known], [(at, bound) for at, _, bound in known if bound]
    last_at = known[-1][0]
    end = max(last_at * ROOM, 0.1)
    values = [value for _, value in costs + bounds]
    scale = _Scale(end, min(values), max(values))
    last = bounds[-1][1] if bounds and bounds[-1][1] > 0 else None
    return Curve(
        scale.steps(costs),
        scale.steps(bounds),
        last_at,
        end,
        int(costs[-1][1]),
        None if last is None else int(last),
        int(costs[0][1]),
    )


@dataclass(frozen=True)
class _Scale:
    """Costs from `low` to `high` over `end` seconds, with a margin above and below."""

    end: float
    low: float
    high: float

    def steps(self, line: list[tuple[float, float]]) -> str:
        """A line that stays level until the next value."""
        if not line:
            return ""
        path = f"M{self._x(line[0][0])} {self._y(line[0][1])}"
        path += "".join(f"H{self._x(at)}V{self._y(value)}" for at, value in line[1:])
        return f"{path}H100"

    def _x(self, at: float) -> str:
        return f"{100 * at / self.end:.1f}"

    def _y(self, value: float) -> str:
        room = max(1.0, self.high - self.low)
        return f"{92 - 84 * (value - self.low) / room:.1f}"
