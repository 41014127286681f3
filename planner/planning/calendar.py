"""Local time for the planner: which shift date an instant belongs to, what is closed, where an event may start.

Instants are whole minutes since 1970 UTC, days are counted from the first day of the year (0 is its Monday).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from planner.planning.problem import Budget, Closure, Problem, Site, Team

MARGIN = 3  # days around the year whose local midnights are known: shifts and zones reach over its ends


def minute_of(when: datetime) -> int:
    return int(when.timestamp()) // 60


def instant_of(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


class Calendar:
    """Answers about one problem, remembered as they are asked. Nothing new may start before `not_before`, a minute."""

    def __init__(self, problem: Problem, not_before: int | None = None) -> None:
        self.problem, self.not_before = problem, not_before
        self._spans: dict[tuple[str, str, int], tuple[int, int]] = {}
        self._quiet: dict[tuple[str, str, tuple[int, ...], int], dict[int, int]] = {}
        self._starts: dict[tuple[str, str, int, int], tuple[int, ...]] = {}

    def day(self, when: date) -> int:
        return (when - self.problem.start).days

    def date(self, day: int) -> date:
        return self.problem.start + timedelta(days=day)

    def weekday(self, day: int) -> int:
        """Monday is 0; the year begins on one."""
        return day % 7

    @cached_property
    def _midnights(self) -> dict[str, list[int]]:
        days = range(-MARGIN, self.problem.days + MARGIN + 1)
        return {site.id: [self._local(site, day, 0) for day in days] for site in self.problem.sites}

    def _local(self, site: Site, day: int, minute: int) -> int:
        """The instant at which the clock of the site shows that minute of that day."""
        when = self.date(day + minute // 1440)
        hour, rest = divmod(minute % 1440, 60)
        return minute_of(datetime(when.year, when.month, when.day, hour, rest, tzinfo=ZoneInfo(site.tz)))

    def local_day(self, site: str, minute: int) -> int:
        """The local date, as a day, at an instant."""
        midnights = self._midnights[site]
        if midnights[0] <= minute < midnights[-1]:
            return bisect_right(midnights, minute) - 1 - MARGIN
        return self.day(instant_of(minute).astimezone(ZoneInfo(self.problem.site[site].tz)).date())

    def midnight(self, site: str, day: int) -> int:
        """The minute at which a local date of the year begins at a site."""
        return self._midnights[site][day + MARGIN]

    def span(self, team: Team, day: int) -> tuple[int, int]:
        """Start and end of the shift that begins on that local date."""
        key = (team.site, team.shift, day)
        if key not in self._spans:
            shift, site = self.problem.shift[team.shift], self.problem.site[team.site]
            start, end = shift.start.hour * 60 + shift.start.minute, shift.end.hour * 60 + shift.end.minute
            end += 1440 if end <= start else 0
            self._spans[key] = (self._local(site, day, start), self._local(site, day, end))
        return self._spans[key]

    def shift_day(self, team: Team, start: int, end: int) -> int | None:
        """The shift date whose shift holds the whole event; None when the team does not work then."""
        local = self.local_day(team.site, start)
        for day in (local, local - 1):
            if self.weekday(day) in team.workdays:
                first, last = self.span(team, day)
                if first <= start and end <= last:
                    return day
        return None

    def touched(self, team: Team, shift_day: int, start: int, end: int) -> set[int]:
        """The shift date and every local date on which some minute of the event lies."""
        return {shift_day, self.local_day(team.site, start), self.local_day(team.site, end - 1)}

    @cached_property
    def closed(self) -> dict[str, dict[int, str]]:
        """Per site: day -> public holiday or blackout, by name."""
        return {site.id: self._marked(site.blackouts) | self.holidays[site.id] for site in self.problem.sites}

    @cached_property
    def holidays(self) -> dict[str, dict[int, str]]:
        return {site.id: {self.day(d): name for d, name in site.holidays.items()} for site in self.problem.sites}

    @cached_property
    def peaks(self) -> dict[str, dict[int, str]]:
        return {site.id: self._marked(site.peak_weeks) for site in self.problem.sites}

    @cached_property
    def away(self) -> dict[str, dict[int, str]]:
        """Per leader: the days away, with the reason."""
        return {leader.id: self._marked(leader.unavailable) for leader in self.problem.leaders}

    def _marked(self, closures: tuple[Closure, ...]) -> dict[int, str]:
        return {
            day: closure.reason
            for closure in closures
            for day in range(self.day(closure.start), self.day(closure.end) + 1)
        }

    @cached_property
    def celebration(self) -> range:
        return range(self.day(self.problem.csw.start), self.day(self.problem.csw.end) + 1)

    @cached_property
    def periods(self) -> list[list[Budget]]:
        """For each day of the year the budgets that it draws on."""
        days = range(self.problem.days)
        return [[b for b in self.problem.budgets if b.start <= self.date(day) <= b.end] for day in days]

    def in_year(self, day: int) -> bool:
        return 0 <= day < self.problem.days

    def quiet(self, site: str, day: int) -> bool:
        """Whether recognition and sessions may be held at all: neither peak nor celebration week."""
        return day not in self.peaks[site] and day not in self.celebration

    def recognition_day(self, site: str, day: int) -> bool:
        weekday = self.weekday(day)
        return self.quiet(site, day) and weekday not in self.problem.site[site].peak_weekdays

    def starts(self, team: Team, day: int, minutes: int) -> tuple[int, ...]:
        """Legal starts by shift, working days, holidays and blackouts, earliest first."""
        if not self.in_year(day) or self.weekday(day) not in team.workdays:
            return ()
        key = (team.site, team.shift, day, minutes)
        if key not in self._starts:
            self._starts[key] = self._find_starts(team, day, minutes)
        return self._starts[key]

    def _find_starts(self, team: Team, day: int, minutes: int) -> tuple[int, ...]:
        """A shift lies on its own date and at most the next: one closed date shuts all of it, the other what is after midnight."""
        first, last = self.span(team, day)
        slot, closed = self.problem.slot_minutes, self.closed[team.site]
        if day in closed:
            return ()
        if self.not_before is not None:
            first = max(first, self.not_before)
        if day + 1 in closed:
            last = min(last, self._midnights[team.site][day + 1 + MARGIN])
        return tuple(range(-(-first // slot) * slot, last - minutes + 1, slot))

    def quiet_starts(self, team: Team, minutes: int) -> dict[int, int]:
        """Every start of the year at which a policy review suits the team, with its shift date."""
        key = (team.site, team.shift, team.workdays, minutes)
        if key not in self._quiet:
            days = (day for day in range(self.problem.days) if self.quiet(team.site, day))
            self._quiet[key] = {start: day for day in days for start in self.starts(team, day, minutes)}
        return self._quiet[key]
