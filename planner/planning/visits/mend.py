"""Mending floor visits rule by rule: missing ones, gaps too wide or narrow, leaders below their quota."""

from __future__ import annotations

from collections.abc import Callable

from planner.planning.problem import QUARTER_WEEKS
from planner.planning.visits.books import BROKEN, Call, Visits

ROUNDS = 6


def mend(visits: Visits, stop: Callable[[], bool] = lambda: False) -> None:
    """Change as few visits as it takes; every step breaks fewer rules than stood before it."""
    for _ in range(ROUNDS):
        teams = [team for team in range(len(visits.of_team)) if visits.team_cost(team) >= BROKEN]
        short = [
            (leader, quarter)
            for leader in range(len(visits.home_of))
            for quarter in range(visits.quarters)
            if visits.quarter_cost(leader, quarter) >= BROKEN
        ]
        if stop() or not (teams or short):
            return
        for team in teams:
            fill(visits, team)
            _respace(visits, team)
        for leader, quarter in short:
            _raise(visits, leader, quarter)


def fill(visits: Visits, team: int) -> None:
    """Add the missing visits of a team, each at the place that breaks least and then costs least."""
    while len(visits.of_team[team]) < visits.rule.count:
        call = cheapest(visits, team)
        if call is None:
            return
        visits.add(call)


def cheapest(visits: Visits, team: int) -> Call | None:
    best: tuple[int, int, int] | None = None
    chosen: Call | None = None
    for day in _days(visits, team):
        for leader in range(len(visits.home_of)):
            start = visits.start_for(team, day, leader)
            if start is None:
                continue
            call = Call(team, day, start, leader)
            rank = (_added(visits, call), day, leader)
            if best is None or rank < best:
                best, chosen = rank, call
    return chosen


def _days(visits: Visits, team: int) -> list[int]:
    """Days that are not too near another visit; all days when there are none."""
    low = visits.rule.min_gap_weeks
    weeks = [visits.problem.teams[team].last_visit_week, *(call.day // 7 for call in visits.of_team[team])]
    free = [day for day in range(visits.problem.days) if all(abs(day // 7 - week) >= low for week in weeks)]
    return free or list(range(visits.problem.days))


def _added(visits: Visits, call: Call) -> int:
    """What the visit would add to the cost; less than nothing when it mends a rule."""
    quarter = call.day // 7 // QUARTER_WEEKS
    before = visits.team_cost(call.team) + visits.quarter_cost(call.leader, quarter)
    visits.add(call)
    after = visits.team_cost(call.team) + visits.quarter_cost(call.leader, quarter)
    visits.remove(call)
    return after - before


def _respace(visits: Visits, team: int) -> None:
    """Take one visit out at a time and put it where it costs least."""
    for call in list(visits.of_team[team]):
        if call.held or visits.team_cost(team) < BROKEN:
            continue
        quarter = call.day // 7 // QUARTER_WEEKS
        before = visits.team_cost(team) + visits.quarter_cost(call.leader, quarter)
        visits.remove(call)
        without = visits.team_cost(team) + visits.quarter_cost(call.leader, quarter)
        better = cheapest(visits, team)
        visits.add(better if better is not None and without + _added(visits, better) < before else call)


def _raise(visits: Visits, leader: int, quarter: int) -> None:
    """Hand visits of that quarter to a leader who has too few, from leaders who can spare them."""
    while visits.quarter_cost(leader, quarter) >= BROKEN:
        best: tuple[int, int, int] | None = None
        chosen: tuple[Call, Call] | None = None
        for calls in visits.of_team:
            for call in [call for call in calls if not call.held and call.day // 7 // QUARTER_WEEKS == quarter]:
                if call.leader == leader:
                    continue
                visits.remove(call)
                start = visits.start_for(call.team, call.day, leader)
                if start is not None:
                    other = Call(call.team, call.day, start, leader)
                    change = _added(visits, other) - _added(visits, call)
                    if best is None or (change, call.day, call.team) < best:
                        best, chosen = (change, call.day, call.team), (call, other)
                visits.add(call)
        if chosen is None or best is None or best[0] >= 0:
            return
        visits.remove(chosen[0])
        visits.add(chosen[1])
