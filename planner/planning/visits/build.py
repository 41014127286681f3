"""Who visits whom when, first round: visits in the order in which they fall due, each to whom it suits best."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

from planner.planning.problem import QUARTER_WEEKS
from planner.planning.visits.books import Call, Visits

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
                    self._place(team)

    def _shuffled(self, numbers: range) -> list[int]:
        order = list(numbers)
        self.random.shuffle(order)
        return order

    def _place(self, team: int) -> None:
        for week in self._weeks(team):
            found = self._cheapest(team, week)
            if found:
                self.visits.add(found)
                return

    def _weeks(self, team: int) -> list[int]:
        """Weeks for one more visit in the longest wait of a team, the best first: as the ideal gap asks and its end allows."""
        rule = self.problem.visit
        before, after, fit = self._longest_wait(team)
        step = min(rule.ideal_gap_weeks, (after - before) // (fit + 1))
        last = min(self.problem.weeks, before + rule.max_gap_weeks + 1)
        legal = range(max(0, before + rule.min_gap_weeks), last)
        return sorted(legal, key=lambda week: (abs(week - before - step), week))

    def _longest_wait(self, team: int) -> tuple[int, int, int]:
        """The weeks of the visits around it, and how many more should fit between them.

        Pinned visits may lie anywhere; in the middle of the year all that took place are pinned. The last wait ends with
        a visit one ideal gap after the year, and takes what the others do not need.
        """
        rule, calls, ideal = self.problem.visit, self.visits.of_team[team], self.problem.visit.ideal_gap_weeks
        weeks = [
            self.problem.teams[team].last_visit_week,
            *(call.day // 7 for call in calls),
            self.problem.weeks + ideal,
        ]
        waits = list(pairwise(weeks))
        needs = [max(0, round((after - before) / ideal) - 1) for before, after in waits]
        missing = rule.count - len(calls)
        needs[-1] = missing - sum(needs[:-1])
        number = max(range(len(waits)), key=lambda n: waits[n][1] - waits[n][0])
        return *waits[number], min(missing, max(1, needs[number]))

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
