"""A problem with the settings of a scenario: the same year, asked for a little differently."""

from dataclasses import replace
from datetime import date, timedelta
from math import ceil

from planner.domain.refusals import Refused
from planner.domain.scenarios import Settings, Trips
from planner.domain.weeks import week_index
from planner.planning.problem import Budget, Leader, Problem, Site, Team

TRIP_FACTOR = {Trips.as_now: 1, Trips.fewer: 3, Trips.fewest: 10}
CALM_LOAD, CALM_SHARE = 4, 0.8
"""Full weeks count so many times as much, and a week counts as full from this share of what it may be otherwise."""


def with_settings(problem: Problem, settings: Settings, today: date) -> Problem:
    """What is over stays as it was: budgets and committee time change from `today` on.

    Raises Refused for a setting that means nothing in this program.
    """
    changed = _weighted(problem, settings)
    if settings.budget:
        changed = _with_budget(changed, 1 + settings.budget / 100, today)
    if settings.visits and settings.visits != problem.visit.count:
        changed = _with_visits(changed, settings.visits)
    if settings.nights:
        changed = replace(changed, teams=tuple(_first(changed, team) for team in changed.teams))
    factor, week = 1 + settings.committee / 100, max(0, week_index(problem.start, today))
    return replace(changed, sites=tuple(_with_committee(site, factor, week) for site in changed.sites))


def judged_alike(problem: Problem, program: Problem) -> Problem:
    """The problem of a scenario with the weights of the program, so that what its year costs can be compared."""
    known = program.site
    sites = tuple(
        replace(site, soft_week_load=known[site.id].soft_week_load, soft_visit_load=known[site.id].soft_visit_load)
        for site in problem.sites
    )
    return replace(problem, weights=program.weights, sites=sites, teams=program.teams)


def _weighted(problem: Problem, settings: Settings) -> Problem:
    weights = replace(problem.weights, trip=problem.weights.trip * TRIP_FACTOR[settings.trips])
    if not settings.calm:
        return replace(problem, weights=weights)
    weights = replace(weights, load=weights.load * CALM_LOAD, visit_load=weights.visit_load * CALM_LOAD)
    return replace(problem, weights=weights, sites=tuple(_calm(site) for site in problem.sites))


def _calm(site: Site) -> Site:
    def less(load: int) -> int:
        return max(1, round(load * CALM_SHARE))

    visits = None if site.soft_visit_load is None else less(site.soft_visit_load)
    return replace(site, soft_week_load=less(site.soft_week_load), soft_visit_load=visits)


def _with_budget(problem: Problem, factor: float, today: date) -> Problem:
    if not problem.budgets:
        raise Refused("The program has no budget, so there is none to change: give it one under “Edit”.", "budget")

    def scaled(budgets: tuple[Budget, ...]) -> tuple[Budget, ...]:
        return tuple(_scaled(budget, factor) if budget.end >= today else budget for budget in budgets)

    return replace(problem, months=scaled(problem.months), quarters=scaled(problem.quarters))


def _scaled(budget: Budget, factor: float) -> Budget:
    return replace(budget, budget=int(budget.budget * factor))


def _with_visits(problem: Problem, count: int) -> Problem:
    """So many visits for each team; the gaps become shorter or longer with them, and leaders' quotas follow."""
    visit = problem.visit
    if not visit.count:
        raise Refused(
            "No floor visits are planned, so their number cannot be changed: add a cadence for them.", "visits"
        )
    share = visit.count / count
    changed = replace(
        visit,
        count=count,
        ideal_gap_weeks=max(1, round(visit.ideal_gap_weeks * share)),
        min_gap_weeks=max(1, int(visit.min_gap_weeks * share)),
        max_gap_weeks=max(1, ceil(visit.max_gap_weeks * share)),
    )
    return replace(problem, visit=changed, leaders=tuple(_asked(leader, 1 / share) for leader in problem.leaders))


def _asked(leader: Leader, factor: float) -> Leader:
    quota, more = leader.quota, max(1.0, factor)
    changed = replace(
        quota, min=int(quota.min * min(1.0, factor)), target=round(quota.target * factor), max=ceil(quota.max * more)
    )
    return replace(
        leader,
        quota=changed,
        max_trips_per_quarter=ceil(leader.max_trips_per_quarter * more),
        max_load_week=ceil(leader.max_load_week * more),
    )


def _first(problem: Problem, team: Team) -> Team:
    """A team that works at night counts as waiting since the ideal gap, so that the year begins with it."""
    shift = problem.shift[team.shift]
    if shift.end > shift.start:
        return team
    waiting = {track.id: problem.start - timedelta(days=track.ideal_gap_days) for track in problem.tracks}
    history = {name: replace(last, date=min(last.date, waiting[name])) for name, last in team.history.items()}
    return replace(team, history=history, last_visit_week=min(team.last_visit_week, -problem.visit.ideal_gap_weeks))


def _with_committee(site: Site, factor: float, week: int) -> Site:
    minutes = site.committee_minutes
    return replace(site, committee_minutes=(*minutes[:week], *(int(one * factor) for one in minutes[week:])))
