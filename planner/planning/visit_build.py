"""Who visits whom when, first round: visits in the order in which they fall due, each to whom it suits best."""

from __future__ import annotations

import random
from collections.abc import Callable

from planner.planning.problem import QUARTER_WEEKS
from planner.planning.visits import Call, Visits

Watch = Callable[[float], bool]
STRANGERS = 4  # leaders of other sites who are considered for a visit of the first round
NEIGHBOURS = 8  # leaders of the site itself


class VisitBuilder:
    """A first year of visits, deterministic for a seed."""

    def __init__(self, visits: Visits, seed: int) -> None:
        self.visits, self.problem = visits, visits.problem
        self.random = random.Random(f"visits {seed}")
        self.teams_at: dict[int, list[int]] = {}
        for team, site in enumerate(visits.site_of):
            self.teams_at.setdefault(site, []).append(team)
        self.leaders = range(len(self.problem.leaders))
        self.by_home = {site: [n for n in self.leaders if visits.home_of[n] == site] for site in self.teams_at}

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
        """By need first; the calendar is asked only until somebody can come."""
        some = self.random.sample(self.leaders, min(len(self.leaders), STRANGERS))
        home = self.by_home[self.visits.site_of[team]]
        some += self.random.sample(home, min(len(home), NEIGHBOURS))
        workdays = self.problem.teams[team].workdays
        choices = [
            (self._need(team, day, leader), self.random.random(), day, leader)
            for day in range(7 * week, 7 * week + 7)
            if day % 7 in workdays
            for leader in self._likely(team, day, some)
        ]
        for _, _, day, leader in sorted(choices):
            start = self.visits.start_for(team, day, leader)
            if start is not None:
                return Call(team, day, start, leader)
        return None

    def _likely(self, team: int, day: int, some: list[int]) -> list[int]:
        """Some leaders at home and some who would travel, and whoever is at the site that day anyway."""
        site = self.visits.site_of[team]
        there = {call.leader for call in self.visits.at_site.get((site, day), ())}
        return sorted(there.union(some))

    def _need(self, team: int, day: int, leader: int) -> float:
        visits, quarter = self.visits, day // 7 // QUARTER_WEEKS
        quota, count = self.problem.leaders[leader].quota, visits.in_quarter[leader, quarter]
        away = visits.site_of[team] != visits.home_of[leader] and not visits.on_day.get((leader, day))
        calls = visits.of_team[team]
        again = (calls[-1].leader if calls else visits.past_leader[team]) == leader
        score = count - 3.0 * max(0, quota.min - count) + 4.0 * max(0, count + 1 - quota.target)
        return score + self.problem.weights.trip * away + self.problem.weights.same_leader * again
