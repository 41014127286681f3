"""What reviews and visits cost at least, by relaxations that are quick: with the recognition's own bound, of the whole."""

from __future__ import annotations

from planner.planning.calendar import Calendar
from planner.planning.problem import QUARTER_WEEKS, Policy, Problem, Site


def rest_bound(problem: Problem, calendar: Calendar) -> int:
    """No legal year can spend less on policy reviews and floor visits."""
    return reviews_bound(problem, calendar) + sum(visits_bound(problem, site) for site in problem.sites)


def reviews_bound(problem: Problem, calendar: Calendar) -> int:
    """Every week the most painful reviews that can be held by then: with one week each that is the least delay."""
    ready: dict[int, list[int]] = {}
    for policy in problem.policies:
        first = _first_week(problem, calendar, policy)
        ready.setdefault(first, []).append(policy.pain)
    waiting: list[int] = []
    cost, room = sum(_early(problem, calendar, policy) for policy in problem.policies), problem.max_sessions_per_week
    for week in range(problem.weeks):
        waiting = sorted(waiting + ready.get(week, []), reverse=True)[room:]
        cost += sum(waiting)
    return cost * problem.weights.policy_delay


def _first_week(problem: Problem, calendar: Calendar, policy: Policy) -> int:
    """The first week in its window with an hour that suits all teams, or in which it is pinned."""
    suits = [set(calendar.quiet_starts(problem.team[name], policy.minutes)) for name in policy.participants]
    first = calendar.quiet_starts(problem.team[policy.participants[0]], policy.minutes)
    weeks = [first[start] // 7 for start in suits[0].intersection(*suits[1:])]
    pinned = [calendar.day(pin.start.date()) // 7 - 1 for pin in problem.pins if pin.policy == policy.id]
    legal = [week for week in weeks if week >= policy.window_start_week] + pinned
    return max(policy.window_start_week, min(legal, default=policy.window_start_week))


def _early(problem: Problem, calendar: Calendar, policy: Policy) -> int:
    return policy.pain * (_first_week(problem, calendar, policy) - policy.window_start_week)


def visits_bound(problem: Problem, site: Site) -> int:
    """What the site's own leaders cannot make within their targets is made beyond them, or by as many as one trip takes."""
    weights, home = problem.weights, [leader for leader in problem.leaders if leader.home == site.id]
    due = problem.visit.count * sum(team.site == site.id for team in problem.teams)
    spare = problem.weeks - problem.judged_quarters * QUARTER_WEEKS  # weeks that no quota counts
    own = sum(one.quota.target * problem.judged_quarters + one.max_visits_home_day * 7 * spare for one in home)
    each = max((one.max_visits_trip_day for one in problem.leaders if one.home != site.id), default=0)
    missing = max(0, due - own)
    if not each:
        return weights.over_target * missing
    trips = range(-(-missing // each) + 1)
    return min(weights.trip * trip + weights.over_target * max(0, missing - trip * each) for trip in trips)
