"""Floor visits as flat lists of numbers: what the annealing looks at many thousand times a second.

Index i is a visit. The visits of a team keep their order, so that `before` and `after` never change. Behind the visits
lie stand-ins: each team's last visit of the year before, nothing before that, and the end of the year.
"""

from __future__ import annotations

from collections import defaultdict

from planner.planning.problem import QUARTER_WEEKS
from planner.planning.visits.books import BROKEN, Call, Visits

QUARTER_DAYS = 7 * QUARTER_WEEKS
NOBODY, END = -1, -2  # leaders of the stand-ins


class VisitState:
    """The books of all visits. Prices are exact: what the cost would change by, broken gaps and quotas included.

    The calls of `visits` are moved as well; its own books are not kept before `settle`.
    """

    def __init__(self, visits: Visits) -> None:
        self.visits, self.problem = visits, visits.problem
        self.calls: list[Call] = [call for calls in visits.of_team for call in calls]
        self.team = [call.team for call in self.calls]
        self.site = [visits.site_of[call.team] for call in self.calls]
        self.home, self.senior = visits.home_of, visits.senior
        self.days, self.weeks = self.problem.days, self.problem.weeks
        self.quarters = self.weeks // QUARTER_WEEKS + 1
        weights = self.problem.weights
        self.gap_cost, self.trip, self.no_senior = visits.gap_costs, weights.trip, weights.no_senior
        self.same, self.same2, self.crowd = weights.same_leader, weights.same_leader2, weights.visit_load
        self._limits()
        self._order()
        self._count()

    def _limits(self) -> None:
        """Limits by leader and quarter, at leader * quarters + quarter."""
        problem, visits, endless = self.problem, self.visits, len(self.calls) + 1
        widest = problem.visit.max_gap_weeks
        self.tail = [BROKEN * (self.weeks - week > widest) for week in range(self.weeks)]
        self.count_cost: list[list[int]] = []
        self.most: list[int] = []
        self.most_trips: list[int] = []
        for number, leader in enumerate(problem.leaders):
            for quarter in range(self.quarters):
                judged = quarter < visits.quarters
                top = max(leader.quota.max, visits.in_quarter[number, quarter]) + 2 if judged else endless + 1
                self.count_cost.append([visits.count_cost(number, quarter, count) for count in range(top)])
                self.most.append(leader.quota.max if judged else endless)
                self.most_trips.append(leader.max_trips_per_quarter if judged else endless)
        self.most_week = [leader.max_load_week for leader in problem.leaders]
        self.soft = [endless if site.soft_visit_load is None else site.soft_visit_load for site in problem.sites]

    def _order(self) -> None:
        """Neighbours of each visit in its team's year, and the weeks and leaders of all, stand-ins included."""
        many, teams = len(self.calls), self.problem.teams
        nothing, end = many + len(teams), many + len(teams) + 1
        self.end = end
        self.week = [call.day // 7 for call in self.calls] + [team.last_visit_week for team in teams] + [0, 0]
        self.leader = [call.leader for call in self.calls] + self.visits.past_leader + [NOBODY, END]
        self.before = list(range(-1, many - 1)) + [nothing] * len(teams) + [nothing, end]
        self.after = list(range(1, many + 1)) + [end] * (len(teams) + 2)
        for number, call in enumerate(self.calls):
            if number == 0 or self.calls[number - 1].team != call.team:
                self.before[number] = many + call.team
                if number:
                    self.after[number - 1] = end
        if many:
            self.after[many - 1] = end

    def _count(self) -> None:
        problem, visits = self.problem, self.visits
        self.day = [call.day for call in self.calls]
        self.on_day: dict[int, list[int]] = defaultdict(list)  # visits of leader * days + day
        self.in_week = [visits.session_load[n, week] for n in range(len(problem.leaders)) for week in range(self.weeks)]
        self.in_quarter = [0] * (len(problem.leaders) * self.quarters)
        self.trips = [0] * (len(problem.leaders) * self.quarters)
        self.at_site = [0] * (len(problem.sites) * self.weeks)
        self.seniors = [0] * len(problem.teams)
        for number in range(len(self.calls)):
            self._enter(number, 1)

    def _enter(self, i: int, sign: int) -> None:
        day, leader, site = self.day[i], self.leader[i], self.site[i]
        week, quarter = day // 7, leader * self.quarters + day // QUARTER_DAYS
        there = self.on_day[leader * self.days + day]
        if sign > 0:
            there.append(i)
        else:
            there.remove(i)
        if site != self.home[leader] and len(there) == (sign > 0):
            self.trips[quarter] += sign
        self.in_week[leader * self.weeks + week] += sign
        self.in_quarter[quarter] += sign
        self.at_site[site * self.weeks + week] += sign
        self.seniors[self.team[i]] += sign * self.senior[leader]

    # -- one visit somewhere else

    def price(self, i: int, day: int, leader: int) -> int:
        """What the cost would change by. A place beyond the neighbours of the visit counts as broken."""
        old_day, old = self.day[i], self.leader[i]
        before, after = self.before[i], self.after[i]
        week, change = day // 7, 0
        if week != self.week[i]:
            now, last = self.week[i], self.week[before]
            if week <= last:
                return BROKEN
            change = self.gap_cost[week - last] - self.gap_cost[now - last]
            if after == self.end:
                change += self.tail[week] - self.tail[now]
            else:
                coming = self.week[after]
                if week >= coming:
                    return BROKEN
                change += self.gap_cost[coming - week] - self.gap_cost[coming - now]
            if self.crowd:
                change += self._crowd(self.site[i], now, week)
        if leader != old:
            change += self._turn(i, before, after, leader) - self._turn(i, before, after, old)
            if self.seniors[self.team[i]] - self.senior[old] == 0:
                change += self.no_senior * (self.senior[old] - self.senior[leader])
        ours, theirs = old * self.quarters + old_day // QUARTER_DAYS, leader * self.quarters + day // QUARTER_DAYS
        if ours != theirs:
            have, get = self.in_quarter[ours], self.in_quarter[theirs]
            change += self.count_cost[ours][have - 1] - self.count_cost[ours][have]
            change += self.count_cost[theirs][get + 1] - self.count_cost[theirs][get]
        site = self.site[i]
        if site != self.home[old] and len(self.on_day[old * self.days + old_day]) == 1:
            change -= self.trip
        if site != self.home[leader] and not self.on_day.get(leader * self.days + day):
            change += self.trip
        return change

    def _turn(self, i: int, before: int, after: int, leader: int) -> int:
        """The cost of the same face again around a visit."""
        leaders = self.leader
        last, coming, later = leaders[before], leaders[after], leaders[self.after[after]]
        cost = self.same if leader == last else self.same2 if leader == leaders[self.before[before]] else 0
        if coming == leader:
            return cost + self.same
        return cost + (self.same2 if coming == last else 0) + (self.same2 if later == leader != coming else 0)

    def _crowd(self, site: int, now: int, week: int) -> int:
        counts, soft, first = self.at_site, self.soft[site], site * self.weeks
        return self.crowd * ((counts[first + week] >= soft) - (counts[first + now] > soft))

    def start_for(self, i: int, day: int, leader: int) -> int | None:
        """A legal start there for the visit, which is still in its old place; None when there is none."""
        old, old_day, site = self.leader[i], self.day[i], self.site[i]
        week, quarter = day // 7, leader * self.quarters + day // QUARTER_DAYS
        mine = leader == old
        if self.in_week[leader * self.weeks + week] - (mine and old_day // 7 == week) >= self.most_week[leader]:
            return None
        same_quarter = mine and old_day // QUARTER_DAYS == day // QUARTER_DAYS
        if self.in_quarter[quarter] - same_quarter >= self.most[quarter]:
            return None
        there = self.on_day.get(leader * self.days + day)
        cap = self.visits.cap[leader][site]
        if there:
            if self.site[there[0]] != site or len(there) >= cap:
                return None
        elif cap < 1:
            return None
        elif site != self.home[leader]:
            freed = same_quarter and len(self.on_day[old * self.days + old_day]) == 1
            if self.trips[quarter] - freed >= self.most_trips[quarter]:
                return None
        return self._hour(i, day, leader)

    def _hour(self, i: int, day: int, leader: int) -> int | None:
        minutes, calls, first = self.visits.rule.minutes, self.calls, leader * self.days + day
        free = self.visits.both_free(self.team[i], day, leader)
        if not free:
            return None
        near = [
            calls[other].start
            for key in (first - 1, first, first + 1)
            for other in self.on_day.get(key, ())
            if other != i
        ]
        return next((start for start in free if all(abs(start - other) >= minutes for other in near)), None)

    def put(self, i: int, day: int, leader: int, start: int) -> None:
        self._enter(i, -1)
        call = self.calls[i]
        call.day, call.leader, call.start = day, leader, start
        self.day[i], self.leader[i], self.week[i] = day, leader, day // 7
        self._enter(i, 1)

    def site_costs(self) -> list[int]:
        """What the visits of each site cost: space, turns, journeys, and what its own leaders make beyond their target."""
        costs = [0] * len(self.problem.sites)
        for number, team in enumerate(self.visits.of_team):
            costs[self.visits.site_of[number]] += self.visits.team_cost(number) if team else 0
        for key, there in self.on_day.items():
            if there and self.site[there[0]] != self.home[key // self.days]:
                costs[self.site[there[0]]] += self.trip
        for key, count in enumerate(self.in_quarter):
            costs[self.home[key // self.quarters]] += self.count_cost[key][count]
        return costs

    def settle(self) -> None:
        """Bring the books of `visits` up to the calls."""
        self.visits.enter_again(self.calls)
