"""One team's year of one track as a shortest path over days and kinds, for many teams at once (NumPy).

A path is a list of (day, kind index). Between two events lies a gap whose cost is convex: free near the ideal, one
weight a day beyond the tolerance, nothing outside the smallest and largest gap. Such a step is a sliding minimum, so
that a layer costs the same however long the gaps are. Where a path may cost no more than so much, its n-th event can
only lie in a window of days, and a layer is no wider than that.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from planner.planning.problem import Track, Weights

FAR = 1e9  # no path
CHEAP = 40.0  # what a path is hoped to cost at most
LOST = 1e8  # anything from here on is no path, whatever small costs were added

Array = Any  # numpy.ndarray; numpy is loaded where it is used, so that `planner --help` stays quick
Path = list[tuple[int, int]]


class Layer(NamedTuple):
    """Cost to go after an event: `costs` is [team, its kind, kind before, day - first]; other days are no way."""

    first: int
    costs: Array


class YearPaths:
    """Shortest paths of one track over `days`. `broken_gap` is the price of a gap outside the rule, None forbids it."""

    def __init__(self, track: Track, weights: Weights, days: int, broken_gap: float | None = None) -> None:
        import numpy as np

        self.track, self.days, self.weights = track, days, weights
        self.kinds = len(track.kinds)
        self.reach = days if broken_gap is not None else min(days, track.max_gap_days)
        gaps = np.arange(0, self.reach + 1)
        off = np.maximum(0, np.abs(gaps - track.ideal_gap_days) - track.tolerance_days)
        self.gap_cost = (off * weights.space_day).astype(np.float32)
        outside = (gaps < track.min_gap_days) | (gaps > track.max_gap_days)
        self.gap_cost[outside] += FAR if broken_gap is None else broken_gap
        self.gap_cost[0] = FAR
        self.broken_gap = broken_gap
        self.repeats = self._repeats()
        self._windows: dict[tuple[int, int, float | None, tuple[int, int]], tuple[int, int]] = {}

    def _repeats(self) -> Array:
        """Cost of kind k after k1 after k2, [k, k1, k2]; k1 and k2 have one more value for "unknown"."""
        import numpy as np

        costs = np.zeros((self.kinds, self.kinds + 1, self.kinds + 1), dtype=np.float32)
        for k in range(self.kinds):
            costs[k, :, k] = self.weights.rot_prev2
            costs[k, k, :] = self.weights.rot_prev
        return costs

    def window(self, left: int, count: int, worth: float | None, pasts: tuple[int, int]) -> tuple[int, int]:
        """First day and day after the last on which an event can lie with so many events `left` behind it.

        `worth` is what a path may cost at most (None: anything), `pasts` the first and last day of the events before
        the year. Gaps far off the ideal cost by themselves, so that dear detours need not be looked at.
        """
        if self.broken_gap is not None:
            return 0, self.days
        track, nth = self.track, count - left
        low, high = track.min_gap_days, track.max_gap_days
        first, last = max(0, pasts[0] + nth * low), min(self.days - 1, pasts[1] + nth * high)
        first, last = max(first, self.days - (left + 1) * high), min(last, self.days - 1 - left * low)
        if worth is not None and self.weights.space_day:
            slack = int(worth / self.weights.space_day) + 1
            near, far = track.ideal_gap_days - track.tolerance_days, track.ideal_gap_days + track.tolerance_days
            first = max(first, pasts[0] + nth * near - slack, self.days - high - left * far - slack)
            last = min(last, pasts[1] + nth * far + slack, self.days - 1 - left * near + slack)
        first = min(first, self.days - 1)
        return first, max(first, last) + 1

    def _window(self, left: int, count: int, worth: float | None, pasts: tuple[int, int]) -> tuple[int, int]:
        key = (left, count, worth, pasts)
        if worth != CHEAP and worth is not None:
            return self.window(*key)
        if key not in self._windows:
            self._windows[key] = self.window(*key)
        return self._windows[key]

    def ahead(
        self, costs: Array, count: int, worth: float | None = None, pasts: tuple[int, int] | None = None
    ) -> list[Layer]:
        """Cost to go. `costs` is [team, kind, day]; layer n is for n events left. See `window` for the rest."""
        import numpy as np

        teams, pasts = costs.shape[0], pasts or (-self.track.max_gap_days, -1)
        first, stop = self._window(0, count, worth, pasts)
        last = np.zeros((teams, self.kinds, self.kinds + 1, stop - first), dtype=np.float32)
        late = np.arange(first, stop) < self.days - self.track.max_gap_days
        last[..., late] = FAR if self.broken_gap is None else self.broken_gap
        layers = [Layer(first, last)]
        for left in range(1, count):
            before = layers[-1]
            width = before.costs.shape[-1]
            now = costs[:, :, None, before.first : before.first + width] + before.costs[:, :, : self.kinds, :]
            first, stop = self._window(left, count, worth, pasts)
            layers.append(Layer(first, self._turn(self._step(now, before.first, first, stop))))
        return layers

    def _turn(self, step: Array) -> Array:
        """[team, k, k1, day] -> [team, k1, k2, day]: the cheapest next kind for each pair of kinds behind it."""
        import numpy as np

        best = None
        for k in range(self.kinds):
            this = step[:, k, :, None, :] + self.repeats[k, : self.kinds][None, :, :, None]
            best = this if best is None else np.minimum(best, this, out=best)
        return best

    def _step(self, ahead: Array, begin: int, first: int, stop: int) -> Array:
        """For each day from `first` the cheapest next day, gap cost included; `ahead` begins with the day `begin`."""
        import numpy as np

        track, price, width = self.track, np.float32(self.weights.space_day), stop - first
        low, high = track.min_gap_days, min(track.max_gap_days, self.days)
        near = max(low, track.ideal_gap_days - track.tolerance_days)
        far = min(high, track.ideal_gap_days + track.tolerance_days)
        padded = np.full((*ahead.shape[:-1], width + self.reach + 1), FAR, dtype=np.float32)
        since, until = max(begin, first), min(begin + ahead.shape[-1], first + width + self.reach + 1)
        if since < until:
            padded[..., since - first : until - first] = ahead[..., since - begin : until - begin]
        place = np.arange(width + self.reach + 1, dtype=np.float32) * price
        today = place[:width]
        best = self._least(padded, near, far, width)
        early = self._least(padded - place, low, min(near - 1, high), width) + (
            today + price * (track.ideal_gap_days - track.tolerance_days)
        )
        late = self._least(padded + place, max(far + 1, low), high, width) - (
            today + price * (track.ideal_gap_days + track.tolerance_days)
        )
        best = np.minimum(np.minimum(best, early), late)
        if self.broken_gap is not None:
            best = np.minimum(best, self._least(padded, 1, low - 1, width) + np.float32(self.broken_gap))
            best = np.minimum(best, self._least(padded, high + 1, self.days, width) + np.float32(self.broken_gap))
        return best

    def _least(self, values: Array, low: int, high: int, days: int) -> Array:
        """min(values[day + low .. day + high]) for each of so many days, by doubling the width."""
        import numpy as np

        if high < low:
            return np.float32(FAR)
        values = values[..., low : high + days]
        width, wanted = 1, high - low + 1
        while width * 2 <= wanted:
            values = np.minimum(values[..., :-width], values[..., width:])
            width *= 2
        rest = wanted - width
        return values if rest == 0 else np.minimum(values[..., :-rest], values[..., rest:])

    def trace(self, layers: list[Layer], costs: Array, past_day: int, past_kind: int | None) -> tuple[float, Path]:
        """The best path of one team, the first of `layers`; `costs` is [kind, day], the past (day < 0, kind or None)."""
        import numpy as np

        day, last, before = past_day, self.kinds if past_kind is None else past_kind, self.kinds
        path: Path = []
        total = 0.0
        for layer in reversed(layers):
            first, stop = max(layer.first, day + 1), min(layer.first + layer.costs.shape[-1], day + len(self.gap_cost))
            if first >= stop:
                return FAR, []
            now = (
                costs[:, first:stop] + self.gap_cost[first - day : stop - day] + self.repeats[:, last, before][:, None]
            )
            choice = int(np.argmin(now + layer.costs[0, :, last, first - layer.first : stop - layer.first]))
            kind, step = divmod(choice, stop - first)
            total += float(now[kind, step])
            day, before, last = first + step, last, kind
            path.append((day, kind))
        return total + float(layers[0].costs[0, last, before, day - layers[0].first]), path

    def trace_all(
        self, layers: list[Layer], costs: Array, whose: Array, days: Array, kinds: Array, extra: Array = None
    ) -> tuple[Array, list[Path]]:
        """The best path of each unit and its cost.

        Unit n follows team `whose[n]` of `layers` and `costs` from a past event on `days[n]` of kind `kinds[n]`
        (the number of kinds when unknown). `extra` [unit, kind, day] is added on the way, but the layers do not
        foresee it: paths avoid what it makes dear and are then nearly the best.
        """
        import numpy as np

        units, every = np.arange(len(whose)), np.arange(self.kinds)
        gaps = np.arange(1, self.reach + 1)
        prices = self.gap_cost[1:][None, None, :]
        day, last, before = days.copy(), kinds.copy(), np.full(len(whose), self.kinds)
        totals = np.zeros(len(whose), dtype=np.float64)
        steps: list[tuple[Array, Array]] = []
        for layer in reversed(layers):
            width = layer.costs.shape[-1]
            there = day[:, None] + gaps - layer.first
            inside = (there >= 0) & (there < width)
            at = np.where(inside, there, 0)
            who, kind, place = whose[:, None, None], every[None, :, None], at[:, None, :]
            now = costs[who, kind, place + layer.first] + prices + self.repeats[:, last, before].T[:, :, None]
            if extra is not None:
                now = now + extra[units[:, None, None], kind, place + layer.first]
            now = now + np.where(inside, np.float32(0), np.float32(FAR))[:, None, :]
            full = now + layer.costs[who, kind, last[:, None, None], place]
            choice = np.argmin(full.reshape(len(units), -1), axis=1)
            chosen, gap = np.divmod(choice, len(gaps))
            totals += now[units, chosen, gap]
            day, before, last = np.minimum(day + gap + 1, self.days - 1), last, chosen
            steps.append((day, chosen))
        end = layers[0]
        totals += end.costs[whose, last, before, np.clip(day - end.first, 0, end.costs.shape[-1] - 1)]
        rows = np.stack([np.stack(step) for step in steps])  # [event, day or kind, unit]
        return totals, [list(zip(*rows[:, :, unit].T.tolist(), strict=True)) for unit in range(len(units))]
