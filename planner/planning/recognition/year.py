"""The recognition of all sites: a first whole year soon, then one site after the other nearly as good as is proven."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from planner.planning.recognition.polish import Best, Polish
from planner.planning.recognition.search import improve, settle
from planner.planning.recognition.site_year import ROUNDS, Labour, SiteYear
from planner.planning.recognition.state import Recognition, Unit

Watch = Callable[[float], bool]  # told the fraction done, answers whether to stop
ENDLESS = 10**12
SCARCE = 0.9  # share of a budget above which the sites get shares of it
MOST_TURNS = 24  # times that a site's year is built anew at most
TURNS = (
    0.4,
    0.2,
    0.2,
    0.2,
)  # shares of the polish: in the first the years are built anew, in the others the best is shaken
ROUTES_A_PRICING = 0.2  # what a path that was not priced is worth in paths that are routed


@dataclass(frozen=True)
class YearEffort:
    """Paths to be priced while fixing, paths to be routed one by one, and deterministic seconds of the solver."""

    priced: int
    routes: int
    choices: float


class RecognitionYear:
    """Leaves every unit in the books of `state` after each step."""

    def __init__(self, state: Recognition, seed: int, effort: YearEffort) -> None:
        self.state, self.seed, self.effort = state, seed, effort
        self.years: list[SiteYear] = []

    @property
    def bound(self) -> float:
        """No legal recognition of the year can cost less."""
        return sum(year.bound for year in self.years)

    def first(self, watch: Watch) -> None:
        by_site: dict[int, list[Unit]] = defaultdict(list)
        for unit in self.state.units:
            by_site[unit.site].append(unit)
        for number, units in enumerate(by_site.values()):
            watch(number / len(by_site))
            self._prepare(units)
        for number, year in enumerate(self.years):
            over = partial(watch, number / len(self.years))
            year.converge(year.units, ROUNDS, Labour(ENDLESS), over, limits=False)
        self._share()
        for year in self.years:
            year.enter()
        settle(self.state, watch)

    def _prepare(self, units: list[Unit]) -> None:
        """Teams with pins, or without a legal year, are routed by themselves; the others are one programme."""
        state = self.state
        odd = {unit.team.id for unit in units if state.pinned_days.get(unit.team.id)}
        year = self._programme([unit for unit in units if unit.team.id not in odd])
        lost = year.prepare() if year else []
        if odd or lost:
            odd |= {unit.team.id for unit in lost}
            for unit in units:
                if unit.team.id in odd:
                    state.take(unit, state.reroute(unit))
            year = self._programme([unit for unit in units if unit.team.id not in odd])
            if year:
                year.prepare()
        if year:
            self.years.append(year)

    def _programme(self, units: list[Unit]) -> SiteYear | None:
        return SiteYear(self.state, units) if units else None

    def _share(self) -> None:
        """Budgets belong to all sites: where the mixes of the sites nearly use one up, each gets its share of it."""
        left = self.state.money_left
        spent = [year.programme.spent() for year in self.years]
        total = sum(spent) if spent else left
        scarce = [n for n in range(len(left)) if self.years and total[n] > SCARCE * left[n] and total[n] > 0]
        for year, mine in zip(self.years, spent, strict=True):
            if scarce:
                year.programme.share({n: float(mine[n] / total[n]) * max(0, int(left[n])) for n in scarce})
                year.converge(year.units, ROUNDS, Labour(ENDLESS), lambda: False, limits=False)

    # -- better

    def better(self, watch: Watch) -> Iterator[None]:
        """Sites with few units first. Yields whenever a site is done, with all units in the books."""
        labour, years = Labour(self.effort.priced), sorted(self.years, key=lambda year: len(year.units))
        waiting = sum(len(year.units) for year in years)
        for number, year in enumerate(years):
            if watch(0.6 * number / len(years)):
                return
            mine = Labour(labour.left * len(year.units) // waiting)
            before = mine.left
            self._fix(year, mine, partial(watch, 0.6 * number / len(years)))
            labour.spend(before - mine.left)
            waiting -= len(year.units)
            yield
        yield from self._polish(years, labour, watch)
        improve(self.state, self.effort.routes // 10, lambda _: watch(0.95))
        yield

    def _fix(self, year: SiteYear, labour: Labour, over: Callable[[], bool]) -> None:
        best = Best(self.state, year.units)
        best.clear()
        if year.converge(year.units, ROUNDS, labour, over, limits=True):
            year.prove()
            year.dive(labour, over)
            year.enter()
            settle(self.state, lambda _: over(), year.units)
            best.offer()
            best.clear()
        best.enter(best.year)

    def _polish(self, years: list[SiteYear], labour: Labour, watch: Watch) -> Iterator[None]:
        """In turns, what is furthest from its bound first; what has reached it is left alone."""
        routes = self.effort.routes + int(max(0, labour.left) * ROUTES_A_PRICING)
        for turn, part in enumerate(TURNS):
            away = {year.site: self._away(year) for year in years}
            total = sum(away.values())
            for year in sorted(years, key=lambda year: -away[year.site]):
                if watch(0.6 + 0.3 * turn / len(TURNS)):
                    return
                if away[year.site]:
                    share = part * away[year.site] / total
                    self._turn(year, turn, int(routes * share), self.effort.choices * share, watch)
                    yield

    def _away(self, year: SiteYear) -> float:
        """How far the cost of the site's recognition is above the bound; nothing when a whole number lies not between."""
        away = self.state.worth(year.site, year.units) - year.bound
        return float(away) if away >= 1 else 0.0

    def _turn(self, year: SiteYear, turn: int, routes: int, choices: float, watch: Watch) -> None:
        polish = Polish(year, lambda: watch(0.6))
        if turn == 0:
            polish.rebuild(min(MOST_TURNS, routes // len(year.units)))
        else:
            polish.shake(routes)
        polish.choose(self.seed + turn, choices)
