"""Paths that beat the prices of a site's programme, and what those prices prove about the cost of any plan.

Units whose teams have the same site, shift and working days share one dynamic programme. A team whose own limits have a
price is led by the shared one all the same, with its price added on the way; only the proof gives it its own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from planner.planning.recognition.paths import LOST, Array, Path
from planner.planning.recognition.programme import THRIFT, Programme
from planner.planning.recognition.state import Unit

ENOUGH = 1e-3
ROOMY = 2.0  # paths that cost so many times the dearest one so far are not looked for
LEAST = 50.0  # however cheap that one is


class Family(NamedTuple):
    """Units with the same costs [kind, day]."""

    units: list[Unit]
    costs: Array


def add_paths(programme: Programme, units: list[Unit], led: bool) -> tuple[int, float]:
    """Add each unit's best path where it beats its worth. Answers how many, and by how much all of them do.

    `led` takes the short way; what it does not find may be there all the same.
    """
    added, gain = 0, 0.0
    for unit, total, path in _best(programme, _families(programme, units, THRIFT, apart=not led), led):
        if total < LOST and total < programme.worth[unit.number] - ENOUGH:
            gain += programme.worth[unit.number] - total
            added += programme.add(unit, path)
    return added, gain


def first_paths(programme: Programme) -> list[Unit]:
    """One path for every unit as if it were alone. Answers the units that have no legal year."""
    lost: list[Unit] = []
    for unit, total, path in _best(programme, _families(programme, programme.units, THRIFT), led=False):
        if total >= LOST:
            lost.append(unit)
        else:
            programme.add(unit, path)
    return lost


def proven(programme: Programme) -> float:
    """No legal recognition of the site can cost less: its paths at the prices, less what is free of them.

    Prices of budgets are left out, as those belong to all sites.
    """
    state, site = programme.state, programme.site
    families = _families(programme, programme.units, 0.0, money=False, apart=True)
    paths = sum(total for _, total, _ in _best(programme, families, led=False) if total < LOST)
    weeks = float((programme.week_price * state.soft[site]).sum())
    caps = state.problem.sites[site].committee_minutes
    minutes = sum(float(price) * cap for price, cap in zip(programme.minute_price, caps, strict=True))
    limits = sum(price * programme.room(limit) for mine in programme.team_price.values() for limit, price in mine)
    return paths - weeks - minutes - limits


def _families(
    programme: Programme, units: list[Unit], thrift: float, money: bool = True, apart: bool = False
) -> list[Family]:
    """`apart` gives a unit whose team has prices of its own a family of its own."""
    together: dict[tuple[str, int, int], list[Unit]] = defaultdict(list)
    for unit in units:
        alone = apart and unit.team.id in programme.team_price
        together[unit.track.id, id(unit.base), unit.number if alone else -1].append(unit)
    found = []
    for (_, _, number), mine in together.items():
        costs = _costs(programme, mine[0], thrift, money)
        found.append(Family(mine, costs + _own(programme, mine[0]) if number >= 0 else costs))
    return found


def _costs(programme: Programme, unit: Unit, thrift: float, money: bool) -> Array:
    """[kind, day] at the prices of weeks, minutes and, when asked for, budgets."""
    import numpy as np

    if programme.week_price is None:
        return unit.base + (unit.prices * thrift).astype(np.float32)[:, None]
    weeks = programme.state.week_of
    per_day = programme.week_price[weeks][None, :] + unit.minutes[:, None] * programme.minute_price[weeks][None, :]
    coin = np.full(len(weeks), thrift)
    if money and programme.money:
        coin = coin + (programme.money_price[:, None] * programme.state.budget_days).sum(axis=0)
    return unit.base + (per_day + unit.prices[:, None] * coin).astype(np.float32)


def _own(programme: Programme, unit: Unit) -> Array:
    """[kind, day] of what the team's own limits cost."""
    import numpy as np

    extra = np.zeros((len(unit.prices), programme.state.days), dtype=np.float32)
    for limit, price in programme.team_price.get(unit.team.id, ()):
        if limit.phone:
            extra[:, limit.when * 7 : limit.when * 7 + 7] += (unit.lasts * price).astype(np.float32)[:, None]
        else:
            extra[:, limit.when] += np.float32(price)
    return extra


def _best(programme: Programme, families: list[Family], led: bool) -> list[tuple[Unit, float, Path]]:
    """The best path of every unit. `led`: near the worth of the units only, their teams' own prices on the way."""
    by_track: dict[str, list[Family]] = defaultdict(list)
    for family in families:
        by_track[family.units[0].track.id].append(family)
    return [found for mine in by_track.values() for found in _track(programme, mine, led)]


def _track(programme: Programme, families: list[Family], led: bool) -> list[tuple[Unit, float, Path]]:
    import numpy as np

    first, units = families[0].units[0], [unit for family in families for unit in family.units]
    finder, costs = programme.state.finder(first), np.stack([family.costs for family in families])
    pasts = np.array([unit.past_day for unit in units])
    worth = max(programme.worth[unit.number] for unit in units) if led else None
    if worth is not None:
        dear = max(programme.state.path_cost(unit, programme.paths[unit.number][0]) for unit in units)
        worth = min(worth, max(LEAST, ROOMY * dear))
    layers = finder.ahead(costs, first.track.count, worth, (int(pasts.min()), int(pasts.max())))
    whose = np.array([number for number, family in enumerate(families) for _ in family.units])
    kinds = np.array([finder.kinds if unit.past_kind is None else unit.past_kind for unit in units])
    found: list[tuple[Unit, float, Path]] = []
    special = np.array([led and unit.team.id in programme.team_price for unit in units])
    for chosen in (np.flatnonzero(~special), np.flatnonzero(special)):
        if len(chosen):
            extra = np.stack([_own(programme, units[n]) for n in chosen]) if special[chosen[0]] else None
            totals, paths = finder.trace_all(layers, costs, whose[chosen], pasts[chosen], kinds[chosen], extra)
            found += [(units[n], float(t), p) for n, t, p in zip(chosen, totals, paths, strict=True)]
    return found
