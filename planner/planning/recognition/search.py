"""Finding the recognition year: every unit routed in turn, then small groups taken out and routed again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from planner.planning.recognition.paths import Array, Path
from planner.planning.recognition.state import Recognition, Unit

Watch = Callable[[float], bool]  # told the fraction done, answers whether to stop

ROUNDS = 25  # of dearer prices
MINUTE_STEP = 0.15  # cost a committee minute; the gap between a light and a heavy kind is about 20 minutes
GROUP = 4  # units taken out together at most


def build(state: Recognition, watch: Watch) -> None:
    """A first year for every unit, in random order; the dear kinds give way where a budget runs out."""
    order = list(state.units)
    state.random.shuffle(order)
    for number, unit in enumerate(order):
        watch(number / len(order))
        state.take(unit, state.reroute(unit))
    settle(state, watch)


def settle(state: Recognition, watch: Watch, units: list[Unit] | None = None) -> None:
    """Overdrawn committee weeks and budgets become dearer, and the units that use them are routed again.

    Only `units` may move, all of them when none are named.
    """
    import numpy as np

    for _ in range(ROUNDS):
        short_weeks: Array = np.less(state.minutes_left, 0)
        short_money: Array = np.less(state.money_left, 0)
        if watch(1.0) or not (short_weeks.any() or short_money.any()):
            return
        state.minute_price[short_weeks] += MINUTE_STEP
        state.money_price[short_money] *= 1.5
        for unit in _users(state, units or state.units, short_weeks, short_money):
            state.drop(unit)
            state.take(unit, state.reroute(unit))


def _users(state: Recognition, units: list[Unit], short_weeks: Array, short_money: Array) -> list[Unit]:
    import numpy as np

    days = set(np.flatnonzero(np.any(state.budget_days[short_money], axis=0)).tolist())
    found = [
        unit
        for unit in units
        if any(short_weeks[unit.site, day // 7] or day in days for day, _ in state.paths[unit.number])
    ]
    state.random.shuffle(found)
    return found


def improve(state: Recognition, rounds: int, watch: Watch) -> None:
    groups: dict[int, list[Unit]] = defaultdict(list)
    for unit in state.units:
        groups[unit.site].append(unit)
    for number in range(rounds if state.units else 0):
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
        restore(state, old)


def restore(state: Recognition, old: list[tuple[Unit, Path]]) -> None:
    for unit, _ in old:
        state.drop(unit)
    for unit, path in old:
        state.take(unit, path)
