"""Making a site's year better when it is whole: years built anew along the prices, groups shaken, the best choice of all.

What is tried becomes material for the solver, which chooses one path for every unit among all that were seen.
"""

from __future__ import annotations

from collections.abc import Callable

from planner.planning.recognition.choose import Choice
from planner.planning.recognition.paths import Path
from planner.planning.recognition.search import restore
from planner.planning.recognition.site_year import SiteYear
from planner.planning.recognition.state import Recognition, Unit
from planner.planning.waiting import meanwhile

Watch = Callable[[], bool]
GROUP = 5  # units that are taken out together while shaking, at most
Year = dict[int, Path]


class Best:
    """The cheapest year of these units so far; they are in the books when it is made."""

    def __init__(self, state: Recognition, units: list[Unit]) -> None:
        self.state, self.site, self.units = state, units[0].site, units
        self.worth, self.year = state.worth(self.site, units), self._now()

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

    def clear(self) -> None:
        for unit in self.units:
            self.state.drop(unit)

    def enter(self, year: Year) -> None:
        for unit in self.units:
            self.state.take(unit, year[unit.number])


class Polish:
    """Works on a site whose units are in the books, and leaves the best year there."""

    def __init__(self, work: SiteYear, over: Watch) -> None:
        self.work, self.state, self.units, self.over = work, work.state, work.units, over
        self.programme, self.best = work.programme, Best(work.state, work.units)

    def rebuild(self, turns: int) -> None:
        """All units one by one in a new order, led by the prices of the programme."""
        state = self.state
        for _ in range(turns):
            if self.over():
                break
            self.best.clear()
            self.work.guide(True)
            for unit in state.random.sample(self.units, len(self.units)):
                path = state.reroute(unit, noise=state.random.choice((0.0, 0.2, 0.5)))
                state.take(unit, path)
                self._remember(unit, path)
            self.work.guide(False)
            self.best.offer()
        self.best.again()

    def shake(self, routes: int) -> None:
        """Small groups of the best year are routed again."""
        state, chance = self.state, self.state.random
        while routes > 0 and not self.over():
            group = chance.sample(self.units, min(len(self.units), chance.randint(1, GROUP)))
            routes -= len(group)
            before = state.worth(self.work.site, group)
            old = [(unit, state.drop(unit)) for unit in group]
            for unit in group:
                path = state.reroute(unit, noise=chance.choice((0.0, 0.3, 1.0)))
                self._remember(unit, path)
                state.take(unit, path)
            if state.worth(self.work.site, group) > before:
                restore(state, old)
        self.best.offer()

    def choose(self, seed: int, effort: float) -> None:
        """The solver's choice among all paths that were seen, when it is better than the best year."""
        if self.over() or not effort:
            return
        for unit in self.units:
            self._remember(unit, self.best.year[unit.number])
        self.best.clear()
        choice = Choice(self.state, self.programme)
        chosen = meanwhile(lambda: choice.solve(self.best.year, seed, effort), self.over)
        self.best.enter(chosen or self.best.year)
        self.best.offer()
        self.best.again()

    def _remember(self, unit: Unit, path: Path) -> None:
        if not self.state.path_broken(unit, path):
            self.programme.add(unit, path)
