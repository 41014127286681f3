"""Who visits whom when, improved: annealing over single visits, swaps, and journeys made, taken over or given up."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from planner.planning.visits.books import BROKEN, Visits
from planner.planning.visits.state import VisitState

Watch = Callable[[float], bool]
Step = tuple[int, int, int]  # visit, day, leader
WARM, COLD = 2.2, 0.2  # temperatures in units of cost; warmer or less cold was worse in every trial
REACH = 24  # days by which a visit is moved at most in one step
LOOK = 512  # moves between two looks at the clock
AIM = 32  # looks after which the search turns anew to the sites that cost most
POOL = 4096  # visits that are drawn from until then
SHARE = 0.1  # what a visit that costs nothing counts in that
TRIED = 4  # cheapest places that are tried on the calendar for a visit of a journey that is given up


class VisitSearch:
    """Annealing with a fixed number of moves, so that the same seed gives the same visits.

    A move is priced first and tried on the calendar only when its price is accepted: most are not.
    """

    def __init__(self, visits: Visits, seed: int) -> None:
        self.state = VisitState(visits)
        self.random = random.Random(f"visits {seed}")
        self.leaders, self.days = len(visits.home_of), visits.problem.days
        sites = range(len(visits.problem.sites))
        self.at_home = [[n for n, home in enumerate(visits.home_of) if home == site] for site in sites]
        self.movable = [n for n, call in enumerate(self.state.calls) if not call.held]
        self.pool = self.movable
        self.by_site = [[n for n in self.movable if self.state.site[n] == site] for site in sites]

    def improve(self, moves: int, watch: Watch, hurry: Callable[[], float] = lambda: 0.0) -> None:
        """Make so many moves, cooling down. `hurry` is the share of the time that is gone: on a machine too slow for
        all moves it cools sooner, as a search that is cut off while warm is worth little.
        """
        if not (self.movable and self.leaders):
            return
        heat = WARM
        for number in range(moves):
            if number % LOOK == 0:
                if watch(number / moves):
                    break
                if number % (AIM * LOOK) == 0:
                    self._aim()
                done = max(number / moves, min(1.0, hurry()))
                heat = WARM * (COLD / WARM) ** done
            self._move(heat)
        self.state.settle()

    def _move(self, heat: float) -> None:
        chance, state = self.random.random, self.state
        i, draw = self.pool[int(chance() * len(self.pool))], chance()
        if draw < 0.2:
            self._shift(i, self._near_day(i), state.leader[i], heat)
        elif draw < 0.4:
            self._shift(i, state.day[i], self._some_leader(i), heat)
        elif draw < 0.6:
            self._shift(i, self._near_day(i), self._some_leader(i), heat)
        elif draw < 0.85:
            host = self._other(i)
            if abs(state.day[host] - state.day[i]) <= 2 * REACH:
                self._shift(i, state.day[host], state.leader[host], heat)
        elif draw < 0.96:
            self._swap(i, self._other(i), heat)
        elif state.site[i] == state.home[state.leader[i]]:
            self._journey(i, heat)
        elif draw < 0.98:
            self._stay(i, heat)
        else:
            self._hand_over(i, heat)

    def _aim(self) -> None:
        """Sites are searched in proportion to what their visits cost, and every site a little."""
        costs = self.state.site_costs()
        weights = [cost + SHARE * len(here) if here else 0.0 for cost, here in zip(costs, self.by_site, strict=True)]
        chosen = self.random.choices(range(len(weights)), weights, k=POOL)
        self.pool = [self.random.choice(self.by_site[site]) for site in chosen]

    def _other(self, i: int) -> int:
        """Another visit at the same site."""
        here = self.by_site[self.state.site[i]]
        return here[int(self.random.random() * len(here))]

    def _near_day(self, i: int) -> int:
        chance, day = self.random.random, self.state.day[i]
        if chance() < 0.3:
            return day - day % 7 + int(chance() * 7)
        return max(0, min(self.days - 1, day - REACH + int(chance() * (2 * REACH + 1))))

    def _some_leader(self, i: int) -> int:
        chance, home = self.random.random, self.at_home[self.state.site[i]]
        if home and chance() < 0.75:
            return home[int(chance() * len(home))]
        return int(chance() * self.leaders)

    def _accept(self, change: int, heat: float) -> bool:
        if change <= 0:
            return True
        return change < BROKEN // 2 and self.random.random() < math.exp(-change / heat)

    # -- moves

    def _shift(self, i: int, day: int, leader: int, heat: float) -> None:
        state = self.state
        if (day != state.day[i] or leader != state.leader[i]) and self._accept(state.price(i, day, leader), heat):
            start = state.start_for(i, day, leader)
            if start is not None:
                state.put(i, day, leader, start)

    def _swap(self, one: int, two: int, heat: float) -> None:
        """Two visits change leaders, each keeping its day; then as a whole it is accepted or taken back."""
        state = self.state
        mine, theirs = state.leader[one], state.leader[two]
        if mine == theirs or state.team[one] == state.team[two]:
            return
        rough = state.price(one, state.day[one], theirs) + state.price(two, state.day[two], mine)
        if rough <= 2 * state.trip:
            self._together([(one, state.day[one], theirs), (two, state.day[two], mine)], heat, whole=True)

    def _together(self, steps: list[Step], heat: float, whole: bool) -> None:
        """Several moves at one price. Unless `whole`, those that the calendar refuses are left out."""
        state, change, kept = self.state, 0, True
        done: list[tuple[int, int, int, int]] = []
        for i, day, leader in steps:
            price, start = state.price(i, day, leader), state.start_for(i, day, leader)
            if start is not None:
                done.append((i, state.day[i], state.leader[i], state.calls[i].start))
                state.put(i, day, leader, start)
                change += price
            elif whole:
                kept = False
                break
        if not (kept and self._accept(change, heat)):
            for before in reversed(done):
                state.put(*before)

    def _journey(self, i: int, heat: float) -> None:
        """Someone from elsewhere comes for the day and makes as many visits as pay."""
        state, site, day = self.state, self.state.site[i], self.state.day[i]
        leader = int(self.random.random() * self.leaders)
        if state.home[leader] == site or state.on_day.get(leader * self.days + day):
            return
        near = [
            n for n in self.by_site[site] if abs(state.day[n] - day) <= REACH and n != i and state.leader[n] != leader
        ]
        prices = sorted((state.price(n, day, leader), n) for n in near)
        room = state.visits.cap[leader][site] - 1
        others = [n for price, n in prices[: 2 * room] if price <= state.trip]
        self._together([(n, day, leader) for n in (i, *others)], heat, whole=False)

    def _stay(self, i: int, heat: float) -> None:
        """A journey is given up: each of its visits goes to someone at home or to another journey, where it is cheapest."""
        state, site = self.state, self.state.site[i]
        done: list[tuple[int, int, int, int]] = []
        change = 0
        for n in self._journey_of(i):
            day, leader = state.day[n], state.leader[n]
            places = {(day, host) for host in self.at_home[site]}
            places |= {(state.day[m], state.leader[m]) for m in self.by_site[site] if abs(state.day[m] - day) <= REACH}
            places.discard((day, leader))
            found = self._first_legal(n, sorted((state.price(n, *place), *place) for place in places)[:TRIED])
            if found is None:
                change = BROKEN
                break
            done.append((n, day, leader, state.calls[n].start))
            price, start = found[0], found[3]
            state.put(n, found[1], found[2], start)
            change += price
        if not self._accept(change, heat):
            for before in reversed(done):
                state.put(*before)

    def _first_legal(self, i: int, places: list[tuple[int, int, int]]) -> tuple[int, int, int, int] | None:
        for price, day, leader in places:
            start = self.state.start_for(i, day, leader)
            if start is not None:
                return price, day, leader, start
        return None

    def _hand_over(self, i: int, heat: float) -> None:
        """A journey is made by another leader, on the same day or one nearby."""
        state, chance = self.state, self.random.random
        leader = int(chance() * self.leaders)
        day = state.day[i] if chance() < 0.5 else self._near_day(i)
        if state.home[leader] != state.site[i] and not state.on_day.get(leader * self.days + day):
            self._together([(n, day, leader) for n in self._journey_of(i)], heat, whole=True)

    def _journey_of(self, i: int) -> list[int]:
        """The visits of the leader on that day that may move."""
        state = self.state
        there = state.on_day[state.leader[i] * self.days + state.day[i]]
        return [n for n in there if not state.calls[n].held]
