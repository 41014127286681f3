"""Where one more event of a stream could stand: every legal day with its kind or leader, at a free hour or two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

from planner.planning.board import Board
from planner.planning.calendar import Calendar, instant_of
from planner.planning.plan import Occurrence
from planner.planning.problem import Leader, Policy, Problem, Team, Track
from planner.planning.repair.limits import Limits, Taken
from planner.planning.repair.streams import Event, ReviewStream, Stream, TrackStream, VisitStream
from planner.planning.sessions import quiet_hours
from planner.planning.visits.books import SETTLING_MINUTES

FEW = 8  # hours of a day that are looked at first
HOURS = 2  # offered for one day and kind: room to give way to each other


class Place(NamedTuple):
    """A shift date with a kind, the starts that the rules of the place allow there, and what would stand at a start."""

    day: int
    label: str
    starts: list[int]
    make: Callable[[int], Occurrence]


class Openings:
    """Answers for one problem. What is offered keeps the rules of the place; with `fit` it has room beside all others."""

    def __init__(self, problem: Problem, calendar: Calendar, limits: Limits, taken: Taken) -> None:
        self.problem, self.calendar, self.limits, self.taken = problem, calendar, limits, taken
        self.board = Board(problem, calendar)  # only what leaders have in their own calendars
        self.only: str | None = None  # the one leader who is asked
        self.hint: frozenset[int] = frozenset()  # starts that are kept before others, where there is a choice
        self._busy: dict[tuple[str, int], set[int]] = {}

    def busy(self, leader: str, minutes: int) -> set[int]:
        key = (leader, minutes)
        if key not in self._busy:
            self._busy[key] = self.board.leader_blocked(leader, minutes)
        return self._busy[key]

    def of(self, stream: Stream, days: range, missing: Iterable[str], fit: bool) -> Iterator[Event]:
        """`missing` are the celebration kinds that are owed, without meaning elsewhere."""
        if isinstance(stream, TrackStream):
            found = self._recognition(stream.team, stream.track, days)
        elif isinstance(stream, VisitStream):
            return self._visits(stream, days, fit)
        elif isinstance(stream, ReviewStream):
            found = self._reviews(stream.policy)
        else:
            found = self._celebration(self.problem.team[stream.key[1]], sorted(set(missing)))
        return self._hours(found, fit)

    def _hours(self, found: Iterable[Place], fit: bool) -> Iterator[Event]:
        """The least crowded hours of some that are spread over the day; all hours are looked at where none of those fits."""
        for day, label, starts, make in found:
            if not starts or (fit and label and not self._day_fits(make(starts[0]))):
                continue
            few = [make(start) for start in starts[:: max(1, len(starts) // FEW)]]
            free = [what for what in few if not fit or self.taken.fits(what)]
            whole = free or [what for what in map(make, starts) if self.taken.fits(what)]
            crowd = sorted(whole, key=self._crowd)
            yield from (Event(day, label, what) for what in crowd[:HOURS])

    def _crowd(self, what: Occurrence) -> int:
        return max((self.taken.used[key] for key in self.limits.draws(what) if key[0] == "host"), default=0)

    def _recognition(self, team: Team, track: Track, days: range) -> Iterator[Place]:
        for day in days:
            if self.calendar.recognition_day(team.site, day):
                for kind in track.kinds:
                    starts = _middle_first(self.calendar.starts(team, day, self.problem.kind[kind].minutes))
                    yield Place(day, kind, starts, partial(_thanks, team, track, kind))

    def _celebration(self, team: Team, kinds: list[str]) -> Iterator[Place]:
        for day in self.calendar.celebration:
            for kind in kinds:
                starts = _middle_first(self.calendar.starts(team, day, self.problem.kind[kind].minutes))
                yield Place(day, kind, starts, partial(_celebrated, team, kind))

    def _reviews(self, policy: Policy) -> Iterator[Place]:
        by_day: dict[int, list[int]] = {}
        for start, day in quiet_hours(self.board, policy):
            if policy.window_start_week <= day // 7 <= policy.window_end_week:
                by_day.setdefault(day, []).append(start)
        return (Place(day, "", starts, partial(_review, policy)) for day, starts in by_day.items())

    # -- visits: leaders at home and those who are there anyway first, strangers only where a journey could pay

    def _visits(self, stream: VisitStream, days: range, fit: bool) -> Iterator[Event]:
        asked = [leader for leader in self.problem.leaders if self.only in (None, leader.id)]
        home = [leader for leader in asked if leader.home == stream.team.site]
        cheap = False
        for day in days:
            there = [x for x in asked if x not in home and self._here(x, day, stream.team.site)]
            for leader in (*home, *there):
                for event in self._visit(stream.team, day, leader, fit):
                    cheap = cheap or self.taken.price(event.what) < self.problem.weights.trip
                    yield event
        strangers = [leader for leader in asked if leader not in home]
        for day in days:
            for leader in strangers:
                if (not cheap or self._owes(leader, day)) and not self._here(leader, day, stream.team.site):
                    yield from self._visit(stream.team, day, leader, fit)

    def _here(self, leader: Leader, day: int, site: str) -> bool:
        return self.taken.used["stay", leader.id, day, site] > 0

    def _owes(self, leader: Leader, day: int) -> bool:
        key = ("quarter", leader.id, day // 91, "")
        return self.taken.used[key] < self.limits.least(key)

    def _visit(self, team: Team, day: int, leader: Leader, fit: bool) -> Iterator[Event]:
        found = self.visit_starts(team, day, leader, fit)
        return (Event(day, leader.id, what) for what in islice(found, 1))

    def visit_starts(self, team: Team, day: int, leader: Leader, fit: bool) -> Iterator[Occurrence]:
        """Visits of that leader on that shift date, at the kindest hours first."""
        away, minutes = self.calendar.away[leader.id], self.problem.visit.minutes
        starts = self.calendar.starts(team, day, minutes) if day not in away else ()
        busy = self.busy(leader.id, minutes)
        free = [start for start in starts if start not in busy]
        if day + 1 in away:  # the part of a night shift after midnight is on a day of absence
            free = [start for start in free if self.calendar.local_day(team.site, start) not in away]
        if not free or (fit and not self._day_fits(_visit(team, leader, free[0]))):
            return
        for start in sorted(free, key=partial(self._kindness, team, day)):
            what = _visit(team, leader, start)
            if not fit or self.taken.fits(what):
                yield what

    def _day_fits(self, what: Occurrence) -> bool:
        """Whether anything but the hour forbids it."""
        keys = self.limits.draws(what).items()
        return all(self.taken.room(key, amount) for key, amount in keys if key[0] not in ("team", "leader", "host"))

    def _kindness(self, team: Team, day: int, start: int) -> tuple[bool, bool, int]:
        settled = self.calendar.span(team, day)[0] + SETTLING_MINUTES
        eleven = self.calendar.midnight(team.site, day) + 11 * 60
        return (start not in self.hint, start < settled, abs(start - eleven))


def _visit(team: Team, leader: Leader, start: int) -> Occurrence:
    return Occurrence("visit", instant_of(start), team=team.id, leader=leader.id)


def _celebrated(team: Team, kind: str, start: int) -> Occurrence:
    return Occurrence("csw", instant_of(start), team=team.id, kind=kind)


def _review(policy: Policy, start: int) -> Occurrence:
    return Occurrence("session", instant_of(start), policy=policy.id)


def _thanks(team: Team, track: Track, kind: str, start: int) -> Occurrence:
    return Occurrence("recognition", instant_of(start), team=team.id, track=track.id, kind=kind)


def _middle_first(starts: tuple[int, ...]) -> list[int]:
    middle = starts[len(starts) // 2] if starts else 0
    return sorted(starts, key=lambda start: abs(start - middle))
