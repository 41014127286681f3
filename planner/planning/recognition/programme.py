"""The linear programme of one site's recognition: a mix of paths for every unit, and what weeks and minutes are worth.

Each path is a column; rows are the load and the committee minutes of the weeks, a share of the company's budgets where
those are short, and, only once a mix breaks them, a team's one event a day and its minutes off the phones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from planner.planning.recognition.paths import Array, Path
from planner.planning.recognition.state import Recognition, Unit

SHORT = 30.0  # price of a committee minute that is not there, so that there always is a solution
SHORT_MONEY = 5.0  # likewise of money
CLASH = 300.0  # likewise of a team's own limits
THRIFT = 1e-4  # of two paths that cost the same the cheaper one in money is liked better
EPSILON = 1e-6


class TeamLimit(NamedTuple):
    """A limit of one team: one event on a day, or minutes off the phones in a week."""

    team: str
    phone: bool
    when: int


class Programme:
    """Columns so far, and after `solve` the value of each, the worth of one more path for each unit, and all prices."""

    def __init__(self, state: Recognition, units: list[Unit]) -> None:
        from ortools.linear_solver import pywraplp

        self.state, self.units, self.site = state, units, units[0].site
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.infinity = self.solver.infinity()
        self.afresh = pywraplp.MPSolverParameters()
        self.afresh.SetIntegerParam(self.afresh.INCREMENTALITY, self.afresh.INCREMENTALITY_OFF)
        self.objective = self.solver.Objective()
        self.one = {unit.number: self.solver.Constraint(1.0, 1.0) for unit in units}
        weights, weeks = state.problem.weights, range(state.weeks)
        room, left = state.soft[self.site] - state.load[self.site], state.minutes_left[self.site]
        self.load = [self._row(float(room[week]), weights.load) for week in weeks]
        self.minutes = [self._row(float(left[week]), SHORT) for week in weeks]
        self.money: dict[int, Any] = {}
        self.limits: dict[TeamLimit, Any] = {}
        self.paths: dict[int, list[Path]] = {unit.number: [] for unit in units}
        self.columns: dict[int, list[Any]] = {unit.number: [] for unit in units}
        self.known: set[tuple[int, tuple[tuple[int, int], ...]]] = set()
        self.value, self.values = 0.0, {unit.number: list[float]() for unit in units}
        self.worth: dict[int, float] = {}
        self.team_price: dict[str, list[tuple[TeamLimit, float]]] = {}
        self.week_price: Array = None
        self.minute_price: Array = None
        self.money_price: Array = None
        self.by_team: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self.by_team[unit.team.id].append(unit)

    def _row(self, room: float, price: float) -> Any:  # noqa: ANN401 -- the solver's constraint has no types
        """At most `room`; above it at that price."""
        row = self.solver.Constraint(-self.infinity, room)
        over = self.solver.NumVar(0, self.infinity, "")
        row.SetCoefficient(over, -1)
        self.objective.SetCoefficient(over, price)
        return row

    # -- growing

    def add(self, unit: Unit, path: Path) -> bool:
        key = (unit.number, tuple(path))
        if not path or key in self.known:
            return False
        self.known.add(key)
        column = self.solver.NumVar(0, self.infinity, "")
        self.columns[unit.number].append(column)
        self.paths[unit.number].append(path)
        thrift = THRIFT * float(sum(unit.prices[kind] for _, kind in path))
        self.objective.SetCoefficient(column, self.state.path_cost(unit, path) + thrift)
        self.one[unit.number].SetCoefficient(column, 1)
        for row, amount in self._shared(unit, path):
            row.SetCoefficient(column, amount)
        for limit, amount in self._uses(unit, path).items():
            if limit in self.limits:
                self.limits[limit].SetCoefficient(column, amount)
        return True

    def _shared(self, unit: Unit, path: Path) -> Iterator[tuple[Any, float]]:
        load: dict[int, int] = defaultdict(int)
        minutes: dict[int, float] = defaultdict(float)
        money: dict[int, float] = defaultdict(float)
        for day, kind in path:
            load[day // 7] += 1
            minutes[day // 7] += float(unit.minutes[kind])
            for budget in self.state.budgets_on[day] if self.money else ():
                money[budget] += float(unit.prices[kind])
        for week, events in load.items():
            yield self.load[week], events
            yield self.minutes[week], minutes[week]
        for budget, amount in money.items():
            if budget in self.money:
                yield self.money[budget], amount

    def _uses(self, unit: Unit, path: Path) -> dict[TeamLimit, float]:
        """What a path takes of its team's own limits."""
        uses = {TeamLimit(unit.team.id, False, day): 1.0 for day, _ in path}
        if unit.team.off_phone_week is not None:
            for day, kind in path:
                limit = TeamLimit(unit.team.id, True, day // 7)
                uses[limit] = uses.get(limit, 0.0) + float(unit.lasts[kind])
        return uses

    def share(self, money: dict[int, float]) -> None:
        """Give the site so much of each budget that is short."""
        self.money = {budget: self._row(amount, SHORT_MONEY) for budget, amount in money.items()}
        for unit in self.units:
            for path, column in zip(self.paths[unit.number], self.columns[unit.number], strict=True):
                for day, kind in path:
                    for budget in self.state.budgets_on[day]:
                        if row := self.money.get(budget):
                            row.SetCoefficient(column, row.GetCoefficient(column) + float(unit.prices[kind]))

    def fix(self, number: int, column: int) -> None:
        self.columns[number][column].SetLb(1.0)

    def loosen(self) -> None:
        for columns in self.columns.values():
            for column in columns:
                column.SetLb(0.0)

    # -- solving

    def solve(self) -> bool:
        """False when the solver gave up."""
        import numpy as np

        if self.solver.Solve() != self.solver.OPTIMAL and self.solver.Solve(self.afresh) != self.solver.OPTIMAL:
            return False
        self.value = float(self.objective.Value())
        self.values = {number: [column.solution_value() for column in mine] for number, mine in self.columns.items()}
        self.worth = {number: row.dual_value() for number, row in self.one.items()}
        self.week_price = _prices(self.load)
        self.minute_price = _prices(self.minutes)
        self.money_price = np.zeros(len(self.state.problem.budgets))
        for budget, row in self.money.items():
            self.money_price[budget] = max(0.0, -row.dual_value())
        self.team_price = {}
        for limit, row in self.limits.items():
            if (price := -row.dual_value()) > EPSILON:
                self.team_price.setdefault(limit.team, []).append((limit, price))
        return True

    def separate(self) -> int:
        """Rows for the teams' limits that the mix breaks. Answers how many there were."""
        broken: list[TeamLimit] = []
        for units in self.by_team.values():
            used: dict[TeamLimit, float] = defaultdict(float)
            for unit in units:
                for path, value in zip(self.paths[unit.number], self.values[unit.number], strict=False):
                    if value > EPSILON:
                        for limit, amount in self._uses(unit, path).items():
                            used[limit] += value * amount
            broken += [
                one for one, amount in used.items() if amount > self.room(one) + EPSILON and one not in self.limits
            ]
        for limit in broken:
            self._limit(limit)
        return len(broken)

    def _limit(self, limit: TeamLimit) -> None:
        row = self.limits[limit] = self._row(float(self.room(limit)), CLASH)
        for unit in self.by_team[limit.team]:
            for path, column in zip(self.paths[unit.number], self.columns[unit.number], strict=True):
                if amount := self._uses(unit, path).get(limit):
                    row.SetCoefficient(column, amount)

    def room(self, limit: TeamLimit) -> int:
        return int(self.state.phone_left[limit.team][limit.when]) if limit.phone else 1

    # -- reading the mix

    def chosen(self, number: int) -> tuple[float, int]:
        """The heaviest path of a unit: its share of the mix and which it is."""
        values = self.values[number]
        best = max(range(len(values)), key=values.__getitem__)
        return values[best], best

    def spent(self) -> Array:
        """[budget] money that the mix spends."""
        import numpy as np

        spent = np.zeros(len(self.state.problem.budgets))
        for unit in self.units:
            for path, value in zip(self.paths[unit.number], self.values[unit.number], strict=False):
                if value > EPSILON:
                    for day, kind in path:
                        for budget in self.state.budgets_on[day]:
                            spent[budget] += value * float(unit.prices[kind])
        return spent


def _prices(rows: list[Any]) -> Array:
    import numpy as np

    return np.maximum(0.0, -np.array([row.dual_value() for row in rows]))
