"""Writing a problem as csw-bench/1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from planner.planning.plan import instant_text
from planner.planning.problem import FORMAT, Budget, Closure, Leader, Problem, Shift, Site, Team


def write(problem: Problem) -> dict[str, object]:
    return {
        **problem.extra,
        "format": FORMAT,
        "name": problem.name,
        "slot_minutes": problem.slot_minutes,
        "horizon": {"start": problem.start.isoformat(), "days": problem.days},
        "months": _budgets(problem.months),
        "quarters": _budgets(problem.quarters),
        "csw": {
            "start": problem.csw.start.isoformat(),
            "end": problem.csw.end.isoformat(),
            "kinds": list(problem.csw.kinds),
        },
        "sites": [_site(site) for site in problem.sites],
        "shifts": [_shift(shift) for shift in problem.shifts],
        "teams": [_team(team) for team in problem.teams],
        "kinds": [asdict(kind) for kind in problem.kinds],
        "tracks": [asdict(track) | {"kinds": list(track.kinds)} for track in problem.tracks],
        "visit": asdict(problem.visit),
        "leaders": [_leader(leader) for leader in problem.leaders],
        "policies": [asdict(policy) | {"participants": list(policy.participants)} for policy in problem.policies],
        "policy_rules": {"max_sessions_per_week": problem.max_sessions_per_week},
        "weights": asdict(problem.weights),
        "pins": [pin.to_json() for pin in problem.pins],
    }


def _budgets(budgets: Iterable[Budget]) -> list[dict[str, object]]:
    return [{"id": b.id, "start": b.start.isoformat(), "end": b.end.isoformat(), "budget": b.budget} for b in budgets]


def _closures(closures: Iterable[Closure]) -> list[dict[str, str]]:
    return [{"start": c.start.isoformat(), "end": c.end.isoformat(), "reason": c.reason} for c in closures]


def _site(site: Site) -> dict[str, object]:
    known = {name: value for name, value in asdict(site).items() if name != "soft_visit_load" or value is not None}
    return known | {
        "holidays": {day.isoformat(): name for day, name in site.holidays.items()},
        "blackouts": _closures(site.blackouts),
        "peak_weeks": _closures(site.peak_weeks),
        "peak_weekdays": list(site.peak_weekdays),
        "volume": list(site.volume),
        "committee_minutes": list(site.committee_minutes),
    }


def _shift(shift: Shift) -> dict[str, str]:
    return {"id": shift.id, "start": shift.start.strftime("%H:%M"), "end": shift.end.strftime("%H:%M")}


def _team(team: Team) -> dict[str, object]:
    history = {track: {"date": last.date.isoformat(), "kind": last.kind} for track, last in team.history.items()}
    known = {name: value for name, value in asdict(team).items() if not name.startswith("off_phone")}
    if team.off_phone_week is not None:
        known["off_phone_week"] = team.off_phone_week
    if team.off_phone_used:
        known["off_phone_used"] = list(team.off_phone_used)
    return known | {"workdays": list(team.workdays), "history": history}


def _leader(leader: Leader) -> dict[str, object]:
    return asdict(leader) | {
        "unavailable": _closures(leader.unavailable),
        "busy": [[instant_text(start), instant_text(end)] for start, end in leader.busy],
    }
