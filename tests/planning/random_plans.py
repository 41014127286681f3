"""Plans for tests that no planner would make: events scattered over the year, some where they may be, most where not."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from planner.planning.calendar import Calendar, instant_of
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem, Team

SLIPS = [0.02, 0.2, 0.7]  # how many events stand anywhere instead of within a shift


def scattered(problem: Problem, chance: random.Random) -> Plan:
    """About as many events as are due, on days in order, most within shifts; a few are doubled or left out."""
    calendar, slip = Calendar(problem), chance.choice(SLIPS)
    events: list[Occurrence] = []
    for team in problem.teams:
        for track in problem.tracks:
            for turn in range(_about(chance, track.count)):
                start = _start(calendar, chance, team, turn / max(1, track.count), slip)
                kind = chance.choice(track.kinds)
                events.append(Occurrence("recognition", start, team=team.id, track=track.id, kind=kind))
        for kind in problem.csw.kinds:
            week = (problem.csw.start - problem.start).days / problem.days
            start = _start(calendar, chance, team, week, slip, spread=6)
            events.append(Occurrence("csw", start, team=team.id, kind=kind))
        for turn in range(_about(chance, problem.visit.count) if problem.leaders else 0):
            start = _start(calendar, chance, team, turn / max(1, problem.visit.count), slip)
            events.append(Occurrence("visit", start, team=team.id, leader=chance.choice(problem.leaders).id))
    for policy in problem.policies:
        team = problem.team[policy.participants[0]]
        events.append(Occurrence("session", _start(calendar, chance, team, chance.random(), slip), policy=policy.id))
    if events and chance.random() < slip:
        events.append(chance.choice(events))
    return Plan.of(events)


def _about(chance: random.Random, count: int) -> int:
    return max(0, count + chance.choice([0, 0, 0, 0, 0, -1, 1]))


def _start(
    calendar: Calendar, chance: random.Random, team: Team, share: float, slip: float, spread: int = 25
) -> datetime:
    """Within a shift about that share of the year, or, by a slip, at any quarter of an hour near or beyond the year."""
    problem = calendar.problem
    day = int(share * problem.days) + chance.randrange(spread)
    starts = calendar.starts(team, min(day, problem.days - 1), 60)
    if starts and chance.random() >= slip:
        return instant_of(chance.choice(starts))
    midnight = datetime(problem.start.year, problem.start.month, problem.start.day, tzinfo=UTC)
    return midnight + timedelta(days=day, minutes=chance.choice([5, 15, 15, 15]) * chance.randrange(96))
