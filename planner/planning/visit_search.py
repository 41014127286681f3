"""Who visits whom when: a first round by need, then annealing over single visits, swaps and shared trips."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from planner.planning.problem import QUARTER_WEEKS
from planner.planning.visits import BROKEN, Call, Visits

Watch = Callable[[float], bool]
WARM, COLD = 8.0, 0.25  # temperatures in units of cost
ATTEMPTS = 60
STRANGERS = 4  # leaders of other sites who are considered for a visit of the first round


class VisitSearch:
    """Annealing with a fixed number of moves, so that the same seed gives the same visits."""

    def __init__(self, visits: Visits, seed: int) -> None:
        self.visits, self.problem = visits, visits.problem
        self.random = random.Random(f"visits {seed}")
        self.teams_at: dict[int, list[int]] = {}
        for team, site in enumerate(visits.site_of):
            self.teams_at.setdefault(site, []).append(team)
        self.leaders = range(len(self.problem.leaders))
        self.by_home = {site: [n for n in self.leaders if visits.home_of[n] == site] for site in self.teams_at}

    # -- first round

    def build(self, watch: Watch) -> None:
        """Visits in the order in which they fall due, each to the leader who is furthest behind."""
        rule = self.problem.visit
        if not self.leaders:
            return
        for turn in range(rule.count):
            watch(turn / rule.count)
            for team in self._shuffled(range(len(self.problem.teams))):
                if len(self.visits.of_team[team]) < rule.count:
                    self._place(team, turn)

    def _shuffled(self, numbers: range) -> list[int]:
        order = list(numbers)
        self.random.shuffle(order)
        return order

    def _place(self, team: int, turn: int) -> None:
        for week in self._weeks(team, turn):
            found = self._cheapest(team, week)
            if found:
                self.visits.add(found)
                return

    def _weeks(self, team: int, turn: int) -> list[int]:
        """Weeks for the turn-th visit, the best first: as the last gap asks and as the year's end allows."""
        rule, calls, weeks = self.problem.visit, self.visits.of_team[team], self.problem.weeks
        before = [call for call in calls if not call.held]
        last = before[-1].day // 7 if before else self.problem.teams[team].last_visit_week
        left = rule.count - turn
        step = min(rule.ideal_gap_weeks, (weeks + rule.ideal_gap_weeks - last) // (left + 1))
        legal = range(max(0, last + rule.min_gap_weeks), min(weeks, last + rule.max_gap_weeks + 1))
        return sorted(legal, key=lambda week: (abs(week - last - step), week))

    def _cheapest(self, team: int, week: int) -> Call | None:
        choices = []
        strangers = self.random.sample(self.leaders, min(len(self.leaders), STRANGERS))
        for day in range(7 * week, 7 * week + 7):
            for leader in self._likely(team, day, strangers):
                start = self.visits.start_for(team, day, leader)
                if start is not None:
                    choices.append((self._need(team, day, leader), self.random.random(), day, start, leader))
        if not choices:
            return None
        _, _, day, start, leader = min(choices)
        return Call(team, day, start, leader)

    def _likely(self, team: int, day: int, strangers: list[int]) -> set[int]:
        """Leaders at home, whoever is at the site that day anyway, and a few who would travel."""
        site = self.visits.site_of[team]
        there = {call.leader for call in self.visits.at_site.get((site, day), ())}
        return there.union(self.by_home[site], strangers)

    def _need(self, team: int, day: int, leader: int) -> float:
        visits, quarter = self.visits, day // 7 // QUARTER_WEEKS
        quota, count = self.problem.leaders[leader].quota, visits.in_quarter[leader, quarter]
        away = visits.site_of[team] != visits.home_of[leader] and not visits.on_day.get((leader, day))
        calls = visits.of_team[team]
        again = (calls[-1].leader if calls else visits.past_leader[team]) == leader
        score = count - 3.0 * max(0, quota.min - count) + 4.0 * max(0, count + 1 - quota.target)
        return score + self.problem.weights.trip * away + self.problem.weights.same_leader * again

    # -- annealing

    def improve(self, moves: int, watch: Watch) -> None:
        movable = [call for calls in self.visits.of_team for call in calls if not call.held]
        if not movable:
            return
        now = best = self.visits.total()
        kept = self._snapshot()
        for number in range(moves):
            if number % 500 == 0 and watch(number / moves):
                break
            heat = WARM * (COLD / WARM) ** (number / moves)
            now += self._move(movable, heat)
            if now < best and number * 2 > moves:
                best, kept = now, self._snapshot()
            if number % 997 == 0:
                self._fill_gaps(movable)
                now = self.visits.total()
        if self.visits.total() > best:
            self._restore(kept)

    def _snapshot(self) -> list[tuple[int, int, int, int, bool]]:
        return [
            (call.team, call.day, call.start, call.leader, call.held) for calls in self.visits.of_team for call in calls
        ]

    def _restore(self, kept: list[tuple[int, int, int, int, bool]]) -> None:
        for calls in self.visits.of_team:
            for call in list(calls):
                self.visits.remove(call)
        for row in kept:
            self.visits.add(Call(*row))

    def _fill_gaps(self, movable: list[Call]) -> None:
        """Visits that found no place get another chance as others move."""
        for team, calls in enumerate(self.visits.of_team):
            if len(calls) < self.problem.visit.count:
                for _ in range(ATTEMPTS):
                    day, leader = self.random.randrange(self.problem.days), self.random.choice(self.leaders)
                    start = self.visits.start_for(team, day, leader)
                    if start is not None:
                        call = Call(team, day, start, leader)
                        self.visits.add(call)
                        movable.append(call)
                        break

    def _move(self, movable: list[Call], heat: float) -> int:
        draw = self.random.random()
        call = self.random.choice(movable)
        if draw < 0.3:
            return self._shift(call, self._near_day(call), call.leader, heat)
        if draw < 0.55:
            return self._shift(call, call.day, self._some_leader(call), heat)
        if draw < 0.75:
            return self._shift(call, self._near_day(call), self._some_leader(call), heat)
        if draw < 0.9:
            return self._join(call, heat)
        return self._swap(call, self.random.choice(movable), heat)

    def _near_day(self, call: Call) -> int:
        if self.random.random() < 0.3:
            return min(self.problem.days - 1, call.day - call.day % 7 + self.random.randrange(7))
        return max(0, min(self.problem.days - 1, call.day + self.random.randint(-21, 21)))

    def _some_leader(self, call: Call) -> int:
        home = self.by_home[self.visits.site_of[call.team]]
        if home and self.random.random() < 0.75:
            return self.random.choice(home)
        return self.random.choice(self.leaders)

    def _join(self, call: Call, heat: float) -> int:
        """To a day on which some leader is at the site anyway."""
        other = self.random.choice(self.teams_at[self.visits.site_of[call.team]])
        calls = self.visits.of_team[other]
        if not calls:
            return 0
        host = self.random.choice(calls)
        return self._shift(call, host.day, host.leader, heat)

    def _shift(self, call: Call, day: int, leader: int, heat: float) -> int:
        if day == call.day and leader == call.leader:
            return 0
        visits = self.visits
        old = (call.day, call.start, call.leader)
        places = [(call.leader, call.day // 7 // QUARTER_WEEKS), (leader, day // 7 // QUARTER_WEEKS)]
        before = visits.team_cost(call.team) + sum(visits.quarter_cost(*place) for place in set(places))
        visits.remove(call)
        start = visits.start_for(call.team, day, leader)
        if start is not None:
            call.day, call.start, call.leader = day, start, leader
        visits.add(call)
        if start is None:
            return 0
        after = visits.team_cost(call.team) + sum(visits.quarter_cost(*place) for place in set(places))
        if self._accept(after - before, heat):
            return after - before
        visits.remove(call)
        call.day, call.start, call.leader = old
        visits.add(call)
        return 0

    def _swap(self, one: Call, two: Call, heat: float) -> int:
        """The leaders of two visits change places, each keeping the day."""
        if one.leader == two.leader or one.team == two.team:
            return 0
        visits = self.visits
        teams = {one.team, two.team}
        places = {(who, call.day // 7 // QUARTER_WEEKS) for who in (one.leader, two.leader) for call in (one, two)}
        before = self._both(teams, places)
        old = [(call, call.day, call.start, call.leader) for call in (one, two)]
        visits.remove(one)
        visits.remove(two)
        first = visits.start_for(one.team, one.day, two.leader)
        if first is not None:
            one.start, one.leader, leader = first, two.leader, one.leader
            visits.add(one)
            second = visits.start_for(two.team, two.day, leader)
            if second is not None:
                two.start, two.leader = second, leader
                visits.add(two)
                change = self._both(teams, places) - before
                if self._accept(change, heat):
                    return change
                visits.remove(two)
            visits.remove(one)
        for call, day, start, who in old:
            call.day, call.start, call.leader = day, start, who
            visits.add(call)
        return 0

    def _both(self, teams: set[int], places: set[tuple[int, int]]) -> int:
        visits = self.visits
        return sum(map(visits.team_cost, teams)) + sum(visits.quarter_cost(*place) for place in places)

    def _accept(self, change: int, heat: float) -> bool:
        if change <= 0:
            return True
        return change < BROKEN // 2 and self.random.random() < math.exp(-change / heat)
