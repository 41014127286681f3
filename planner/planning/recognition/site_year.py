"""The recognition of one site as a whole: a linear programme grown by pricing, rounded at once or fixed path by path.

A programme of many units is nearly whole by itself: only some units are split between paths. Those are fixed one after
the other, and all others may still answer to it; what comes out costs hardly more than is proven.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planner.planning.recognition.paths import Array, Path
from planner.planning.recognition.pricing import add_paths, first_paths, proven
from planner.planning.recognition.programme import EPSILON, Programme
from planner.planning.recognition.state import Recognition, Unit

Watch = Callable[[], bool]
Year = dict[int, Path]
ROUNDS = 60  # of pricing until the prices stand
TAIL = 3e-4  # share of the value below which the next round is not worth its time
DIVE_ROUNDS = 2  # of pricing after some paths were fixed
SHARE = 3  # of the split units one in so many is fixed at a time


@dataclass
class Labour:
    """Units that may yet be priced. Counted, not timed, so that every machine does the same."""

    left: int

    def spend(self, units: int) -> None:
        self.left -= units


class SiteYear:
    """The programme of the units of a site, and the best year so far. Its units are in no book while it works."""

    def __init__(self, state: Recognition, units: list[Unit]) -> None:
        self.state, self.units, self.site = state, units, units[0].site
        self.programme = Programme(state, units)
        self.bound = 0.0
        self.prices: tuple[Array, Array] = (0.0, 0.0)  # of weeks and committee minutes while no path is fixed

    def prepare(self) -> list[Unit]:
        """First paths. Answers the units that have no legal year by themselves and cannot be part of this."""
        return first_paths(self.programme)

    def converge(self, units: list[Unit], rounds: int, labour: Labour, over: Watch, limits: bool) -> bool:
        """Price and solve in turn; `limits` also keeps the teams' own limits. False when the solver gave up."""
        programme, led = self.programme, True
        for _ in range(rounds):
            if not self._solve(limits):
                return False
            labour.spend(len(units))
            added, gain = add_paths(programme, units, led)
            if over() or (not led and (not added or gain < TAIL * programme.value)):
                break
            led = bool(added) and gain >= TAIL * programme.value
        solved = self._solve(limits)
        if len(units) == len(self.units):
            self.prices = programme.week_price, programme.minute_price
        return solved

    def _solve(self, limits: bool) -> bool:
        """A mix that keeps the teams' own limits, if asked for."""
        while self.programme.solve():
            if not limits or not self.programme.separate():
                return True
        return False

    def prove(self) -> None:
        self.bound = max(self.bound, proven(self.programme))

    def guide(self, on: bool) -> None:
        """Let units that are routed one by one know the prices, or forget them."""
        state, site = self.state, self.site
        state.week_price[site], state.minute_price[site] = self.prices if on else (0.0, 0.0)

    def dive(self, labour: Labour, over: Watch) -> None:
        """Fix split units, the least split ones first, until none is left. The programme then holds whole paths."""
        free = {unit.number: unit for unit in self.units}
        while labour.left > 0:
            split = sorted(
                (-share, number, column)
                for number in free
                for share, column in [self.programme.chosen(number)]
                if share < 1 - EPSILON
            )
            if not split or over():
                break
            for _, number, column in split[: max(1, len(split) // SHARE)]:
                self.programme.fix(number, column)
                del free[number]
            if not self.converge(list(free.values()), DIVE_ROUNDS, labour, over, limits=True):
                break
        self.programme.loosen()

    def enter(self) -> None:
        """Every unit's heaviest path goes into the books; what does not fit there is routed around the others."""
        state, programme = self.state, self.programme
        order = sorted((-programme.chosen(unit.number)[0], unit.number, unit) for unit in self.units)
        late: list[Unit] = []
        for _, number, unit in order:
            path = programme.paths[number][programme.chosen(number)[1]]
            if state.fits(unit, path):
                state.take(unit, path)
            else:
                late.append(unit)
        self.guide(True)
        for unit in late:
            state.take(unit, state.reroute(unit))
        self.guide(False)
