"""The years of teams as lines of open days or weeks: what clashes and the bounds of budgets and committees are found on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from planner.planning.board import Board
from planner.planning.calendar import Calendar, minute_of
from planner.planning.plan import Occurrence
from planner.planning.problem import Leader, Problem, Site, Team, Track
from planner.planning.reasons.lines import Line, bits, stretch

Opens = dict[tuple[object, ...], int]


class Lines:
    """The lines of a problem's teams. What is open is found once for teams that work alike; problems that differ in other
    things may share it as `opens`.
    """

    def __init__(self, problem: Problem, opens: Opens | None = None) -> None:
        self.problem, self.calendar = problem, Calendar(problem)
        self._open: Opens = {} if opens is None else opens
        self._weeks: dict[tuple[str, str, tuple[int, ...]], int] = {}
        self._blocked: dict[str, set[int]] = {}
        self._sites = {site.id: self._shut(site) for site in problem.sites}

    def _shut(self, site: Site) -> tuple[object, ...]:
        """Everything that decides which days are open at a site."""
        closed = (tuple(site.holidays), site.blackouts, site.peak_weeks, site.peak_weekdays, site.tz)
        return (*closed, self.problem.csw, self.problem.start, self.problem.days)

    @cached_property
    def board(self) -> Board:
        return Board(self.problem, self.calendar)

    def recognition(self, team: Team, track: Track) -> Line:
        minutes = min((self.problem.kind[name].minutes for name in track.kinds), default=1)
        key = (self._sites[team.site], self.problem.shift[team.shift], team.workdays, minutes)
        if key not in self._open:
            days = (day for day in range(self.problem.days) if self.calendar.recognition_day(team.site, day))
            self._open[key] = bits(day for day in days if self.calendar.starts(team, day, minutes))
        pins = [(pin, self.day_of(team, pin)) for pin in self.problem.pins if pin.team == team.id and pin.kind]
        mine = sorted({day for pin, day in pins if pin.track == track.id})
        taken = bits(day for _, day in pins if day >= 0) | self._on_the_phones(team, minutes)
        open_days = self._open[key] & ~taken | bits(mine)
        last = self.calendar.day(team.history[track.id].date)
        gaps = (track.min_gap_days, track.max_gap_days)
        return Line(open_days, tuple(mine), last, track.count, *gaps, self.problem.days)

    def _on_the_phones(self, team: Team, minutes: int) -> int:
        """Days of weeks in which the team may not leave the phones for so long."""
        if team.off_phone_week is None:
            return 0
        used = team.off_phone_used or (0,) * self.problem.weeks
        full = (week for week, already in enumerate(used) if already + minutes > (team.off_phone_week or 0))
        return sum(stretch(7 * week, 7 * week + 7) for week in full)

    def day_of(self, team: Team, pin: Occurrence) -> int:
        """The shift date of a pin, or the local date where it is in no shift."""
        minutes = self.problem.kind[pin.kind].minutes if pin.kind else self.problem.visit.minutes
        start = minute_of(pin.start)
        day = self.calendar.shift_day(team, start, start + minutes)
        return self.calendar.local_day(team.site, start) if day is None else day

    def visits(self, team: Team) -> Line:
        """In weeks. A week is open when somebody could come on one of its days."""
        rule = self.problem.visit
        key = (team.site, team.shift, team.workdays)
        if key not in self._weeks:
            self._weeks[key] = bits(week for week in range(self.problem.weeks) if self._visited(team, week))
        pins = [pin for pin in self.problem.pins if pin.team == team.id and pin.type == "visit"]
        mine = sorted({self.day_of(team, pin) // 7 for pin in pins})
        gaps = (rule.min_gap_weeks, rule.max_gap_weeks)
        open_weeks = self._weeks[key] | bits(mine)
        return Line(open_weeks, tuple(mine), team.last_visit_week, rule.count, *gaps, self.problem.weeks)

    def _visited(self, team: Team, week: int) -> bool:
        return any(self._somebody(team, day) for day in range(7 * week, 7 * week + 7))

    def _somebody(self, team: Team, day: int) -> bool:
        starts, minutes = self.calendar.starts(team, day, self.problem.visit.minutes), self.problem.visit.minutes
        for leader in self.problem.leaders if starts else ():
            if day not in self.calendar.away[leader.id] and comes(leader, leader.home == team.site):
                if leader.id not in self._blocked:
                    self._blocked[leader.id] = self.board.leader_blocked(leader.id, minutes)
                if any(start not in self._blocked[leader.id] for start in starts):
                    return True
        return False


def comes(leader: Leader, at_home: bool) -> bool:
    """Whether the leader's caps allow any visit there."""
    if at_home:
        return min(leader.max_visits_home_day, leader.max_load_week) > 0
    return min(leader.max_visits_trip_day, leader.max_trips_per_quarter, leader.max_load_week) > 0


def able(problem: Problem, teams: Iterable[Team]) -> tuple[Team, ...]:
    """Teams whose recognition fits into their own year: those for whom it does not are a clash by themselves."""
    lines = Lines(problem)
    return tuple(team for team in teams if all(lines.recognition(team, track).possible for track in problem.tracks))
