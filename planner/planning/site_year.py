"""The recognition of one site as a whole: prices by column generation, guided rebuilding, a choice among the paths."""

from __future__ import annotations

from collections.abc import Callable

from planner.planning.choose import Choice
from planner.planning.columns import Pool, generate_columns
from planner.planning.recognition import Recognition, Unit
from planner.planning.year_path import Path

Watch = Callable[[float], bool]
COLUMN_ROUNDS = 40
FEWEST, MOST = 3, 30  # times that a site's year is built anew
Year = dict[int, Path]


def plan_sites(state: Recognition, routes: int, choices: float, seed: int, watch: Watch) -> float:
    """Every site in turn. `routes` is the number of years to be routed in all, `choices` the solver's effort in all."""
    settled = 0
    bound = 0.0
    turns = max(FEWEST, min(MOST, routes // max(1, len(state.units))))
    for site in range(len(state.problem.sites)):
        count = sum(unit.site == site for unit in state.units)
        if watch(settled / max(1, len(state.units))):
            break
        share = choices * count / max(1, len(state.units))
        bound += plan_site(state, site, turns, seed, share, watch, settled / max(1, len(state.units)))
        settled += count
    return bound


def plan_site(state: Recognition, site: int, turns: int, seed: int, effort: float, watch: Watch, done: float) -> float:
    """Replace the site's paths where that is cheaper. Answers a lower bound on the cost of the units it planned."""
    units = [unit for unit in state.units if unit.site == site and _regular(state, unit)]
    if not units:
        return 0.0
    best = _Best(state, site, units)
    pool = Pool(units)
    best.remember(pool)
    best.clear()
    generate_columns(state, pool, COLUMN_ROUNDS)
    watch(done)
    for _ in range(turns):
        if watch(done):
            break
        _rebuild(state, site, units, pool)
        best.remember(pool)
        best.offer()
        best.clear()
    chosen = Choice(state, pool).solve(best.year, seed, effort) if effort else None
    if chosen is not None:
        best.enter(chosen)
        best.offer()
        best.clear()
    best.enter(best.year)
    return pool.bound


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

    def remember(self, pool: Pool) -> None:
        for unit in self.units:
            pool.add(unit, self.state.paths[unit.number])

    def clear(self) -> None:
        for unit in self.units:
            self.state.drop(unit)

    def enter(self, year: Year) -> None:
        for unit in self.units:
            self.state.take(unit, year[unit.number])


def _rebuild(state: Recognition, site: int, units: list[Unit], pool: Pool) -> None:
    """All units one by one in a new order, led by the prices of the programme."""
    if pool.week_price is not None:
        state.week_price[site], state.minute_price[site] = pool.week_price, pool.minute_price
    order = list(units)
    state.random.shuffle(order)
    for unit in order:
        state.take(unit, state.reroute(unit, noise=state.random.choice((0.0, 0.2, 0.5))))
    state.week_price[site] = state.minute_price[site] = 0.0


def _regular(state: Recognition, unit: Unit) -> bool:
    """Pins and banned days belong to one team alone; such units are left to the search that routes one by one."""
    path, team = state.paths[unit.number], unit.team.id
    special = state.pinned_days.get(team) or state.banned.get(team)
    return bool(path) and not special and not state.path_broken(unit, path)
