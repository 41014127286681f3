"""What was published counts as allowed: quotas, caps and gaps give way to the year that people know, so that a repair mends what happened
and does not set about improving the rest."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from planner.planning.calendar import Calendar
from planner.planning.judge.ledger import Ledger
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import (
    QUARTER_WEEKS,
    Budget,
    LastEvent,
    Leader,
    Policy,
    Problem,
    Site,
    Team,
    Track,
    Visit,
)


def allowed_as_published(problem: Problem, plan: Plan, owed: Collection[str], fixed: Iterable[Occurrence]) -> Problem:
    """The problem in which `plan` breaks nothing by its numbers and gaps; what stands on a closed day or overlaps still does.

    `owed` names the policies whose review was published: others are for the next draft. `fixed` become the pins.
    """
    known = replace(problem, policies=tuple(policy for policy in problem.policies if policy.id in owed), pins=())
    books = Ledger(known, Calendar(known), plan)
    weeks = Counter(days[0] // 7 for days in books.sessions.values() if days)
    teams = tuple(_with_history(known, books, team) for team in known.teams)
    again = replace(known, teams=teams, pins=tuple(fixed))
    return replace(
        again,
        sites=tuple(_site(books, site) for site in known.sites),
        tracks=tuple(_track(again, books, track) for track in known.tracks),
        visit=_visit(again, books),
        leaders=tuple(_leader(known, books, leader) for leader in known.leaders),
        policies=tuple(_policy(books, policy) for policy in known.policies),
        max_sessions_per_week=max([known.max_sessions_per_week, *weeks.values()]),
        months=_budgets(books, known.months),
        quarters=_budgets(books, known.quarters),
    )


def _with_history(problem: Problem, books: Ledger, team: Team) -> Team:
    """The last time before the year, said so that the first published event comes when it was due."""
    history = dict(team.history)
    for track in problem.tracks:
        if events := books.recognition.get((team.id, track.id)):
            first = problem.start + timedelta(days=min(event.day for event in events))
            history[track.id] = LastEvent(first - timedelta(days=track.ideal_gap_days), history[track.id].kind)
    team = _with_cap(books, team)
    if visits := books.in_order(team.id):
        week = visits[0].day // 7 - problem.visit.ideal_gap_weeks
        return replace(team, history=history, last_visit_week=week)
    return replace(team, history=history)


def _with_cap(books: Ledger, team: Team) -> Team:
    if team.off_phone_week is None:
        return team
    weeks = [(week, minutes) for (name, week), minutes in books.team_minutes.items() if name == team.id]
    used = [minutes + (team.off_phone_used[week] if team.off_phone_used else 0) for week, minutes in weeks]
    return replace(team, off_phone_week=max([team.off_phone_week, *used]))


def _site(books: Ledger, site: Site) -> Site:
    used = (books.week_minutes[site.id, week] for week in range(len(site.committee_minutes)))
    return replace(site, committee_minutes=tuple(map(max, site.committee_minutes, used)))


def _track(problem: Problem, books: Ledger, track: Track) -> Track:
    gaps: list[int] = []
    for team in problem.teams:
        days = sorted(event.day for event in books.recognition.get((team.id, track.id), ()))
        gaps += [later - sooner for sooner, later in pairwise(days)]
        gaps += [problem.days - days[-1]] if len(days) == track.count else []
    longest = max([track.max_gap_days, *gaps])
    return replace(track, min_gap_days=min([track.min_gap_days, *gaps]), max_gap_days=longest)


def _visit(problem: Problem, books: Ledger) -> Visit:
    rule, gaps, ends = problem.visit, [], []
    for team in problem.teams:
        weeks = [visit.day // 7 for visit in books.in_order(team.id)]
        gaps += [later - sooner for sooner, later in pairwise(weeks)]
        ends += [problem.weeks - weeks[-1]] if len(weeks) == rule.count else []
    return replace(
        rule, min_gap_weeks=min([rule.min_gap_weeks, *gaps]), max_gap_weeks=max([rule.max_gap_weeks, *gaps, *ends])
    )


def _leader(problem: Problem, books: Ledger, leader: Leader) -> Leader:
    """Nobody is chased for a visit that somebody else makes; what a leader has already stays within the limits."""
    quarters = range(problem.weeks // QUARTER_WEEKS + 1)
    most = max([leader.quota.max, *(books.quarter_visits[leader.id, quarter] for quarter in quarters)])
    days = [(site, count) for (name, _, site), count in books.leader_days.items() if name == leader.id]
    return replace(
        leader,
        quota=replace(leader.quota, min=0, max=most),
        max_trips_per_quarter=max(
            [leader.max_trips_per_quarter, *(len(books.trips.get((leader.id, quarter), ())) for quarter in quarters)]
        ),
        max_visits_home_day=max([leader.max_visits_home_day, *(n for site, n in days if site == leader.home)]),
        max_visits_trip_day=max([leader.max_visits_trip_day, *(n for site, n in days if site != leader.home)]),
        max_load_week=max(
            [leader.max_load_week, *(n for (name, _), n in books.leader_weeks.items() if name == leader.id)]
        ),
    )


def _policy(books: Ledger, policy: Policy) -> Policy:
    weeks = [day // 7 for day in books.sessions.get(policy.id, ())]
    first, last = min([policy.window_start_week, *weeks]), max([policy.window_end_week, *weeks])
    return replace(policy, window_start_week=first, window_end_week=last)


def _budgets(books: Ledger, budgets: tuple[Budget, ...]) -> tuple[Budget, ...]:
    return tuple(replace(one, budget=max(one.budget, books.spent[one.id])) for one in budgets)
