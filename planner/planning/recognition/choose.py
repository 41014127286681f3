"""Choosing one year for every unit of a site out of a pool of paths, all shared limits kept (CP-SAT)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from planner.planning.recognition.paths import Path
from planner.planning.recognition.programme import Programme
from planner.planning.recognition.state import Recognition

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

Terms = list[tuple[int, "IntVar"]]


class Choice:
    """The model of one site. The units of the pool must not be in the books while it is made."""

    def __init__(self, state: Recognition, pool: Programme) -> None:
        from ortools.sat.python import cp_model

        self.state, self.pool, self.site = state, pool, pool.units[0].site
        self.model: CpModel = cp_model.CpModel()
        self.picks: dict[int, list[IntVar]] = {}
        self.load: dict[int, Terms] = defaultdict(list)
        self.minutes: dict[int, Terms] = defaultdict(list)
        self.days: dict[tuple[str, int], list[IntVar]] = defaultdict(list)
        self.money: dict[int, Terms] = defaultdict(list)
        self.phone: dict[tuple[str, int], Terms] = defaultdict(list)
        self.cost: Terms = []
        for unit in pool.units:
            self._unit(unit.number)
        self._limits()

    def _unit(self, number: int) -> None:
        unit, state = self.state.units_by_number[number], self.state
        self.picks[number] = [self.model.new_bool_var("") for _ in self.pool.paths[number]]
        self.model.add_exactly_one(self.picks[number])
        for path, pick in zip(self.pool.paths[number], self.picks[number], strict=True):
            self.cost.append((state.path_cost(unit, path), pick))
            for day, kind in path:
                self.load[day // 7].append((1, pick))
                self.minutes[day // 7].append((int(unit.minutes[kind]), pick))
                self.days[unit.team.id, day].append(pick)
                if unit.team.id in state.phone_left:
                    self.phone[unit.team.id, day // 7].append((int(unit.lasts[kind]), pick))
                for budget in state.budgets_on[day]:
                    self.money[budget].append((int(unit.prices[kind]), pick))

    def _limits(self) -> None:
        state, model = self.state, self.model
        for week, terms in self.load.items():
            room = int(state.soft[self.site] - state.load[self.site, week])
            if len(terms) > room:
                over = model.new_int_var(0, len(terms), "")
                model.add(_sum(terms) - over <= max(0, room))
                self.cost.append((state.problem.weights.load, over))
        for week, terms in self.minutes.items():
            model.add(_sum(terms) <= max(0, int(state.minutes_left[self.site, week])))
        for budget, terms in self.money.items():
            model.add(_sum(terms) <= max(0, int(state.money_left[budget])))
        for (team, week), terms in self.phone.items():
            model.add(_sum(terms) <= max(0, int(state.phone_left[team][week])))
        for picks in self.days.values():
            if len(picks) > 1:
                model.add_at_most_one(picks)
        model.minimize(_sum(self.cost))

    def solve(self, start: dict[int, Path], seed: int, effort: float) -> dict[int, Path] | None:
        """The chosen paths; None when nothing legal was found within the effort, in deterministic seconds."""
        from ortools.sat.python import cp_model

        for number, picks in self.picks.items():
            for path, pick in zip(self.pool.paths[number], picks, strict=True):
                self.model.add_hint(pick, path == start[number])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed % 2**31
        solver.parameters.max_deterministic_time = effort
        solver.parameters.linearization_level = 2
        solver.parameters.relative_gap_limit = 0.0005
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        chosen = {}
        for number, picks in self.picks.items():
            paths = self.pool.paths[number]
            chosen[number] = next(p for p, pick in zip(paths, picks, strict=True) if solver.value(pick))
        return chosen


def _sum(terms: Terms) -> LinearExpr:
    from ortools.sat.python import cp_model

    return cp_model.LinearExpr.weighted_sum([pick for _, pick in terms], [amount for amount, _ in terms])
