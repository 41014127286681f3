"""Hours and days at which mistakes hide: clocks that change, the night before a holiday, leap days, the 53rd week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from planner.planning.calendar import Calendar
from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from tests.planning.oracle import Oracle
from tests.planning.problems import document
from tests.planning.tight_problems import with_weights

QUARTER_HOUR = timedelta(minutes=15)


def night_owls(zone: str, start: date, weeks: int = 52) -> dict[str, Any]:
    data = with_weights(document(teams=3, leaders=1, policies=0, weeks=weeks, start=start, seed=3))
    data["sites"][0].update(tz=zone, peak_weekdays=[])
    for team in data["teams"]:
        team.update(shift="NGT", workdays=[0, 1, 2, 3, 4, 5, 6])
    return data


def assert_alike_around(data: dict[str, Any], moment: datetime, kinds: tuple[str, ...] = ("K1", "K2")) -> None:
    """A single event at every quarter of an hour of two days: each legal or not as the obvious judge says."""
    problem = Problem.from_json(data)
    calendar = Calendar(problem)
    for step in range(2 * 96):
        for kind in kinds:
            start = moment + step * QUARTER_HOUR
            plan = Plan((Occurrence("recognition", start, team="T0", track="R1", kind=kind),))
            oracle = Oracle(data, plan.to_json())
            verdict = check(problem, plan, calendar)
            assert (verdict.by_code, verdict.cost) == (
                {c: n for c, n in sorted(oracle.broken.items()) if n},
                oracle.cost,
            )


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Dublin", datetime(2026, 3, 28, 12, tzinfo=UTC)),
        ("Europe/Dublin", datetime(2026, 10, 24, 12, tzinfo=UTC)),
        ("America/Halifax", datetime(2026, 3, 7, 12, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 0, tzinfo=UTC)),  # half an hour
        ("Asia/Kolkata", datetime(2026, 6, 1, tzinfo=UTC)),
    ],
)
def test_nights_on_which_the_clocks_change(zone: str, day: datetime) -> None:
    assert_alike_around(night_owls(zone, date(2026, 1, 5)), day, kinds=("K2",))


def test_a_night_into_a_holiday_and_a_night_into_a_blackout() -> None:
    data = night_owls("Europe/Dublin", date(2026, 1, 5))
    data["sites"][0]["holidays"] = {"2026-06-03": "a holiday"}
    data["sites"][0]["blackouts"] = [{"start": "2026-06-03", "end": "2026-06-04", "reason": "shut"}]
    assert_alike_around(data, datetime(2026, 6, 2, 18, tzinfo=UTC))


def test_the_first_and_the_last_night_of_the_year() -> None:
    data = night_owls("Asia/Manila", date(2026, 1, 5))
    assert_alike_around(data, datetime(2026, 1, 4, tzinfo=UTC), kinds=("K1",))
    assert_alike_around(data, datetime(2027, 1, 2, 12, tzinfo=UTC), kinds=("K1",))


def test_a_leap_day_is_a_day_like_any_other() -> None:
    assert_alike_around(night_owls("Europe/Dublin", date(2024, 1, 1)), datetime(2024, 2, 28, 12, tzinfo=UTC), ("K1",))


def test_a_53rd_week_has_no_quota_and_is_planned_all_the_same() -> None:
    data = document(teams=2, leaders=1, policies=0, weeks=53, seed=3)
    data["leaders"][0]["quota"] = {"min": 1, "target": 2, "max": 3}
    problem = Problem.from_json(data)
    plan = generate(problem, time_limit=0.4, monotonic=lambda: 0.0)
    assert check(problem, plan).by_code == {}
    last = [
        Occurrence("visit", datetime(2027, 1, 6, 10, minute, tzinfo=UTC), team="T0", leader="L0") for minute in (0, 30)
    ]
    codes = check(problem, Plan(tuple(last))).by_code
    assert codes["H17"] == 4  # nothing in the four quarters; the 53rd week counts in none


def test_twins_are_told_apart_from_one() -> None:
    """The same event twice is two events at the same time, not one."""
    problem = Problem.from_json(document(teams=1, leaders=1, policies=0, seed=3))
    visit = Occurrence("visit", datetime(2026, 5, 6, 10, tzinfo=UTC), team="T0", leader="L0")
    codes = check(problem, Plan((visit, visit))).by_code
    assert (codes["H09"], codes["H12"]) == (1, 1)
