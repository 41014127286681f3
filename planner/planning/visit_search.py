"""Who visits whom when, improved: annealing over single visits, swaps, and journeys made or given up as a whole."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from planner.planning.problem import QUARTER_WEEKS
from planner.planning.visits import BROKEN, Call, Visits

Watch = Callable[[float], bool]
Place = tuple[int, int]  # day, leader
WARM, COLD = 4.0, 0.5  # temperatures in units of cost
REACH = 24  # days by which a visit is moved at most in one step
LOOK = 256  # moves between two looks at the clock


class VisitSearch:
    """Annealing with a fixed number of moves, so that the same seed gives the same visits.

    A move is priced first and tried on the calendar only when its price is accepted: most are not.
    """

    def __init__(self, visits: Visits, seed: int) -> None:
        self.visits, self.problem = visits, visits.problem
        self.random = random.Random(f"visits {seed}")
        self.leaders = len(self.problem.leaders)
        self.sites = range(len(self.problem.sites))
        self.at_home = [[n for n in range(self.leaders) if visits.home_of[n] == site] for site in self.sites]
        self.movable = [call for calls in visits.of_team for call in calls if not call.held]
        self.by_site: list[list[Call]] = [[] for _ in self.sites]
        for call in self.movable:
            self.by_site[visits.site_of[call.team]].append(call)

    def improve(self, moves: int, watch: Watch, hurry: Callable[[], float] = lambda: 0.0) -> None:
        """Make so many moves, cooling down. `hurry` is the share of the time that is gone: on a machine too slow for
        all moves it cools sooner, as a search that is cut off while warm is worth little.
        """
        if not self.movable:
            return
        heat = WARM
        for number in range(moves):
            if number % LOOK == 0:
                if watch(number / moves):
                    return
                done = max(number / moves, min(1.0, hurry()))
                heat = WARM * (COLD / WARM) ** done
            self._move(heat)

    def _move(self, heat: float) -> None:
        chance = self.random.random
        call, draw = self.movable[int(chance() * len(self.movable))], chance()
        if draw < 0.25:
            self._shift(call, self._near_day(call), call.leader, heat)
        elif draw < 0.5:
            self._shift(call, call.day, self._some_leader(call), heat)
        elif draw < 0.7:
            self._shift(call, self._near_day(call), self._some_leader(call), heat)
        elif draw < 0.85:
            host = self.random.choice(self.by_site[self.visits.site_of[call.team]])
            self._shift(call, host.day, host.leader, heat)
        elif draw < 0.98:
            self._swap(call, self.random.choice(self.by_site[self.visits.site_of[call.team]]), heat)
        elif self.visits.site_of[call.team] == self.visits.home_of[call.leader]:
            self._journey(call, heat)
        else:
            self._stay(call, heat)

    def _near_day(self, call: Call) -> int:
        if self.random.random() < 0.3:
            return call.day - call.day % 7 + self.random.randrange(7)
        return max(0, min(self.problem.days - 1, call.day + self.random.randint(-REACH, REACH)))

    def _some_leader(self, call: Call) -> int:
        home = self.at_home[self.visits.site_of[call.team]]
        if home and self.random.random() < 0.75:
            return self.random.choice(home)
        return self.random.randrange(self.leaders)

    # -- prices

    def _price(self, call: Call, day: int, leader: int) -> int:
        """What the cost would change by."""
        visits = self.visits
        rows = [(other.day, other.leader) for other in visits.of_team[call.team] if other is not call]
        rows.append((day, leader))
        rows.sort()
        return visits.rows_cost(call.team, rows) - visits.team_cost(call.team) + self._leaders(call, day, leader)

    def _leaders(self, call: Call, day: int, leader: int) -> int:
        """The part of leaders: quotas, targets and trips."""
        visits, ours, theirs = self.visits, call.day // 7 // QUARTER_WEEKS, day // 7 // QUARTER_WEEKS
        site, change = visits.site_of[call.team], 0
        if (leader, theirs) != (call.leader, ours):
            have, get = visits.in_quarter[call.leader, ours], visits.in_quarter[leader, theirs]
            change += visits.count_cost(call.leader, ours, have - 1) - visits.count_cost(call.leader, ours, have)
            change += visits.count_cost(leader, theirs, get + 1) - visits.count_cost(leader, theirs, get)
        if site != visits.home_of[call.leader] and len(visits.on_day[call.leader, call.day]) == 1:
            change -= visits.weights.trip
        if site != visits.home_of[leader] and not visits.on_day.get((leader, day)):
            change += visits.weights.trip
        return change

    def _accept(self, change: int, heat: float) -> bool:
        if change <= 0:
            return True
        return change < BROKEN // 2 and self.random.random() < math.exp(-change / heat)

    # -- moves

    def _shift(self, call: Call, day: int, leader: int, heat: float) -> None:
        if (day, leader) != (call.day, call.leader) and self._accept(self._price(call, day, leader), heat):
            self._put(call, day, leader)

    def _put(self, call: Call, day: int, leader: int) -> bool:
        """Move the visit if the calendar allows it."""
        visits = self.visits
        visits.remove(call)
        start = visits.start_for(call.team, day, leader)
        if start is not None:
            call.day, call.start, call.leader = day, start, leader
        visits.add(call)
        return start is not None

    def _swap(self, one: Call, two: Call, heat: float) -> None:
        """Two visits change leaders, each keeping its day; then as a whole it is accepted or taken back."""
        if one.leader != two.leader and one.team != two.team:
            self._together([(one, (one.day, two.leader)), (two, (two.day, one.leader))], heat, whole=True)

    def _together(self, steps: list[tuple[Call, Place]], heat: float, whole: bool) -> None:
        """Several moves at one price. Unless `whole`, those that the calendar refuses are left out."""
        done: list[tuple[Call, int, int, int]] = []
        change, kept = 0, True
        for call, (day, leader) in steps:
            before, price = (call, call.day, call.start, call.leader), self._price(call, day, leader)
            if self._put(call, day, leader):
                done.append(before)
                change += price
            elif whole:
                kept = False
                break
        if not (kept and self._accept(change, heat)):
            self._undo(done)

    def _undo(self, done: list[tuple[Call, int, int, int]]) -> None:
        for call, day, start, leader in reversed(done):
            self.visits.remove(call)
            call.day, call.start, call.leader = day, start, leader
            self.visits.add(call)

    def _journey(self, call: Call, heat: float) -> None:
        """Someone from elsewhere comes for the day and makes as many visits as pay."""
        visits, site, day = self.visits, self.visits.site_of[call.team], call.day
        leader = self.random.randrange(self.leaders)
        if visits.home_of[leader] == site or visits.on_day.get((leader, day)):
            return
        near = [other for other in self.by_site[site] if abs(other.day - day) <= REACH and other.leader != leader]
        prices = sorted((self._price(other, day, leader), n) for n, other in enumerate(near) if other is not call)
        room = visits.cap[leader][site] - 1
        others = [near[n] for price, n in prices[:room] if price <= visits.weights.trip]
        self._together([(other, (day, leader)) for other in (call, *others)], heat, whole=False)

    def _stay(self, call: Call, heat: float) -> None:
        """A journey is given up: those who are at home take its visits, each where it is cheapest."""
        visits = self.visits
        home = self.at_home[visits.site_of[call.team]]
        calls = [other for other in visits.on_day[call.leader, call.day] if not other.held]
        if home:
            best = [min((self._price(o, o.day, leader), leader) for leader in home)[1] for o in calls]
            steps = [(other, (other.day, leader)) for other, leader in zip(calls, best, strict=True)]
            self._together(steps, heat, whole=True)
