"""The recognition year of all teams: days and kinds, with what the weeks, committees and budgets carry.

Longer than most files, as the books and what one unit pays to the rest read the same figures.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from planner.planning.board import Board
from planner.planning.calendar import minute_of
from planner.planning.judge.score import off_ideal
from planner.planning.plan import Occurrence
from planner.planning.problem import Problem, Team, Track
from planner.planning.recognition.paths import CHEAP, FAR, LOST, Array, Path, YearPaths

BROKEN = 20_000.0  # price of one broken rule inside a path, far above any cost
PIN = -200_000.0  # a pinned day and kind is worth any detour
CHANGED = 1_000.0  # a published event that does not stay, when the year is repaired
MONEY = 0.004  # a whiff of thrift, so that dear kinds are kept for where they are needed


class Unit(NamedTuple):
    """One track of one team: what is planned as one path."""

    number: int
    team: Team
    track: Track
    site: int
    past_day: int
    past_kind: int | None
    base: Array  # [kind, day] volume cost, FAR where the kind cannot be held
    prices: Array  # [kind] money
    minutes: Array  # [kind] committee minutes
    lasts: Array  # [kind] minutes off the phones


class Memory(NamedTuple):
    """Paths and banned days at one moment."""

    paths: dict[int, Path]
    banned: dict[str, set[int]]


class Recognition:
    """Paths chosen so far and the books of the shared limits. `reroute` finds one unit's best path given all others."""

    def __init__(self, problem: Problem, board: Board, fixed: list[Occurrence], seed: int) -> None:
        import numpy as np

        self.problem, self.board, self.calendar = problem, board, board.calendar
        self.random = random.Random(f"recognition {seed}")
        self.noise = np.random.default_rng(self.random.getrandbits(32))
        self.days, self.weeks = problem.days, problem.weeks
        self.sites = {site.id: number for number, site in enumerate(problem.sites)}
        self.week_of = np.arange(self.days) // 7
        self.load = np.zeros((len(problem.sites), self.weeks), dtype=np.int64)
        self.soft = np.array([site.soft_week_load for site in problem.sites], dtype=np.int64)
        self.minutes_left = np.array([site.committee_minutes for site in problem.sites], dtype=np.int64)
        self.budget_days = np.array([[b in on for on in self.calendar.periods] for b in problem.budgets], dtype=bool)
        self.budget_days = self.budget_days.reshape(len(problem.budgets), self.days)
        self.money_left = np.array([b.budget for b in problem.budgets], dtype=np.int64)
        self.minute_price = np.zeros((len(problem.sites), self.weeks))
        self.week_price = np.zeros((len(problem.sites), self.weeks))  # of a place in a week that is not yet overloaded
        self.money_price = np.full(len(problem.budgets), MONEY)
        self.taken: defaultdict[str, set[int]] = defaultdict(set)
        self.banned: defaultdict[str, set[int]] = defaultdict(set)
        self.pinned_days: defaultdict[str, set[int]] = defaultdict(set)
        self.published: dict[tuple[str, str], dict[int, str]] = {}
        self.phone_left = {team.id: self._phone(team) for team in problem.teams if team.off_phone_week is not None}
        self.pins = self._pins(fixed)
        self._bases: dict[tuple[str, str, tuple[int, ...], str, tuple[int, ...]], Array] = {}
        self.units = self._units()
        self.units_by_number = {unit.number: unit for unit in self.units}
        self.paths: dict[int, Path] = {unit.number: [] for unit in self.units}
        self.budgets_on = [np.flatnonzero(self.budget_days[:, day]).tolist() for day in range(self.days)]
        self._strict = {track.id: YearPaths(track, problem.weights, self.days) for track in problem.tracks}
        self._loose = {track.id: YearPaths(track, problem.weights, self.days, BROKEN) for track in problem.tracks}

    def _phone(self, team: Team) -> Array:
        """[week] minutes that the team may yet be off the phones."""
        import numpy as np

        used = np.array(team.off_phone_used or (0,) * self.weeks, dtype=np.int64)
        return (team.off_phone_week or 0) - used

    def _pins(self, fixed: list[Occurrence]) -> dict[tuple[str, str], dict[int, tuple[str, Occurrence]]]:
        pins: dict[tuple[str, str], dict[int, tuple[str, Occurrence]]] = defaultdict(dict)
        for pin in fixed:
            day = self.shift_day(pin)
            if pin.type == "recognition" and self.calendar.in_year(day):
                pins[pin.team or "", pin.track or ""][day] = (pin.kind or "", pin)
                self.pinned_days[pin.team or ""].add(day)
        return pins

    def shift_day(self, event: Occurrence) -> int:
        team, start = self.problem.team[event.team or ""], minute_of(event.start)
        day = self.calendar.shift_day(team, start, start + self.problem.kind[event.kind or ""].minutes)
        return self.calendar.local_day(team.site, start) if day is None else day

    def spend(self, day: int, money: int) -> None:
        self.money_left[self.budget_days[:, day]] -= money

    def spend_on(self, events: Iterable[Occurrence]) -> None:
        """Take celebration events out of the budgets."""
        for event in events:
            if self.calendar.in_year(day := self.shift_day(event)):
                team, kind = self.problem.team[event.team or ""], self.problem.kind[event.kind or ""]
                self.spend(day, kind.cost(team.size))
                if team.id in self.phone_left:
                    self.phone_left[team.id][day // 7] -= kind.minutes

    def _units(self) -> list[Unit]:
        import numpy as np

        units: list[Unit] = []
        for team in self.problem.teams:
            for track in self.problem.tracks:
                kinds = [self.problem.kind[name] for name in track.kinds]
                past = team.history[track.id]
                past_kind = track.kinds.index(past.kind) if past.kind in track.kinds else None
                prices = np.array([kind.cost(team.size) for kind in kinds], dtype=np.int64)
                minutes = np.array([kind.committee_minutes for kind in kinds], dtype=np.int64)
                lasts = np.array([kind.minutes for kind in kinds], dtype=np.int64)
                day, site, base = self.calendar.day(past.date), self.sites[team.site], self._base(team, track)
                units.append(Unit(len(units), team, track, site, day, past_kind, base, prices, minutes, lasts))
        return [unit for unit in units if unit.track.count]

    def _base(self, team: Team, track: Track) -> Array:
        import numpy as np

        phone = tuple(self.phone_left[team.id].tolist()) if team.id in self.phone_left else ()
        key = (team.site, team.shift, team.workdays, track.id, phone)
        if key not in self._bases:
            base = np.full((len(track.kinds), self.days), FAR, dtype=np.float32)
            volume = self.problem.site[team.site].volume
            for day in range(self.days):
                if self.calendar.recognition_day(team.site, day):
                    for number, name in enumerate(track.kinds):
                        if self.calendar.starts(team, day, self.problem.kind[name].minutes):
                            long = phone and self.problem.kind[name].minutes > phone[day // 7]
                            base[number, day] = volume[day] * self.problem.weights.volume + (BROKEN if long else 0)
            self._bases[key] = base
        return self._bases[key]

    # -- the books

    def book(self, unit: Unit, path: Path, sign: int) -> None:
        """Enter (1) or strike (-1) a path."""
        for day, kind in path:
            self.load[unit.site, day // 7] += sign
            self.minutes_left[unit.site, day // 7] -= sign * int(unit.minutes[kind])
            self.spend(day, sign * int(unit.prices[kind]))
            if unit.team.id in self.phone_left:
                self.phone_left[unit.team.id][day // 7] -= sign * int(unit.lasts[kind])
            if sign > 0:
                self.taken[unit.team.id].add(day)
            else:
                self.taken[unit.team.id].discard(day)

    def take(self, unit: Unit, path: Path) -> None:
        self.paths[unit.number] = path
        self.book(unit, path, 1)

    def drop(self, unit: Unit) -> Path:
        path = self.paths[unit.number]
        self.book(unit, path, -1)
        self.paths[unit.number] = []
        return path

    def fits(self, unit: Unit, path: Path) -> bool:
        """Whether the path keeps all limits beside what is in the books."""
        taken, site, phone = self.taken[unit.team.id], unit.site, self.phone_left.get(unit.team.id)
        for day, kind in path:
            if day in taken or unit.minutes[kind] > self.minutes_left[site, day // 7]:
                return False
            if any(unit.prices[kind] > self.money_left[budget] for budget in self.budgets_on[day]):
                return False
            if phone is not None and unit.lasts[kind] > phone[day // 7]:
                return False
        return True

    def path_cost(self, unit: Unit, path: Path) -> int:
        """What the path costs by itself: space, rotation and volume."""
        weights, track = self.problem.weights, unit.track
        volume = self.problem.site[unit.team.site].volume
        total, last_day, last, before = 0, unit.past_day, unit.past_kind, None
        for day, kind in path:
            off = off_ideal(day - last_day, track.ideal_gap_days, track.tolerance_days)
            total += off * weights.space_day + volume[day] * weights.volume
            total += weights.rot_prev if kind == last else weights.rot_prev2 if kind == before else 0
            last_day, before, last = day, last, kind
        return total

    def remember(self) -> Memory:
        """All that finding the hours may change."""
        return Memory(dict(self.paths), {team: set(days) for team, days in self.banned.items()})

    def restore(self, memory: Memory) -> None:
        changed = [unit for unit in self.units if self.paths[unit.number] is not memory.paths[unit.number]]
        for unit in changed:
            self.drop(unit)
        for unit in changed:
            self.take(unit, memory.paths[unit.number])
        self.banned = defaultdict(set, memory.banned)

    # -- one unit against the rest

    def costs(self, unit: Unit, noise: float = 0.0) -> Array:
        """[kind, day] with all that the others leave: load, committee minutes, money, the team's other days."""
        import numpy as np

        site = unit.site
        over = np.where(self.load[site] >= self.soft[site], self.problem.weights.load, self.week_price[site])
        per_day = over[self.week_of].astype(np.float32)
        if noise:
            per_day = per_day + self.noise.random(self.days, dtype=np.float32) * noise
        costs = unit.base + per_day
        price = (self.money_price[:, None] * self.budget_days).sum(axis=0).astype(np.float32)
        scarce = self.minute_price[site][self.week_of].astype(np.float32)
        costs = (
            costs + unit.prices[:, None].astype(np.float32) * price + unit.minutes[:, None].astype(np.float32) * scarce
        )
        costs[unit.minutes[:, None] > self.minutes_left[site][self.week_of][None, :]] += BROKEN
        if len(self.money_left):
            left = np.where(self.budget_days, self.money_left[:, None], np.iinfo(np.int64).max).min(axis=0)
            costs[unit.prices[:, None] > left[None, :]] += BROKEN
        if (phone := self.phone_left.get(unit.team.id)) is not None:
            costs[unit.lasts[:, None] > phone[self.week_of][None, :]] += BROKEN
        if kept := self.published.get((unit.team.id, unit.track.id)):
            costs += CHANGED
            for day, name in kept.items():
                if name in unit.track.kinds:
                    costs[unit.track.kinds.index(name), day] -= CHANGED
        name = unit.team.id
        costs[:, list(self.taken[name] | self.banned[name] | self.pinned_days[name])] = FAR
        for day, (kind, _) in self.pins.get((unit.team.id, unit.track.id), {}).items():
            costs[:, day] = FAR
            if kind in unit.track.kinds:
                costs[unit.track.kinds.index(kind), day] = PIN
        return costs

    def reroute(self, unit: Unit, noise: float = 0.0) -> Path:
        """The best path of a unit that is not in the books. Rules are broken only where nothing else is left."""
        costs = self.costs(unit, noise)
        path = self._search(unit, costs)
        if path is not None:
            return path
        return self._fewer(unit, costs)

    def finder(self, unit: Unit) -> YearPaths:
        return self._strict[unit.track.id]

    def _search(self, unit: Unit, costs: Array) -> Path | None:
        """Among cheap paths first, which is quicker; if there is none, among all."""
        finder, count, pasts = self.finder(unit), unit.track.count, (unit.past_day, unit.past_day)
        for worth in (CHEAP, None):
            layers = finder.ahead(costs[None], count, worth, pasts)
            total, path = finder.trace(layers, costs, unit.past_day, unit.past_kind)
            if total < (LOST if worth is None else worth) and len(path) == count:
                return path
        return None

    def _fewer(self, unit: Unit, costs: Array) -> Path:
        """No legal year: broken gaps and a missing event are weighed against each other, one unit each."""
        import numpy as np

        found: list[tuple[float, int, Path]] = []
        finder = self._loose[unit.track.id]
        layers = finder.ahead(costs[None], unit.track.count)
        for count in range(unit.track.count, 0, -1):
            total, path = finder.trace(layers[:count], costs, unit.past_day, unit.past_kind)
            if total < LOST and len(path) == count:
                missing = 0.0 if count == unit.track.count else BROKEN
                found.append((np.round((total + missing) / BROKEN), -count, path))
        return min(found, default=(0.0, 0, []))[2]

    def path_broken(self, unit: Unit, path: Path) -> int:
        """Broken rules of the path by itself: gaps, and events that are missing."""
        track, last, broken = unit.track, unit.past_day, int(len(path) != unit.track.count)
        for day, _ in path:
            broken += not track.min_gap_days <= day - last <= track.max_gap_days
            last = day
        return broken + (bool(path) and self.days - last > track.max_gap_days)

    def worth(self, site: int, units: list[Unit]) -> float:
        """Cost of these units of one site and of what is shared, broken rules priced far above any cost."""
        over = int((self.load[site] - self.soft[site]).clip(min=0).sum()) * self.problem.weights.load
        broken = int((self.minutes_left[site] < 0).sum()) + int((self.money_left < 0).sum())
        broken += sum(
            int((self.phone_left[name] < 0).sum()) for name in {u.team.id for u in units} & self.phone_left.keys()
        )
        for unit in units:
            over += self.path_cost(unit, self.paths[unit.number])
            broken += self.path_broken(unit, self.paths[unit.number])
        return over + BROKEN * broken
