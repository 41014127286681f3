"""Small problems for tests: one by hand, many by Hypothesis. Nothing outside this repository is read."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from planner.planning.problem import Problem

QUICK = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # shrinking would plan hundreds of years
)
"""Hypothesis for tests that plan a year each."""
START = date(2026, 1, 5)
KINDS = [
    ("K1", 15, 20, 0, 30),
    ("K2", 30, 0, 1, 45),
    ("K3", 15, 0, 0, 20),
    ("K4", 30, 10, 0, 40),
    ("C1", 30, 20, 5, 40),
    ("C2", 60, 40, 8, 60),
]
SHIFTS = [("DAY", "08:00", "16:00"), ("EVE", "15:00", "23:00"), ("NGT", "22:30", "06:30")]
ZONES = ["Europe/Dublin", "America/Halifax", "Asia/Kolkata"]
R1 = {"id": "R1", "name": "Monthly thanks", "count": 12, "ideal_gap_days": 30, "tolerance_days": 3}
R2 = {"id": "R2", "name": "Celebration", "count": 4, "ideal_gap_days": 91, "tolerance_days": 4}
TRACKS = [
    R1 | {"min_gap_days": 14, "max_gap_days": 56, "kinds": ["K1", "K2", "K3"]},
    R2 | {"min_gap_days": 42, "max_gap_days": 140, "kinds": ["K2", "K4"]},
]
VISIT = {
    "minutes": 30,
    "count": 4,
    "ideal_gap_weeks": 13,
    "tolerance_weeks": 1,
    "min_gap_weeks": 4,
    "max_gap_weeks": 20,
}
QUOTA = {"min": 0, "target": 4, "max": 12}


def document(
    *,
    sites: int = 1,
    teams: int = 3,
    leaders: int = 2,
    tracks: int = 2,
    celebrations: int = 2,
    visits: int = 4,
    policies: int = 1,
    weeks: int = 52,
    seed: int = 0,
    start: date = START,
) -> dict[str, Any]:
    """A problem in the benchmark's form that can be planned without breaking a rule."""
    rnd = random.Random(seed)
    days = 7 * weeks
    october = start + timedelta(days=273)
    return {
        "format": "csw-bench/1",
        "name": f"test-{seed}",
        "slot_minutes": 15,
        "horizon": {"start": start.isoformat(), "days": days},
        "months": [],
        "quarters": [{"id": "year", "start": start.isoformat(), "end": _day(start, days - 1), "budget": 100_000}],
        "csw": {
            "start": october.isoformat(),
            "end": _day(october, 6),
            "kinds": ["C1", "C2"][:celebrations],
        },
        "sites": [_site(number, rnd, start, days) for number in range(sites)],
        "shifts": [{"id": name, "start": begin, "end": end} for name, begin, end in SHIFTS],
        "teams": [_team(number, number % sites, leaders, rnd, start) for number in range(teams)],
        "kinds": [_kind(*kind) for kind in KINDS],
        "tracks": deepcopy(TRACKS[:tracks]),
        "visit": VISIT | {"count": visits, "max_gap_weeks": 20 if visits else 60},
        "leaders": [_leader(number, number % sites, rnd, start) for number in range(leaders)],
        "policies": [_policy(number, teams, leaders, weeks) for number in range(policies)],
        "policy_rules": {"max_sessions_per_week": 1},
        "weights": {},
        "pins": [],
    }


def _day(start: date, days: int) -> str:
    return (start + timedelta(days=days)).isoformat()


def _kind(name: str, minutes: int, fixed: int, head: int, committee: int) -> dict[str, Any]:
    costs = {"cost_fixed": fixed, "cost_per_head": head, "committee_minutes": committee}
    return {"id": name, "name": f"Kind {name}", "minutes": minutes} | costs


def _site(number: int, rnd: random.Random, start: date, days: int) -> dict[str, Any]:
    peak = rnd.randrange(60, 240)
    return {
        "id": f"S{number}",
        "name": f"Site {number}",
        "tz": ZONES[number % len(ZONES)],
        "holidays": {_day(start, rnd.randrange(0, 265)): "a holiday" for _ in range(8)},
        "blackouts": [{"start": _day(start, 350), "end": _day(start, 356), "reason": "freeze"}],
        "peak_weeks": [{"start": _day(start, peak), "end": _day(start, peak + 6), "reason": "peak"}],
        "peak_weekdays": [0],
        "volume": [rnd.randrange(0, 4) for _ in range(days)],
        "hosts": 2,
        "committee_minutes": [400] * (days // 7),
        "soft_week_load": 2,
    }


def _team(number: int, site: int, leaders: int, rnd: random.Random, start: date) -> dict[str, Any]:
    past = {"R1": {"date": _day(start, -rnd.randint(3, 28)), "kind": "K1"}}
    past["R2"] = {"date": _day(start, -rnd.randint(3, 80)), "kind": "K4"}
    return {
        "id": f"T{number}",
        "site": f"S{site}",
        "shift": SHIFTS[number % 3][0],
        "workdays": rnd.choice([[0, 1, 2, 3, 4], [1, 2, 3, 4, 5], [2, 3, 4, 5, 6], [6, 0, 1, 2, 3]]),
        "size": rnd.randint(5, 20),
        "history": past,
        "last_visit_week": -rnd.randint(1, 12),
        "last_visit_leader": f"L{rnd.randrange(leaders)}" if leaders else None,
    }


def _leader(number: int, site: int, rnd: random.Random, start: date) -> dict[str, Any]:
    away = rnd.randrange(0, 330)
    mornings = [start + timedelta(days=7 * week + number) for week in range(50)]
    return {
        "id": f"L{number}",
        "level": "director" if number == 0 else "manager",
        "home": f"S{site}",
        "quota": dict(QUOTA),
        "max_trips_per_quarter": 8,
        "max_visits_home_day": 2,
        "max_visits_trip_day": 5,
        "max_load_week": 6,
        "unavailable": [{"start": _day(start, away), "end": _day(start, away + 6), "reason": "leave"}],
        "busy": [[f"{day}T09:00Z", f"{day}T11:00Z"] for day in mornings],
    }


def _policy(number: int, teams: int, leaders: int, weeks: int) -> dict[str, Any]:
    whom = {"owner": f"L{number % max(1, leaders)}", "participants": [f"T{number % max(1, teams)}"]}
    window = {"window_start_week": 2 * number, "window_end_week": weeks - 1}
    return {"id": f"P{number}", "pain": 1 + number % 5, "minutes": 60} | whom | window


def problem(**options: Any) -> Problem:  # noqa: ANN401 -- the options of document
    return Problem.from_json(document(**options))


documents = st.builds(
    document,
    sites=st.integers(1, 2),
    teams=st.integers(1, 5),
    leaders=st.integers(1, 3),
    tracks=st.integers(0, 2),
    celebrations=st.integers(0, 2),
    visits=st.sampled_from([0, 3, 4]),
    policies=st.integers(0, 3),
    weeks=st.sampled_from([52, 53]),
    seed=st.integers(0, 1000),
    start=st.sampled_from([date(2026, 1, 5), date(2024, 1, 1), date(2027, 6, 28)]),
)
