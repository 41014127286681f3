"""The recognition of one site as a whole: prices by column generation, guided rebuilding, a choice among the paths."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from planner.planning.choose import Choice
from planner.planning.columns import Pool, generate_columns
from planner.planning.recognition import Recognition, Unit
from planner.planning.recognition_search import restore
from planner.planning.waiting import meanwhile
from planner.planning.year_path import Path

Watch = Callable[[float], bool]
COLUMN_ROUNDS = 40
FEWEST, MOST = 3, 24  # times that a site's year is built anew
PASSES = 3  # choices made at most: one among the years built anew, the others after shaking the best
GROUP = 5  # units that are taken out together while shaking, at most
Year = dict[int, Path]


def plan_sites(state: Recognition, routes: int, choices: float, seed: int, watch: Watch) -> float:
    """Every site in turn. `routes` is the number of years to be routed in all, `choices` the solver's effort in all.

    Answers a lower bound on the cost of the recognition that was planned.
    """
    settled, bound, total = 0, 0.0, max(1, len(state.units))
    each = routes / total
    turns = max(FEWEST, min(MOST, int(each * 0.6)))
    shakes = max(0.0, each - turns)
    for site in range(len(state.problem.sites)):
        units = [unit for unit in state.units if unit.site == site and _regular(state, unit)]
        done = settled / total
        if watch(done):
            break
        if units:
            work = _SiteYear(state, site, units, partial(watch, done))
            bound += work.run(turns, int(shakes * len(units)), seed, choices * len(units) / total)
        settled += len(units)
    return bound


class _SiteYear:
    """The units of one site, the pool of their paths and the best year so far. Units are in the books between steps."""

    def __init__(self, state: Recognition, site: int, units: list[Unit], over: Callable[[], bool]) -> None:
        self.state, self.site, self.units, self.over = state, site, units, over
        self.best, self.pool = _Best(state, site, units), Pool(units)

    def run(self, turns: int, shakes: int, seed: int, effort: float) -> float:
        self.best.remember(self.pool)
        self.best.clear()
        meanwhile(lambda: generate_columns(self.state, self.pool, COLUMN_ROUNDS), self.over)
        self.best.enter(self.best.year)
        for _ in range(turns):
            if self.over():
                break
            self._rebuild()
        passes = PASSES if shakes >= len(self.units) else 1
        self._choose(seed, effort / passes)
        for number in range(1, passes):
            self._shake(shakes // (passes - 1))
            self._choose(seed + number, effort / passes)
        return self.pool.bound

    def _rebuild(self) -> None:
        """All units one by one in a new order, led by the prices of the programme."""
        state, pool = self.state, self.pool
        self.best.clear()
        if pool.week_price is not None:
            state.week_price[self.site], state.minute_price[self.site] = pool.week_price, pool.minute_price
        for unit in state.random.sample(self.units, len(self.units)):
            state.take(unit, state.reroute(unit, noise=state.random.choice((0.0, 0.2, 0.5))))
        state.week_price[self.site] = state.minute_price[self.site] = 0.0
        self.best.remember(pool)
        self.best.offer()

    def _choose(self, seed: int, effort: float) -> None:
        """The solver's choice among all paths of the pool, when it is better than the best year."""
        if self.over() or not effort:
            self.best.again()
            return
        self.best.clear()
        choice = Choice(self.state, self.pool)
        chosen = meanwhile(lambda: choice.solve(self.best.year, seed, effort), self.over)
        self.best.enter(chosen or self.best.year)
        self.best.offer()
        self.best.again()

    def _shake(self, routes: int) -> None:
        """Small groups of the best year are routed again; what they tried becomes material for the next choice."""
        state, chance = self.state, self.state.random
        while routes > 0 and not self.over():
            group = chance.sample(self.units, min(len(self.units), chance.randint(1, GROUP)))
            routes -= len(group)
            before = state.worth(self.site, group)
            old = [(unit, state.drop(unit)) for unit in group]
            for unit in group:
                path = state.reroute(unit, noise=chance.choice((0.0, 0.3, 1.0)))
                self.pool.add(unit, path)
                state.take(unit, path)
            if state.worth(self.site, group) > before:
                restore(state, old)
        self.best.offer()


class _Best:
    """The cheapest year of these units so far."""

    def __init__(self, state: Recognition, site: int, units: list[Unit]) -> None:
        self.state, self.site, self.units = state, site, units
        self.worth, self.year = state.worth(site, units), self._now()

    def _now(self) -> Year:
        return {unit.number: self.state.paths[unit.number] for unit in self.units}

    def offer(self) -> None:
        worth = self.state.worth(self.site, self.units)
        if worth < self.worth:
            self.worth, self.year = worth, self._now()

    def again(self) -> None:
        """Back to the best year."""
        self.clear()
        self.enter(self.year)

    def remember(self, pool: Pool) -> None:
        for unit in self.units:
            pool.add(unit, self.state.paths[unit.number])

    def clear(self) -> None:
        for unit in self.units:
            self.state.drop(unit)

    def enter(self, year: Year) -> None:
        for unit in self.units:
            self.state.take(unit, year[unit.number])


def _regular(state: Recognition, unit: Unit) -> bool:
    """Pins and banned days belong to one team alone; such units are left to the search that routes one by one."""
    path, team = state.paths[unit.number], unit.team.id
    special = state.pinned_days.get(team) or state.banned.get(team)
    return bool(path) and not special and not state.path_broken(unit, path)
