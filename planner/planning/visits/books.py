"""Floor visits so far, and what a change would cost: the books behind the search for who visits whom when."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from planner.planning.board import Board
from planner.planning.calendar import instant_of, minute_of
from planner.planning.judge.leaders import daily_cap
from planner.planning.judge.score import off_ideal
from planner.planning.plan import Occurrence
from planner.planning.problem import QUARTER_WEEKS, Problem, Team

BROKEN = 1000  # price of one broken rule while searching
SETTLING_MINUTES = 30


@dataclass(slots=True)
class Call:
    """One floor visit; `day` is the shift date and `start` the minute. `held` ones are pinned and never move."""

    team: int
    day: int
    start: int
    leader: int
    held: bool = False


class Visits:
    """Visits in the books. Leaders, teams and sites are numbers; a leader's day holds the calls made on it."""

    def __init__(self, problem: Problem, board: Board, fixed: list[Occurrence]) -> None:
        self.problem, self.board, self.calendar = problem, board, board.calendar
        self.rule, self.weights = problem.visit, problem.weights
        self.quarters = problem.judged_quarters
        number = {site.id: n for n, site in enumerate(problem.sites)}
        self.site_of = [number[team.site] for team in problem.teams]
        self.home_of = [number[leader.home] for leader in problem.leaders]
        self.leader_number = {leader.id: n for n, leader in enumerate(problem.leaders)}
        self.cap = [[daily_cap(leader, site.id) for site in problem.sites] for leader in problem.leaders]
        self.past_leader = [self.leader_number.get(team.last_visit_leader or "", -1) for team in problem.teams]
        self.senior = [leader.senior for leader in problem.leaders]
        self.of_team: list[list[Call]] = [[] for _ in problem.teams]
        self.on_day: defaultdict[tuple[int, int], list[Call]] = defaultdict(list)
        self.at_site: defaultdict[tuple[int, int], list[Call]] = defaultdict(list)
        self.session_load: Counter[tuple[int, int]] = Counter()
        self.week_load: Counter[tuple[int, int]] = Counter()
        self.in_quarter: Counter[tuple[int, int]] = Counter()
        self.trips: Counter[tuple[int, int]] = Counter()
        self.blocked = [board.leader_blocked(leader.id, self.rule.minutes) for leader in problem.leaders]
        self.team_blocked = [board.team_blocked(team.id, self.rule.minutes) for team in problem.teams]
        self.away = [self.calendar.away[leader.id] for leader in problem.leaders]
        groups: dict[tuple[str, str, tuple[int, ...]], int] = {}
        keys = [(team.site, team.shift, team.workdays) for team in problem.teams]
        self.group_of = [groups.setdefault(key, len(groups)) for key in keys]
        self.gap_costs = self._gap_costs()
        self._free: dict[tuple[int, int, int], tuple[int, ...]] = {}
        self._kindest: dict[tuple[int, int], tuple[int, ...]] = {}
        self._count_sessions()
        for pin in fixed:
            self._hold(pin)

    def _count_sessions(self) -> None:
        for start, owner in self.board.sessions:
            day = self.calendar.local_day(self.problem.leader[owner].home, start)
            self.session_load[self.leader_number[owner], day // 7] += 1
        self.week_load.update(self.session_load)

    def _hold(self, pin: Occurrence) -> None:
        team = next(n for n, team in enumerate(self.problem.teams) if team.id == pin.team)
        start = minute_of(pin.start)
        day = self.calendar.shift_day(self.problem.teams[team], start, start + self.rule.minutes)
        if day is None:
            day = self.calendar.local_day(self.problem.teams[team].site, start)
        if self.calendar.in_year(day):
            self.add(Call(team, day, start, self.leader_number[pin.leader or ""], held=True))

    # -- the books

    def add(self, call: Call) -> None:
        calls = self.of_team[call.team]
        calls.insert(bisect_left(calls, call.start, key=lambda other: other.start), call)
        same = self.on_day[call.leader, call.day]
        if not same and self.site_of[call.team] != self.home_of[call.leader]:
            self.trips[call.leader, call.day // 7 // QUARTER_WEEKS] += 1
        same.append(call)
        self.at_site[self.site_of[call.team], call.day].append(call)
        self.week_load[call.leader, call.day // 7] += 1
        self.in_quarter[call.leader, call.day // 7 // QUARTER_WEEKS] += 1

    def remove(self, call: Call) -> None:
        self.of_team[call.team].remove(call)
        same = self.on_day[call.leader, call.day]
        same.remove(call)
        self.at_site[self.site_of[call.team], call.day].remove(call)
        if not same and self.site_of[call.team] != self.home_of[call.leader]:
            self.trips[call.leader, call.day // 7 // QUARTER_WEEKS] -= 1
        self.week_load[call.leader, call.day // 7] -= 1
        self.in_quarter[call.leader, call.day // 7 // QUARTER_WEEKS] -= 1

    def enter_again(self, calls: Iterable[Call]) -> None:
        """Make the books anew: a search has moved the calls without them."""
        for book in (self.on_day, self.at_site, self.week_load, self.in_quarter, self.trips):
            book.clear()
        self.week_load.update(self.session_load)
        self.of_team = [[] for _ in self.of_team]
        for call in calls:
            self.add(call)

    # -- where a visit may be

    def start_for(self, team: int, day: int, leader: int) -> int | None:
        """A legal start on that shift date under all rules of leaders except the least quota; None when there is none."""
        person, quarter = self.problem.leaders[leader], day // 7 // QUARTER_WEEKS
        if self.week_load[leader, day // 7] >= person.max_load_week:
            return None
        if quarter < self.quarters and self.in_quarter[leader, quarter] >= person.quota.max:
            return None
        site, same = self.site_of[team], self.on_day.get((leader, day), [])
        if same:
            if self.site_of[same[0].team] != site or len(same) >= self.cap[leader][site]:
                return None
        elif site != self.home_of[leader]:
            if quarter < self.quarters and self.trips[leader, quarter] >= person.max_trips_per_quarter:
                return None
            if self.cap[leader][site] < 1:
                return None
        return self._hour(team, day, leader)

    def _hour(self, team: int, day: int, leader: int) -> int | None:
        minutes = self.rule.minutes
        near = [call.start for other in (day - 1, day, day + 1) for call in self.on_day.get((leader, other), ())]
        for start in self.both_free(team, day, leader):
            if all(abs(start - other) >= minutes for other in near):
                return start
        return None

    def both_free(self, team: int, day: int, leader: int) -> tuple[int, ...]:
        key = (leader, self.group_of[team], day)
        free = self._free.get(key)
        if free is None:
            free = self._free[key] = self._leader_starts(team, day, leader)
        blocked = self.team_blocked[team]
        return tuple(start for start in free if start not in blocked) if free and blocked else free

    def _leader_starts(self, team: int, day: int, leader: int) -> tuple[int, ...]:
        site, away, blocked = self.problem.teams[team].site, self.away[leader], self.blocked[leader]
        if day in away:
            return ()
        key = (self.group_of[team], day)
        starts = self._kindest.get(key)
        if starts is None:
            starts = self._kindest[key] = self._kindest_first(self.problem.teams[team], day)
        free = tuple(start for start in starts if start not in blocked)
        if day + 1 in away:  # the part of a night shift after midnight is on a day of absence
            free = tuple(start for start in free if self.calendar.local_day(site, start) not in away)
        return free

    def _kindest_first(self, team: Team, day: int) -> tuple[int, ...]:
        """Hours nearest to eleven in the morning, and not while the shift is still settling in."""
        starts = self.calendar.starts(team, day, self.rule.minutes)
        settled = self.calendar.span(team, day)[0] + SETTLING_MINUTES
        eleven = self.calendar.midnight(team.site, day) + 11 * 60
        return tuple(sorted(starts, key=lambda start: (start < settled, abs(start - eleven), start)))

    # -- what it costs

    def _gap_costs(self) -> list[int]:
        """What a gap of so many weeks costs, a forbidden one as a broken rule."""
        rule = self.rule
        longest = self.problem.weeks + max((-team.last_visit_week for team in self.problem.teams), default=0)
        return [
            self.weights.visit_week * off_ideal(gap, rule.ideal_gap_weeks, rule.tolerance_weeks)
            + (0 if rule.min_gap_weeks <= gap <= rule.max_gap_weeks else BROKEN)
            for gap in range(longest + 1)
        ]

    def team_cost(self, team: int) -> int:
        return self.rows_cost(team, [(call.day, call.leader) for call in self.of_team[team]])

    def rows_cost(self, team: int, rows: list[tuple[int, int]]) -> int:
        """Space, leaders in a row, no senior, and broken gaps or numbers, for (day, leader) in order."""
        weights, gaps, seniors = self.weights, self.gap_costs, self.senior
        week, last, before, senior = self.problem.teams[team].last_visit_week, self.past_leader[team], -1, False
        total = BROKEN * abs(self.rule.count - len(rows))
        for day, leader in rows:
            now = day // 7
            total += gaps[now - week]
            if leader == last:
                total += weights.same_leader
            elif leader == before:
                total += weights.same_leader2
            if seniors[leader]:
                senior = True
            week, before, last = now, last, leader
        if rows and self.problem.weeks - week > self.rule.max_gap_weeks:
            total += BROKEN
        return total if senior else total + weights.no_senior

    def count_cost(self, leader: int, quarter: int, count: int) -> int:
        """Target and least quota of a leader with so many visits in a quarter."""
        if quarter >= self.quarters:
            return 0
        quota = self.problem.leaders[leader].quota
        return self.weights.over_target * max(0, count - quota.target) + BROKEN * max(0, quota.min - count)

    def quarter_cost(self, leader: int, quarter: int) -> int:
        """Quota, target and trips of one leader in one quarter; also of weeks beyond the last whole quarter."""
        count = self.in_quarter[leader, quarter]
        return self.trips[leader, quarter] * self.weights.trip + self.count_cost(leader, quarter, count)

    def total(self) -> int:
        quarters = range(self.problem.weeks // QUARTER_WEEKS + 1)
        teams = sum(self.team_cost(team) for team in range(len(self.problem.teams)))
        return teams + sum(self.quarter_cost(n, q) for n in range(len(self.problem.leaders)) for q in quarters)

    def start_from(self, visits: list[Occurrence]) -> None:
        """Enter visits that may move."""
        teams = {team.id: number for number, team in enumerate(self.problem.teams)}
        for visit in visits:
            team, start = teams[visit.team or ""], minute_of(visit.start)
            day = self.calendar.shift_day(self.problem.teams[team], start, start + self.rule.minutes)
            if day is not None:
                self.add(Call(team, day, start, self.leader_number[visit.leader or ""]))

    def release(self, keep: Callable[[Call], bool]) -> None:
        """Let go of the held visits that need not be kept by all means."""
        for calls in self.of_team:
            for call in calls:
                call.held = call.held and keep(call)

    def occurrences(self) -> list[Occurrence]:
        """All visits but the held ones."""
        teams, leaders = self.problem.teams, self.problem.leaders
        return [
            Occurrence("visit", instant_of(call.start), team=teams[call.team].id, leader=leaders[call.leader].id)
            for calls in self.of_team
            for call in calls
            if not call.held
        ]
