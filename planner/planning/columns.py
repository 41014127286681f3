"""Column generation for the recognition of one site: prices for its weeks that make many teams' years fit together.

The linear programme picks a mix of paths for every unit; its duals say what a place in a week and a committee minute are
worth. Paths that beat those prices come from one dynamic programme shared by all teams with the same site, shift and
working days. At the end the prices give a lower bound on the site's recognition cost, and the paths that were found are
good material for whole years.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from planner.planning.recognition import Recognition, Unit
from planner.planning.year_path import LOST, Array, Path

SHORT = 30.0  # price of a committee minute that is not there, so that the first programme has a solution
ENOUGH = 1e-3


@dataclass
class Pool:
    """Paths found so far for the units of one site, with the prices of the last programme."""

    units: list[Unit]
    paths: dict[int, list[Path]] = field(default_factory=lambda: defaultdict(list))
    known: set[tuple[int, tuple[tuple[int, int], ...]]] = field(default_factory=set)
    week_price: Array = None
    minute_price: Array = None
    bound: float = 0.0

    def add(self, unit: Unit, path: Path) -> bool:
        key = (unit.number, tuple(path))
        if not path or key in self.known:
            return False
        self.known.add(key)
        self.paths[unit.number].append(path)
        return True


class SitePrices:
    """The restricted programme of one site, grown column by column."""

    def __init__(self, state: Recognition, pool: Pool) -> None:
        from ortools.linear_solver import pywraplp

        self.state, self.pool, self.site = state, pool, pool.units[0].site
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        infinity, weights = self.solver.infinity(), state.problem.weights
        self.one = {unit.number: self.solver.Constraint(1.0, 1.0) for unit in pool.units}
        self.load = [self.solver.Constraint(-infinity, float(state.soft[self.site])) for _ in range(state.weeks)]
        left = state.minutes_left[self.site]
        self.minutes = [self.solver.Constraint(-infinity, float(left[week])) for week in range(state.weeks)]
        self.objective = self.solver.Objective()
        self.columns: dict[int, list[Any]] = defaultdict(list)
        for week in range(state.weeks):
            for row, price in ((self.load[week], weights.load), (self.minutes[week], SHORT)):
                over = self.solver.NumVar(0, infinity, "")
                row.SetCoefficient(over, -1)
                self.objective.SetCoefficient(over, price)

    def grow(self) -> None:
        for unit in self.pool.units:
            for path in self.pool.paths[unit.number][len(self.columns[unit.number]) :]:
                self._column(unit, path)

    def _column(self, unit: Unit, path: Path) -> None:
        column = self.solver.NumVar(0, self.solver.infinity(), "")
        self.columns[unit.number].append(column)
        self.objective.SetCoefficient(column, self.state.path_cost(unit, path))
        self.one[unit.number].SetCoefficient(column, 1)
        minutes: dict[int, float] = defaultdict(float)
        load: dict[int, int] = defaultdict(int)
        for day, kind in path:
            minutes[day // 7] += float(unit.minutes[kind])
            load[day // 7] += 1
        for week, amount in minutes.items():
            self.minutes[week].SetCoefficient(column, amount)
            self.load[week].SetCoefficient(column, load[week])

    def solve(self) -> dict[int, float] | None:
        """The value of one more path for each unit; None when the solver gave up."""
        import numpy as np

        self.grow()
        if self.solver.Solve() != self.solver.OPTIMAL:
            return None
        self.pool.week_price = -np.array([row.dual_value() for row in self.load])
        self.pool.minute_price = -np.array([row.dual_value() for row in self.minutes])
        return {number: row.dual_value() for number, row in self.one.items()}

    def _costs(self, unit: Unit) -> Array:
        import numpy as np

        weeks = self.state.week_of
        price = self.pool.week_price[weeks][None, :] + unit.minutes[:, None] * self.pool.minute_price[weeks][None, :]
        return unit.base + price.astype(np.float32)

    def price(self, worth: dict[int, float]) -> tuple[int, float]:
        """Add every unit's best path where it beats its worth. Answers how many, and by how much all of them do."""
        added, gain = 0, 0.0
        for units, layers, costs in self._families():
            for unit in units:
                total, path = self.state.finder(unit).trace(layers, costs, unit.past_day, unit.past_kind)
                if total < LOST and total < worth[unit.number] - ENOUGH:
                    gain += worth[unit.number] - total
                    added += self.pool.add(unit, path)
        return added, gain

    def _families(self) -> list[tuple[list[Unit], list[Array], Array]]:
        """Units that share one programme, with its cost to go and its costs."""
        import numpy as np

        together: dict[tuple[str, int], list[Unit]] = defaultdict(list)
        for unit in self.pool.units:
            together[unit.track.id, id(unit.base)].append(unit)
        found = []
        by_track: dict[str, list[list[Unit]]] = defaultdict(list)
        for units in together.values():
            by_track[units[0].track.id].append(units)
        for families in by_track.values():
            first = families[0][0]
            costs = np.stack([self._costs(units[0]) for units in families])
            layers = self.state.finder(first).ahead(costs, first.track.count)
            for number, units in enumerate(families):
                found.append((units, [layer[number] for layer in layers], costs[number]))
        return found


def generate_columns(state: Recognition, pool: Pool, rounds: int) -> None:
    """Solve and price in turn. The pool holds the paths, the prices and the best bound afterwards."""
    programme = SitePrices(state, pool)
    for _ in range(rounds):
        worth = programme.solve()
        if worth is None:
            break
        added, gain = programme.price(worth)
        value = programme.objective.Value()
        pool.bound = max(pool.bound, value - gain)
        if not added or gain < 0.001 * value:
            break
