"""Finding the recognition year: every unit routed in turn, then small groups taken out and routed again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from planner.planning.recognition import Recognition, Unit
from planner.planning.year_path import Path

Watch = Callable[[float], bool]  # told the fraction done, answers whether to stop

GROUP = 4  # units taken out together at most


def build(state: Recognition, watch: Watch) -> None:
    """A first year for every unit, in random order; the dear kinds give way where a budget runs out."""
    order = list(state.units)
    state.random.shuffle(order)
    for number, unit in enumerate(order):
        watch(number / len(order))
        state.take(unit, state.reroute(unit))
        _save_money(state, unit)


def _save_money(state: Recognition, unit: Unit) -> None:
    """A path may pay twice out of one budget; dearer money steers it away."""
    for _ in range(4):
        short = state.money_left < 0
        if not short.any():
            return
        state.money_price[short] *= 3
        state.drop(unit)
        state.take(unit, state.reroute(unit))


def improve(state: Recognition, rounds: int, watch: Watch) -> None:
    groups: dict[int, list[Unit]] = defaultdict(list)
    for unit in state.units:
        groups[unit.site].append(unit)
    for number in range(rounds):
        if watch(number / rounds):
            return
        site = state.random.choice(state.units).site
        wanted = min(len(groups[site]), state.random.randint(1, GROUP))
        _try(state, site, state.random.sample(groups[site], wanted))


def _try(state: Recognition, site: int, units: list[Unit]) -> None:
    before = state.worth(site, units)
    old = [(unit, state.drop(unit)) for unit in units]
    for unit in units:
        state.take(unit, state.reroute(unit, noise=state.random.choice((0.0, 0.3, 1.0))))
    if state.worth(site, units) > before:
        _restore(state, old)


def _restore(state: Recognition, old: list[tuple[Unit, Path]]) -> None:
    for unit, _ in old:
        state.drop(unit)
    for unit, path in old:
        state.take(unit, path)
