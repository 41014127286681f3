"""A plan entered in books: who has what when, what each week, quarter and budget carries. Rules and cost read from here."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from planner.planning.calendar import Calendar, minute_of
from planner.planning.plan import NEEDS, Occurrence, Plan
from planner.planning.problem import QUARTER_WEEKS, Problem, Team

T = TypeVar("T")


class Recognised(NamedTuple):
    day: int
    kind: str
    at: int


class Visited(NamedTuple):
    day: int
    start: int
    leader: str
    at: int


class Span(NamedTuple):
    """An occurrence as an interval of minutes; `at` is its index in the plan, here and above."""

    start: int
    end: int
    at: int


@dataclass(frozen=True)
class Placed:
    """One well-formed occurrence with all that follows from its start. `days` has one shift date a participating team."""

    index: int
    occurrence: Occurrence
    start: int
    end: int
    teams: tuple[Team, ...]
    days: tuple[int, ...]
    outside: tuple[str, ...]

    @property
    def day(self) -> int:
        return self.days[0]

    @property
    def type(self) -> str:
        return self.occurrence.type


class Ledger:
    """Books of one plan. Occurrences outside the year are in `placed` but in no book that is counted by week."""

    def __init__(self, problem: Problem, calendar: Calendar, plan: Plan) -> None:
        self.problem, self.calendar = problem, calendar
        self.malformed: list[tuple[int, str]] = []
        self.placed: list[Placed] = []
        self.recognition: defaultdict[tuple[str, str], list[Recognised]] = defaultdict(list)
        self.celebration: defaultdict[str, list[str]] = defaultdict(list)
        self.visits: defaultdict[str, list[Visited]] = defaultdict(list)
        self.sessions: defaultdict[str, list[int]] = defaultdict(list)
        self.team_spans: defaultdict[str, list[Span]] = defaultdict(list)
        self.leader_spans: defaultdict[str, list[Span]] = defaultdict(list)
        self.site_spans: defaultdict[str, list[Span]] = defaultdict(list)
        self.team_days: Counter[tuple[str, int]] = Counter()
        self.week_minutes: Counter[tuple[str, int]] = Counter()
        self.team_minutes: Counter[tuple[str, int]] = Counter()
        self.week_load: Counter[tuple[str, int]] = Counter()
        self.visit_load: Counter[tuple[str, int]] = Counter()
        self.spent: Counter[str] = Counter()
        self.leader_days: Counter[tuple[str, int, str]] = Counter()
        self.leader_weeks: Counter[tuple[str, int]] = Counter()
        self.quarter_visits: Counter[tuple[str, int]] = Counter()
        self.trips: defaultdict[tuple[str, int], set[tuple[int, str]]] = defaultdict(set)
        for index, occurrence in enumerate(plan.occurrences):
            self.enter(index, occurrence)

    def in_order(self, team: str) -> list[Visited]:
        return sorted(self.visits[team], key=lambda visit: visit.start)

    def enter(self, index: int, occurrence: Occurrence) -> Placed | None:
        """Book an occurrence under that index; None when it is malformed and only noted as such."""
        fault = malformation(self.problem, occurrence)
        if fault:
            self.malformed.append((index, fault))
            return None
        placed = self._place(index, occurrence)
        self._book(placed, 1)
        return placed

    def leave(self, placed: Placed) -> None:
        """Strike what `enter` booked, from every book."""
        self._book(placed, -1)

    def _book(self, placed: Placed, sign: int) -> None:
        _list(self.placed, placed, sign)
        inside = [self.calendar.in_year(day) for day in placed.days]
        for team, counted in zip(placed.teams, inside, strict=True):
            if counted:
                _list(self.team_spans[team.id], Span(placed.start, placed.end, placed.index), sign)
        if all(inside):
            getattr(self, f"_book_{placed.type}")(placed, sign)

    def _place(self, index: int, occurrence: Occurrence) -> Placed:
        teams = tuple(self.problem.team[name] for name in team_names(self.problem, occurrence))
        start = minute_of(occurrence.start)
        end = start + minutes_of(self.problem, occurrence)
        found = [self.calendar.shift_day(team, start, end) for team in teams]
        outside = tuple(team.id for team, day in zip(teams, found, strict=True) if day is None)
        local = [self.calendar.local_day(team.site, start) for team in teams]
        days = tuple(other if day is None else day for day, other in zip(found, local, strict=True))
        return Placed(index, occurrence, start, end, teams, days, outside)

    def _book_recognition(self, placed: Placed, sign: int) -> None:
        team, what, day = placed.teams[0], placed.occurrence, placed.day
        kind = self.problem.kind[what.kind or ""]
        self._host(placed, sign)
        _list(self.recognition[team.id, what.track or ""], Recognised(day, kind.id, placed.index), sign)
        self.week_minutes[team.site, day // 7] += sign * kind.committee_minutes
        self.week_load[team.site, day // 7] += sign

    def _book_csw(self, placed: Placed, sign: int) -> None:
        self._host(placed, sign)
        _list(self.celebration[placed.teams[0].id], placed.occurrence.kind or "", sign)

    def _host(self, placed: Placed, sign: int) -> None:
        team = placed.teams[0]
        self.team_days[team.id, placed.day] += sign
        self.team_minutes[team.id, placed.day // 7] += sign * (placed.end - placed.start)
        _list(self.site_spans[team.site], Span(placed.start, placed.end, placed.index), sign)
        for budget in self.calendar.periods[placed.day]:
            self.spent[budget.id] += sign * self.problem.kind[placed.occurrence.kind or ""].cost(team.size)

    def _book_visit(self, placed: Placed, sign: int) -> None:
        team, leader, day = placed.teams[0], placed.occurrence.leader or "", placed.day
        _list(self.visits[team.id], Visited(day, placed.start, leader, placed.index), sign)
        _list(self.leader_spans[leader], Span(placed.start, placed.end, placed.index), sign)
        self.leader_days[leader, day, team.site] += sign
        if not self.leader_days[leader, day, team.site]:
            del self.leader_days[leader, day, team.site]  # the sites of a day are counted by their keys
        self.leader_weeks[leader, day // 7] += sign
        self.visit_load[team.site, day // 7] += sign
        self.quarter_visits[leader, day // 7 // QUARTER_WEEKS] += sign
        if team.site != self.problem.leader[leader].home:
            trips = self.trips[leader, day // 7 // QUARTER_WEEKS]
            (trips.add if self.leader_days[leader, day, team.site] > 0 else trips.discard)((day, team.site))

    def _book_session(self, placed: Placed, sign: int) -> None:
        policy = self.problem.policy[placed.occurrence.policy or ""]
        _list(self.sessions[policy.id], placed.day, sign)
        _list(self.leader_spans[policy.owner], Span(placed.start, placed.end, placed.index), sign)
        home = self.problem.leader[policy.owner].home
        self.leader_weeks[policy.owner, self.calendar.local_day(home, placed.start) // 7] += sign


def _list(book: list[T], item: T, sign: int) -> None:
    if sign > 0:
        book.append(item)
    elif book[-1] == item:  # what came last mostly goes first
        book.pop()
    else:
        book.remove(item)


def team_names(problem: Problem, occurrence: Occurrence) -> tuple[str, ...]:
    if occurrence.type == "session":
        return problem.policy[occurrence.policy or ""].participants
    return (occurrence.team or "",)


def minutes_of(problem: Problem, occurrence: Occurrence) -> int:
    if occurrence.type == "session":
        return problem.policy[occurrence.policy or ""].minutes
    return problem.visit.minutes if occurrence.type == "visit" else problem.kind[occurrence.kind or ""].minutes


def malformation(problem: Problem, occurrence: Occurrence) -> str | None:
    """A sentence when the occurrence names something that the problem does not know."""
    for name in NEEDS.get(occurrence.type, ()):
        value = getattr(occurrence, name)
        if value not in problem.named[name]:
            return f'No {name} is called "{value}".'
    return None if occurrence.type in NEEDS else f'"{occurrence.type}" is no type of occurrence.'
