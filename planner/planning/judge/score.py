"""What a plan costs, part by part, as the benchmark counts it. Each part is a whole number."""

from __future__ import annotations

from collections import Counter

from planner.planning.judge.ledger import Ledger
from planner.planning.problem import QUARTER_WEEKS, Problem, Team, Weights

PARTS = (
    "space",
    "rotation",
    "volume",
    "load",
    "visit_space",
    "same_leader",
    "trips",
    "over_target",
    "no_senior",
    "policy_delay",
    "visit_load",
)


def off_ideal(gap: int, ideal: int, tolerance: int) -> int:
    return max(0, abs(gap - ideal) - tolerance)


def repeat_cost(weights: Weights, kind: str, last: str | None, before: str | None) -> int:
    if kind == last:
        return weights.rot_prev
    return weights.rot_prev2 if kind == before else 0


def cost_parts(problem: Problem, ledger: Ledger) -> dict[str, int]:
    parts: Counter[str] = Counter(dict.fromkeys(PARTS, 0))
    for team in problem.teams:
        _recognition(problem, ledger, team, parts)
        _visits(problem, ledger, team, parts)
    _shared(problem, ledger, parts)
    return dict(parts)


def _recognition(problem: Problem, ledger: Ledger, team: Team, parts: Counter[str]) -> None:
    weights, volume, start = problem.weights, problem.site[team.site].volume, problem.start.toordinal()
    for track in problem.tracks:
        past = team.history[track.id]
        day, last, before = past.date.toordinal() - start, past.kind, None
        for event in sorted(ledger.recognition[team.id, track.id]):
            off = off_ideal(event.day - day, track.ideal_gap_days, track.tolerance_days)
            parts["space"] += weights.space_day * off
            parts["rotation"] += repeat_cost(weights, event.kind, last, before)
            parts["volume"] += weights.volume * volume[event.day]
            day, last, before = event.day, event.kind, last


def _visits(problem: Problem, ledger: Ledger, team: Team, parts: Counter[str]) -> None:
    weights, rule, senior = problem.weights, problem.visit, False
    week, last, before = team.last_visit_week, team.last_visit_leader, None
    for visit in ledger.in_order(team.id):
        now = visit.day // 7
        parts["visit_space"] += weights.visit_week * off_ideal(now - week, rule.ideal_gap_weeks, rule.tolerance_weeks)
        if visit.leader == last:
            parts["same_leader"] += weights.same_leader
        elif visit.leader == before:
            parts["same_leader"] += weights.same_leader2
        senior = senior or problem.leader[visit.leader].senior
        week, last, before = now, visit.leader, last
    parts["no_senior"] += 0 if senior else weights.no_senior


def _shared(problem: Problem, ledger: Ledger, parts: Counter[str]) -> None:
    weights = problem.weights
    for site in problem.sites:
        loads = (ledger.week_load[site.id, week] for week in range(problem.weeks))
        parts["load"] += weights.load * sum(max(0, load - site.soft_week_load) for load in loads)
        if site.soft_visit_load is not None:
            visits = (ledger.visit_load[site.id, week] for week in range(problem.weeks))
            parts["visit_load"] += weights.visit_load * sum(max(0, count - site.soft_visit_load) for count in visits)
    parts["trips"] += weights.trip * sum(len(days) for days in ledger.trips.values())
    for leader in problem.leaders:
        for quarter in range(problem.judged_quarters):
            over = ledger.quarter_visits[leader.id, quarter] - leader.quota.target
            parts["over_target"] += weights.over_target * max(0, over)
    for policy in problem.policies:
        for day in ledger.sessions[policy.id][:1]:
            late = max(0, day // 7 - policy.window_start_week)
            parts["policy_delay"] += weights.policy_delay * policy.pain * late


def quarter_of(day: int) -> int:
    return day // 7 // QUARTER_WEEKS
