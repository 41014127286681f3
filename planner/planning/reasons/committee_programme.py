"""Whether the teams of a site fit into its committee's weeks: a linear programme over their lines, grown line by line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from planner.planning.problem import Problem
from planner.planning.reasons.cheapest import FAR, Array, cheapest
from planner.planning.reasons.lines import Line

ROUNDS = 60
SMALL = 0.01  # minutes
Way = tuple[int, ...]
Pool = dict[Line, list[Way]]
Unit = tuple[Line, Array]  # with the committee minutes of an event on each day


@dataclass
class Fit:
    """The overdraft of all weeks together: at least `least`, as little as `found`; `prices` are those of the weeks."""

    least: float
    found: float
    prices: list[float]


class Programme:
    """The linear programme of one site. `pool` remembers lines' ways from one question to the next."""

    def __init__(self, problem: Problem, units: list[Unit], pool: Pool) -> None:
        from ortools.linear_solver import pywraplp

        self.problem, self.pool = problem, pool
        self.units = [unit for unit in units if unit[0].count]
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        infinity = self.solver.infinity()
        minutes = problem.sites[0].committee_minutes
        self.rows = [self.solver.Constraint(-infinity, float(cap)) for cap in minutes]
        self.one = [self.solver.Constraint(1.0, 1.0) for _ in self.units]
        self.objective = self.solver.Objective()
        for row in self.rows:
            over = self.solver.NumVar(0, infinity, "")
            row.SetCoefficient(over, -1)
            self.objective.SetCoefficient(over, 1)
        self.columns: list[set[Way]] = [set() for _ in self.units]
        for number, (line, _) in enumerate(self.units):
            for way in pool[line]:
                self._add(number, way)

    def _add(self, number: int, way: Way) -> bool:
        if way in self.columns[number]:
            return False
        self.columns[number].add(way)
        column = self.solver.NumVar(0, self.solver.infinity(), "")
        self.one[number].SetCoefficient(column, 1)
        used: dict[int, int] = defaultdict(int)
        for day in way:
            used[day // 7] += int(self.units[number][1][day])
        for week, minutes in used.items():
            self.rows[week].SetCoefficient(column, minutes)
        return True

    def _price(self, prices: list[float], worth: list[float]) -> tuple[int, float]:
        """Each unit's best way at these prices. Answers how many are new, and by how much they beat their worth."""
        import numpy as np

        weekly = np.repeat(np.array(prices), 7)
        added, gain = 0, 0.0
        for _, group in groupby(range(len(self.units)), key=lambda n: _kind(self.units[n][0])):
            numbers = list(group)
            costs = np.array([self.units[n][1] * weekly for n in numbers])
            totals, ways = cheapest([self.units[n][0] for n in numbers], costs)
            for number, total, way in zip(numbers, totals, ways, strict=True):
                if total < FAR / 2 and total < worth[number] - SMALL / 100:
                    gain += worth[number] - float(total)
                    if self._add(number, tuple(way)):
                        added += 1
                        self.pool[self.units[number][0]].append(tuple(way))
        return added, gain

    def solve(self, *, to_the_end: bool = False) -> Fit:
        """Until it is known whether everything fits, or until the least overdraft is found."""
        self._price([1.0] * len(self.rows), [FAR / 4] * len(self.units))
        fit = Fit(0.0, FAR, [])
        for _ in range(ROUNDS):
            if self.solver.Solve() != self.solver.OPTIMAL:
                break
            value = self.objective.Value()
            prices = [max(0.0, -row.dual_value()) for row in self.rows]
            added, gain = self._price(prices, [row.dual_value() for row in self.one])
            fit = Fit(max(fit.least, value - gain), value, prices)
            if value < SMALL or not added or (fit.least > SMALL and not to_the_end):
                break
        return fit


def _kind(line: Line) -> tuple[int, int, int, int]:
    return (line.count, line.low, line.high, line.end)
