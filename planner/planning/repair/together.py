"""Choosing one way for every stream so that all limits they share are kept: fewest changes first, then the least cost.

A small integer programme, solved exactly. pywraplp is asked, as it loads in a sixth of the time of cp_model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from planner.planning.plan import Occurrence
from planner.planning.repair.limits import ENDLESS, Key, Limits, Taken
from planner.planning.repair.streams import StreamKey
from planner.planning.repair.ways import FINE, Way

if TYPE_CHECKING:
    from ortools.linear_solver.pywraplp import Solver

BROKEN, CHANGED = 1_000_000_000, 1_000_000  # in fine cost; a broken rule outweighs every change, a change every cost


class Together:
    """The programme. `taken` holds everything that stays whichever way is chosen."""

    def __init__(self, limits: Limits, taken: Taken, ways: Mapping[StreamKey, list[Way]]) -> None:
        from ortools.linear_solver import pywraplp

        self.limits, self.taken, self.ways = limits, taken, ways
        self.solver: Solver = pywraplp.Solver.CreateSolver("SAT")
        self.objective = self.solver.Objective()
        self.picks: dict[StreamKey, list[Any]] = {}
        self.terms: dict[Key, list[tuple[int, Any]]] = defaultdict(list)
        for key in ways:
            self._stream(key)
        self._stays()
        for limit in self.terms:
            self._limit(limit)
        self.objective.SetMinimization()

    def _stream(self, key: StreamKey) -> None:
        one = self.solver.Constraint(1, 1)
        every = {what for way in self.ways[key] for what in way.dropped}
        self.picks[key] = []
        least = min(way.cost for way in self.ways[key])
        for way in self.ways[key]:
            pick = self.solver.BoolVar("")
            self.picks[key].append(pick)
            one.SetCoefficient(pick, 1)
            self.objective.SetCoefficient(pick, way.cost - least + CHANGED * way.changes)
            for limit, amount in self._drawn([*way.added, *(every - set(way.dropped))]).items():
                self.terms[limit].append((amount, pick))

    def _drawn(self, whats: Iterable[Occurrence]) -> dict[Key, int]:
        total: dict[Key, int] = defaultdict(int)
        for what in whats:
            for limit, amount in self.limits.draws(what).items():
                total[limit] += amount
        return total

    def _stays(self) -> None:
        """A leader's day at a site counts once, as soon as one visit is made on it."""
        for stay in [limit for limit in self.terms if limit[0] == "stay" and self.taken.used[limit] == 0]:
            there = self.solver.BoolVar("")
            self.objective.SetCoefficient(there, FINE * self.limits.stay_cost(stay))
            for _, pick in self.terms[stay]:
                only = self.solver.Constraint(0, 1)
                only.SetCoefficient(there, 1)
                only.SetCoefficient(pick, -1)
            for limit, once in self.limits.stay_draws(stay).items():
                self.terms[limit].append((once, there))

    def _limit(self, limit: Key) -> None:
        terms, used = self.terms[limit], self.taken.used[limit]
        highest, most = used + sum(amount for amount, _ in terms), self.limits.most(limit)
        if most < ENDLESS and highest > most:
            units = limit[0] in ("quarter", "week", "stay", "reviews", "day", "trips")
            self._bound(terms, -highest, most - used, 1 if units else highest, BROKEN)
        if used < self.limits.least(limit):
            self._bound(
                [(-amount, pick) for amount, pick in terms], -highest, used - self.limits.least(limit), 1, BROKEN
            )
        soft = self.limits.soft(limit)
        if soft is not None and highest > soft[0]:
            self._bound(terms, -highest, max(0, soft[0] - used), 1, FINE * soft[1])

    def _bound(self, terms: list[tuple[int, Any]], low: int, high: int, step: int, price: int) -> None:
        """The terms stay at or below `high`; each step beyond costs `price`."""
        row = self.solver.Constraint(min(low, high) - BROKEN, high)
        coefficients: dict[int, tuple[int, Any]] = {}
        for amount, pick in terms:
            before = coefficients.get(pick.index(), (0, pick))[0]
            coefficients[pick.index()] = (before + amount, pick)
        for amount, pick in coefficients.values():
            row.SetCoefficient(pick, amount)
        most = sum(abs(amount) for amount, _ in terms) + abs(high)
        over = self.solver.IntVar(0, -(-most // step), "")
        row.SetCoefficient(over, -step)
        self.objective.SetCoefficient(over, price)

    def solve(self, seed: int, effort: float) -> tuple[dict[StreamKey, Way], bool]:
        """The chosen way of every stream, and whether nothing better exists among them. `effort`: deterministic seconds."""
        from ortools.linear_solver import pywraplp

        text = f"num_workers:1 random_seed:{seed % 2**31} max_deterministic_time:{effort}"
        self.solver.SetSolverSpecificParametersAsString(text)
        status = self.solver.Solve()
        if status not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
            return {key: ways[0] for key, ways in self.ways.items()}, False
        chosen = {key: self._chosen(key) for key in self.ways}
        return chosen, status == pywraplp.Solver.OPTIMAL

    def _chosen(self, key: StreamKey) -> Way:
        picks = self.picks[key]
        best = max(range(len(picks)), key=lambda number: picks[number].solution_value())
        return self.ways[key][best]
