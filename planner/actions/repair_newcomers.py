"""A team that joins in mid-year: it is owed the rest of the year, not a whole one pressed into what is left."""

from collections.abc import Iterator
from datetime import date

from planner.planning.calendar import Calendar, instant_of
from planner.planning.plan import Occurrence
from planner.planning.problem import Problem, Team

NEAR_DAYS = 10


def would_have_had(problem: Problem, names: set[str], until: date) -> list[Occurrence]:
    """What each of these teams would have had before a day, evenly spread: it counts towards the year's numbers and is nobody's event."""
    calendar = Calendar(problem)
    passed = min(max(0, (until - problem.start).days), problem.days)
    teams = [problem.team[name] for name in sorted(names)]
    found = [what for team in teams for what in _of_team(problem, calendar, team, passed)]
    return [
        what for what in found if what.start < instant_of(calendar.midnight(problem.team[what.team or ""].site, passed))
    ]


def _of_team(problem: Problem, calendar: Calendar, team: Team, passed: int) -> Iterator[Occurrence]:
    taken: set[int] = set()
    for track in problem.tracks:
        days = _spread(passed, track.count, problem.days)
        for number, day in enumerate(days):
            kind = track.kinds[number % len(track.kinds)]
            start = _start(calendar, team, day, problem.kind[kind].minutes, taken, passed)
            if start is not None:
                yield Occurrence("recognition", instant_of(start), team.id, track.id, kind)
    if (problem.csw.end - problem.start).days < passed:
        yield from _celebration(problem, calendar, team, passed)
    leaders = [leader for leader in problem.leaders if leader.quota.max > 0]
    leaders.sort(key=lambda leader: leader.home != team.site)
    for number, day in enumerate(_spread(passed, problem.visit.count, problem.days) if leaders else ()):
        start = _start(calendar, team, day, problem.visit.minutes, taken, passed)
        if start is not None:
            yield Occurrence("visit", instant_of(start), team.id, leader=leaders[number % len(leaders)].id)


def _spread(passed: int, count: int, days: int) -> list[int]:
    """Days at which the first of a year's events would lie, as many as the passed part of the year is worth."""
    return [int((number + 0.5) * days / count) for number in range(count) if (number + 0.5) * days / count < passed]


def _celebration(problem: Problem, calendar: Calendar, team: Team, passed: int) -> Iterator[Occurrence]:
    taken: set[int] = set()
    first = calendar.day(problem.csw.start)
    for kind in problem.csw.kinds:
        start = _start(calendar, team, first, problem.kind[kind].minutes, taken, passed)
        if start is not None:
            yield Occurrence("csw", instant_of(start), team.id, kind=kind)


def _start(calendar: Calendar, team: Team, day: int, minutes: int, taken: set[int], passed: int) -> int | None:
    """A legal start near a day on which the team has nothing yet."""
    for away in sorted(range(-NEAR_DAYS, NEAR_DAYS + 1), key=abs):
        other = day + away
        if other in taken or not 0 <= other < passed:
            continue
        starts = calendar.starts(team, other, minutes)
        if starts:
            taken.add(other)
            return starts[len(starts) // 2]
    return None
