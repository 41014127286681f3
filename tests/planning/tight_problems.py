"""Problems of every shape, some of them impossible: tight caps, closures anywhere, one team, one leader, nights at weekends."""

from __future__ import annotations

import random
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from planner.planning.problem import Weights
from tests.planning.problems import document

Json = dict[str, Any]
STARTS = [date(2026, 1, 5), date(2024, 1, 1), date(2028, 1, 3), date(2027, 6, 28), date(2025, 10, 20)]


def tightened(data: Json, chance: random.Random) -> Json:
    """Any cap may become too tight and any week may close: for judging plans, not for making them."""
    start = date.fromisoformat(data["horizon"]["start"])
    for site in data["sites"]:
        site["hosts"] = chance.choice([0, 1, 2])
        site["committee_minutes"] = [chance.choice([0, 40, 60, 400]) for _ in site["committee_minutes"]]
        site["peak_weekdays"] = chance.sample(range(7), chance.randint(0, 2))
        site["blackouts"].append(_closure(start, chance))
        site["peak_weeks"].append(_closure(start, chance))
    for leader in data["leaders"]:
        leader["quota"] = {"min": chance.randint(0, 3), "target": chance.randint(0, 4), "max": chance.randint(3, 5)}
        leader["level"] = chance.choice(["executive", "director", "manager"])
        for cap in ("max_trips_per_quarter", "max_visits_home_day", "max_visits_trip_day", "max_load_week"):
            leader[cap] = chance.randint(0, 2)
    for policy in data["policies"]:
        policy["window_start_week"] = chance.randrange(40)
        policy["window_end_week"] = policy["window_start_week"] + chance.randrange(11)
    data["policy_rules"]["max_sessions_per_week"] = chance.randint(0, 1)
    data["months"] = [_month(start, number, chance) for number in range(12)]
    return data


def _closure(start: date, chance: random.Random) -> Json:
    first = start + timedelta(days=chance.randrange(-5, 360))
    return {
        "start": first.isoformat(),
        "end": (first + timedelta(days=chance.randrange(30))).isoformat(),
        "reason": "shut",
    }


def _month(start: date, number: int, chance: random.Random) -> Json:
    first, last = start + timedelta(days=30 * number), start + timedelta(days=30 * number + 29)
    name = {"id": f"month {number}", "start": first.isoformat(), "end": last.isoformat()}
    return name | {"budget": chance.choice([50, 200, 5000])}


def with_weights(data: Json) -> Json:
    """The oracle reads the weights from the problem."""
    names = [part.name for part in fields(Weights) if part.name != "visit_load"]  # that one is the product's own
    return data | {"weights": {name: 2 + place for place, name in enumerate(names)}}


def with_own_rules(data: Json, chance: random.Random) -> Json:
    """What the product adds to the benchmark: minutes off the phones, and evenness of floor visits."""
    for team in data["teams"]:
        used = [chance.choice([0, 0, 30]) for _ in range(data["horizon"]["days"] // 7)]
        team.update(off_phone_week=chance.choice([15, 30, 90]), off_phone_used=used)
    for site in data["sites"]:
        site["soft_visit_load"] = chance.randint(0, 1)
    return data | {"weights": {"visit_load": 7}}


def squeezed(data: Json, how: str, share: float) -> Json:
    """One kind of tightness, as a year that HR might ask for: possible for some shares, impossible for others."""
    if how == "committee":
        for site in data["sites"]:
            site["committee_minutes"] = [int(200 * share)] * len(site["committee_minutes"])
    elif how == "budget":
        data["quarters"][0]["budget"] = int(6000 * share)
    elif how == "closed":
        first = date.fromisoformat(data["horizon"]["start"]) + timedelta(days=70)
        last = first + timedelta(days=int(80 * (1 - share)))
        data["sites"][0]["blackouts"].append(
            {"start": first.isoformat(), "end": last.isoformat(), "reason": "rebuilding"}
        )
    elif how == "quota":
        for leader in data["leaders"]:
            most = 1 + int(8 * share)
            leader["quota"] = {"min": 0, "target": most, "max": most}
    elif how == "weekend nights":
        for team in data["teams"]:
            team.update(shift="NGT", workdays=[5, 6])
    elif how == "mondays":
        start = date.fromisoformat(data["horizon"]["start"])
        mondays = [start + timedelta(weeks=week) for week in range(data["horizon"]["days"] // 7)]
        data["sites"][0]["holidays"] |= {day.isoformat(): "Monday off" for day in mondays}
    return data


squeezes = st.sampled_from(["committee", "budget", "closed", "quota", "weekend nights", "mondays"])
squeezed_documents = st.builds(
    squeezed,
    st.builds(
        document,
        sites=st.integers(1, 2),
        teams=st.integers(1, 3),
        leaders=st.integers(1, 2),
        policies=st.integers(0, 2),
        weeks=st.sampled_from([52, 53]),
        seed=st.integers(0, 1000),
        start=st.sampled_from(STARTS[:3]),
    ),
    squeezes,
    st.sampled_from([0.0, 0.2, 0.5, 1.0]),
)
