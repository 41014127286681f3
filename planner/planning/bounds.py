"""What floor visits and policy reviews cost at least in any legal plan: relaxations that are solved exactly and quickly."""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import Any

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.judge.leaders import daily_cap
from planner.planning.judge.score import off_ideal
from planner.planning.plan import Occurrence
from planner.planning.problem import QUARTER_WEEKS, Leader, Policy, Problem, Team
from planner.planning.repair.limits import Limits
from planner.planning.repair.streams import event_of
from planner.planning.sessions import quiet_hours

ENDLESS = 10**9


def visit_bound(problem: Problem, calendar: Calendar | None = None) -> int:
    """Lower bound of the parts visit_space, trips, over_target and no_senior of a plan that breaks no rule.

    Space: each team alone, over the weeks in which it can be visited at all. Journeys and targets: each site alone, by
    the number of visits that its own leaders make; a journey makes as many as the most capable stranger may.
    """
    calendar = calendar or Calendar(problem)
    spaced = sum(_space(problem, calendar).values())
    senior = any(leader.senior for leader in problem.leaders)
    return (
        spaced
        + sum(_journeys(problem, site.id) for site in problem.sites)
        + (0 if senior else problem.weights.no_senior * len(problem.teams))
    )


def session_bound(problem: Problem, calendar: Calendar | None = None) -> int:
    """Lower bound of policy_delay: every policy in a week that has a legal hour for it, no week over its number.

    Solved as a transport problem, whose linear programme has whole solutions. Who else needs the hour is not looked at.
    """
    calendar = calendar or Calendar(problem)
    board = Board(problem, calendar)
    pinned = {pin.policy: pin for pin in problem.pins if pin.type == "session"}
    weeks = {policy: _weeks(board, policy, pinned.get(policy.id)) for policy in problem.policies}
    return _transport(problem, {policy: found for policy, found in weeks.items() if found})


def _weeks(board: Board, policy: Policy, pin: Occurrence | None) -> list[int]:
    if pin is not None:
        return [event_of(Limits(board.problem, board.calendar), pin).day // 7]
    first, last = policy.window_start_week, policy.window_end_week
    return sorted({day // 7 for _, day in quiet_hours(board, policy) if first <= day // 7 <= last})


def _transport(problem: Problem, weeks: dict[Policy, list[int]]) -> int:
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("GLOP")
    room = [solver.Constraint(0, problem.max_sessions_per_week) for _ in range(problem.weeks)]
    objective = solver.Objective()
    for policy, found in weeks.items():
        one: Any = solver.Constraint(1, 1)
        for week in found:
            held = solver.NumVar(0, 1, "")
            one.SetCoefficient(held, 1)
            room[week].SetCoefficient(held, 1)
            late = max(0, week - policy.window_start_week)
            objective.SetCoefficient(held, problem.weights.policy_delay * policy.pain * late)
    objective.SetMinimization()
    return ceil(objective.Value() - 1e-6) if solver.Solve() == pywraplp.Solver.OPTIMAL else 0


# -- visits


def _space(problem: Problem, calendar: Calendar) -> dict[str, int]:
    """The least cost of gaps, team by team."""
    pinned = {pin.team for pin in problem.pins if pin.type == "visit"}

    @cache
    def least(site: str, shift: str, workdays: tuple[int, ...], last: int, free: bool) -> int:
        team = next(t for t in problem.teams if (t.site, t.shift, t.workdays) == (site, shift, workdays))
        return _least_space(problem, last, set(range(problem.weeks)) if free else _open_weeks(calendar, team))

    return {t.id: least(t.site, t.shift, t.workdays, t.last_visit_week, t.id in pinned) for t in problem.teams}


def _open_weeks(calendar: Calendar, team: Team) -> set[int]:
    problem = calendar.problem
    return {day // 7 for day in range(problem.days) if calendar.starts(team, day, problem.visit.minutes)}


def _least_space(problem: Problem, last: int, weeks: set[int]) -> int:
    """A shortest path over the weeks; 0 when there is none, as then every plan breaks a rule."""
    rule = problem.visit
    reached = {last: 0}
    for _ in range(rule.count):
        ahead: dict[int, int] = {}
        for week, cost in reached.items():
            for gap in range(rule.min_gap_weeks, rule.max_gap_weeks + 1):
                if week + gap in weeks:
                    off = off_ideal(gap, rule.ideal_gap_weeks, rule.tolerance_weeks)
                    total = cost + problem.weights.visit_week * off
                    ahead[week + gap] = min(total, ahead.get(week + gap, ENDLESS))
        reached = ahead
    return min((cost for week, cost in reached.items() if problem.weeks - week <= rule.max_gap_weeks), default=0)


def _journeys(problem: Problem, site: str) -> int:
    """The cheapest mix of journeys to a site and of visits above the targets of those who are at home there."""
    need = problem.visit.count * sum(team.site == site for team in problem.teams)
    home = [leader for leader in problem.leaders if leader.home == site]
    strangers = [leader for leader in problem.leaders if leader.home != site]
    a_day = max((min(daily_cap(leader, site), leader.max_load_week) for leader in strangers), default=0)
    beyond = problem.weeks - QUARTER_WEEKS * problem.judged_quarters  # weeks that no quota counts
    target, most = _capacity(problem, home, beyond)
    choices = [
        problem.weights.trip * -(-away // a_day if a_day else 0)
        + problem.weights.over_target * max(0, need - away - target)
        for away in range(need + 1 if a_day else 1)
        if need - away <= most
    ]
    return min(choices, default=0)


def _capacity(problem: Problem, home: list[Leader], beyond: int) -> tuple[int, int]:
    """Visits that the leaders can make in the year up to their targets, and at most."""
    quarters = problem.judged_quarters
    free = sum(beyond * leader.max_load_week for leader in home)
    target = sum(quarters * leader.quota.target for leader in home)
    return target + free, sum(quarters * leader.quota.max for leader in home) + free
