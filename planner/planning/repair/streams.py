"""What belongs together in a plan: a team's track, its floor visits, its celebration events, a policy's review.

A stream knows its own rules (how many, the gaps between them) and its own cost; what streams share is in `limits.py`.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from planner.planning.calendar import Calendar
from planner.planning.judge.score import off_ideal, repeat_cost
from planner.planning.plan import Occurrence
from planner.planning.problem import Policy, Problem, Team, Track
from planner.planning.repair.limits import Limits

StreamKey = tuple[str, str, str | None]
YEARS = 10_000  # days; a gap that is never too wide


class Event(NamedTuple):
    """One occurrence of a stream on its shift date; `label` is its kind or leader."""

    day: int
    label: str
    what: Occurrence


Row = list[Event]


class Gaps(NamedTuple):
    """Smallest and widest gap in units of so many days, counted from `past`."""

    unit: int
    past: int
    low: int
    high: int


class Stream:
    """A stream without gaps: celebration events and reviews. `due` lists the kinds that are owed, or just how many."""

    def __init__(self, key: StreamKey, due: tuple[str, ...], gaps: Gaps | None = None, days: int = 0) -> None:
        self.key, self.due, self.gaps, self.days = key, due, gaps, days

    @property
    def count(self) -> int:
        return len(self.due)

    def broken(self, row: Row) -> int:
        """Rules that the row breaks by itself: numbers and gaps."""
        same_day = len(row) - len({event.day for event in row})
        return self._wrong_number(row) + len(self.bad_gaps(row)) + same_day

    def _wrong_number(self, row: Row) -> int:
        if not any(self.due):
            return abs(self.count - len(row))
        due, have = Counter(self.due), Counter(event.label for event in row)
        return ((due - have) + (have - due)).total()

    def bad_gaps(self, row: Row) -> list[int]:
        """Which gaps are too narrow or too wide; gap n lies before event n, the last one reaches to the year's end."""
        if self.gaps is None or not row:
            return []
        unit, past, low, high = self.gaps
        at = [past, *(event.day // unit for event in row)]
        bad = [n for n, (before, now) in enumerate(pairwise(at)) if not low <= now - before <= high]
        return bad + ([len(row)] if self.days // unit - at[-1] > high else [])

    def window(self, row: Row, gap: int) -> range:
        """Days on which one more event between its neighbours keeps both gaps."""
        if self.gaps is None:
            return range(self.days)
        unit, past, low, high = self.gaps
        before = row[gap - 1].day // unit if gap else past
        first, last = before + low, before + high
        if gap < len(row):
            after = row[gap].day // unit
            first, last = max(first, after - high), min(last, after - low)
        else:
            first = max(first, self.days // unit - high)
        return range(max(0, first * unit), min(self.days, (last + 1) * unit))

    def cost(self, row: Row) -> int:
        """Celebration events have no cost of their own."""
        del row
        return 0


class TrackStream(Stream):
    def __init__(self, problem: Problem, calendar: Calendar, team: Team, track: Track) -> None:
        past = team.history[track.id]
        self.problem, self.team, self.track, self.past_kind = problem, team, track, past.kind
        self.volume = problem.site[team.site].volume
        gaps = Gaps(1, calendar.day(past.date), track.min_gap_days, track.max_gap_days)
        super().__init__(("recognition", team.id, track.id), ("",) * track.count, gaps, problem.days)

    def cost(self, row: Row) -> int:
        weights, track = self.problem.weights, self.track
        day, last, before = self.gaps.past if self.gaps else 0, self.past_kind, None
        total = 0
        for event in row:
            off = off_ideal(event.day - day, track.ideal_gap_days, track.tolerance_days)
            total += weights.space_day * off + repeat_cost(weights, event.label, last, before)
            total += weights.volume * self.volume[event.day]
            day, last, before = event.day, event.label, last
        return total


class VisitStream(Stream):
    def __init__(self, problem: Problem, team: Team) -> None:
        self.problem, self.team, rule = problem, team, problem.visit
        gaps = Gaps(7, team.last_visit_week, rule.min_gap_weeks, rule.max_gap_weeks)
        super().__init__(("visit", team.id, None), ("",) * rule.count, gaps, problem.days)

    def cost(self, row: Row) -> int:
        weights, rule, leaders = self.problem.weights, self.problem.visit, self.problem.leader
        week, last, before, senior = self.team.last_visit_week, self.team.last_visit_leader, None, False
        total = 0
        for event in row:
            off = off_ideal(event.day // 7 - week, rule.ideal_gap_weeks, rule.tolerance_weeks)
            total += weights.visit_week * off
            total += weights.same_leader if event.label == last else 0
            total += weights.same_leader2 if event.label == before != last else 0
            senior = senior or leaders[event.label].senior
            week, last, before = event.day // 7, event.label, last
        return total + (0 if senior else weights.no_senior)


class ReviewStream(Stream):
    def __init__(self, problem: Problem, policy: Policy) -> None:
        self.problem, self.policy = problem, policy
        super().__init__(("session", policy.id, None), ("",), days=problem.days)

    def cost(self, row: Row) -> int:
        late = sum(max(0, event.day // 7 - self.policy.window_start_week) for event in row[:1])
        return self.problem.weights.policy_delay * self.policy.pain * late


def streams_of(problem: Problem, calendar: Calendar) -> dict[StreamKey, Stream]:
    found: list[Stream] = []
    for team in problem.teams:
        found += [TrackStream(problem, calendar, team, track) for track in problem.tracks]
        found += [VisitStream(problem, team), Stream(("csw", team.id, None), problem.csw.kinds, days=problem.days)]
    found += [ReviewStream(problem, policy) for policy in problem.policies]
    return {stream.key: stream for stream in found}


def stream_key(what: Occurrence) -> StreamKey:
    return (what.type, what.whom, what.track if what.type == "recognition" else None)


def event_of(limits: Limits, what: Occurrence) -> Event:
    problem = limits.problem
    name = what.team if what.type != "session" else problem.policy[what.policy or ""].participants[0]
    return Event(limits.day(problem.team[name or ""], what), what.kind or what.leader or "", what)
