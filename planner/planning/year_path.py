"""One team's year of one track as a shortest path over days and kinds, for many teams at once (NumPy).

A path is a list of (day, kind index). Between two events lies a gap whose cost is convex: free near the ideal, one
weight a day beyond the tolerance, nothing outside the smallest and largest gap. Such a step is a sliding minimum, so
that a layer costs the same however long the gaps are.
"""

from __future__ import annotations

from typing import Any

from planner.planning.problem import Track, Weights

FAR = 1e9  # no path
LOST = 1e8  # anything from here on is no path, whatever small costs were added

Array = Any  # numpy.ndarray; numpy is loaded where it is used, so that `planner --help` stays quick
Path = list[tuple[int, int]]


class YearPaths:
    """Shortest paths of one track over `days`. `broken_gap` is the price of a gap outside the rule, None forbids it."""

    def __init__(self, track: Track, weights: Weights, days: int, broken_gap: float | None = None) -> None:
        import numpy as np

        self.track, self.days, self.weights = track, days, weights
        self.kinds = len(track.kinds)
        reach = days if broken_gap is not None else min(days, track.max_gap_days)
        gaps = np.arange(0, reach + 1)
        off = np.maximum(0, np.abs(gaps - track.ideal_gap_days) - track.tolerance_days)
        self.gap_cost = (off * weights.space_day).astype(np.float32)
        outside = (gaps < track.min_gap_days) | (gaps > track.max_gap_days)
        self.gap_cost[outside] += FAR if broken_gap is None else broken_gap
        self.gap_cost[0] = FAR
        self.broken_gap = broken_gap
        self.repeats = self._repeats()

    def _repeats(self) -> Array:
        """Cost of kind k after k1 after k2, [k, k1, k2]; k2 has one more value for "unknown"."""
        import numpy as np

        costs = np.zeros((self.kinds, self.kinds, self.kinds + 1), dtype=np.float32)
        for k in range(self.kinds):
            costs[k, :, k] = self.weights.rot_prev2
            costs[k, k, :] = self.weights.rot_prev
        return costs

    def ahead(self, costs: Array, count: int) -> list[Array]:
        """Cost to go. `costs` is [team, kind, day]; layer n is [team, last kind, kind before, last day] for n events left."""
        import numpy as np

        teams = costs.shape[0]
        last = np.zeros((teams, self.kinds, self.kinds + 1, self.days), dtype=np.float32)
        late = np.arange(self.days) < self.days - self.track.max_gap_days
        last[..., late] = FAR if self.broken_gap is None else self.broken_gap
        layers = [last]
        for _ in range(count - 1):
            step = self._step(costs[:, :, None, :] + layers[-1][:, :, : self.kinds, :])
            layers.append(self._turn(step))
        return layers

    def _turn(self, step: Array) -> Array:
        """[team, k, k1, day] -> [team, k1, k2, day]: the cheapest next kind for each pair of kinds behind it."""
        import numpy as np

        best = None
        for k in range(self.kinds):
            this = step[:, k, :, None, :] + self.repeats[k][None, :, :, None]
            best = this if best is None else np.minimum(best, this, out=best)
        return best

    def _step(self, ahead: Array) -> Array:
        """For each day the cheapest next day, gap cost included."""
        import numpy as np

        track, price = self.track, np.float32(self.weights.space_day)
        low, high = track.min_gap_days, min(track.max_gap_days, self.days)
        near = max(low, track.ideal_gap_days - track.tolerance_days)
        far = min(high, track.ideal_gap_days + track.tolerance_days)
        reach = self.days if self.broken_gap is not None else high
        padded = np.full((*ahead.shape[:-1], self.days + reach + 1), FAR, dtype=np.float32)
        padded[..., : self.days] = ahead
        place = np.arange(self.days + reach + 1, dtype=np.float32) * price
        today = place[: self.days]
        best = self._window(padded, near, far)
        early = self._window(padded - place, low, min(near - 1, high)) + (
            today + price * (track.ideal_gap_days - track.tolerance_days)
        )
        late = self._window(padded + place, max(far + 1, low), high) - (
            today + price * (track.ideal_gap_days + track.tolerance_days)
        )
        best = np.minimum(np.minimum(best, early), late)
        if self.broken_gap is not None:
            best = np.minimum(best, self._window(padded, 1, low - 1) + np.float32(self.broken_gap))
            best = np.minimum(best, self._window(padded, high + 1, self.days) + np.float32(self.broken_gap))
        return best

    def _window(self, values: Array, low: int, high: int) -> Array:
        """min(values[day + low .. day + high]) for each day, by doubling the width."""
        import numpy as np

        if high < low:
            return np.float32(FAR)
        values = values[..., low : high + self.days]
        width, wanted = 1, high - low + 1
        while width * 2 <= wanted:
            values = np.minimum(values[..., :-width], values[..., width:])
            width *= 2
        rest = wanted - width
        return values if rest == 0 else np.minimum(values[..., :-rest], values[..., rest:])

    def trace(self, layers: list[Array], costs: Array, past_day: int, past_kind: int | None) -> tuple[float, Path]:
        """The best path of one team: `layers` and `costs` without the team axis, the past as (day < 0, kind or None)."""
        import numpy as np

        day, last, before = past_day, self.kinds if past_kind is None else past_kind, self.kinds
        path: Path = []
        total = 0.0
        for layer in reversed(layers):
            first, stop = max(0, day + 1), min(self.days, day + len(self.gap_cost))
            if first >= stop:
                return FAR, []
            now = costs[:, first:stop] + self.gap_cost[first - day : stop - day]
            if last < self.kinds:
                now = now + self.repeats[:, last, before][:, None]
            choice = int(np.argmin(now + layer[:, last, first:stop]))
            kind, step = divmod(choice, stop - first)
            total += float(now[kind, step])
            day, before, last = first + step, last, kind
            path.append((day, kind))
        total += float(layers[0][last, before, day])
        return total, path
