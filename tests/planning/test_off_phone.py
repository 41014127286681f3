"""A team is off the phones for no more minutes a week than it may be: kept by the generator, judged by the checker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from tests.planning.problems import document, problem

CELEBRATION = 90  # minutes of both celebration events together, in week 39


def limited(minutes: int, used: int = 0) -> dict[str, Any]:
    data = document(seed=5, policies=0)
    for team in data["teams"]:
        team["off_phone_week"] = minutes
        team["off_phone_used"] = [used] * 39 + [0] + [used] * 12
    return data


def planned(data: dict[str, Any]) -> tuple[Problem, Plan]:
    year = Problem.from_json(data)
    return year, generate(year, time_limit=0.4, monotonic=lambda: 0.0)


def test_no_week_takes_more_minutes_than_the_team_may_be_off_the_phones() -> None:
    year, plan = planned(limited(CELEBRATION, used=CELEBRATION - 30))
    assert check(year, plan).by_code == {}
    minutes = {kind.id: kind.minutes for kind in year.kinds}
    weeks: dict[tuple[str | None, int], int] = {}
    for event in plan.occurrences:
        if event.type == "recognition":
            key = event.team, (event.start.date() - year.start).days // 7
            weeks[key] = weeks.get(key, 0) + minutes[event.kind or ""]
    assert max(weeks.values()) <= 30


def test_a_cap_below_every_event_is_reported_by_its_rule() -> None:
    year, plan = planned(limited(10))
    assert set(check(year, plan).by_code) == {"H24"}
    assert any("off the phones for" in sentence for sentence in plan.why_not)


def test_minutes_of_events_outside_the_plan_count() -> None:
    year = Problem.from_json(limited(CELEBRATION, used=CELEBRATION - 20))
    start = next(start for start in (year.start + timedelta(days=n) for n in range(1, 60)) if start.weekday() == 2)
    week = (start - year.start).days // 7
    at = problem(seed=5, policies=0).team["T0"]
    assert at.off_phone_week is None
    event = Occurrence("recognition", _noon(year, start), team="T0", track="R1", kind="K2")
    verdict = check(year, Plan((event,)))
    assert f"T0 is off the phones for 100 minutes in week {week + 1}; at most 90 are allowed." in [
        broken.sentence for broken in verdict.broken
    ]


def _noon(year: Problem, day: Any) -> Any:  # noqa: ANN401 -- a date in, an instant out
    from datetime import UTC, datetime, time

    return datetime.combine(day, time(12), UTC)


def test_the_cap_is_read_and_written_and_absent_where_there_is_none() -> None:
    year = Problem.from_json(limited(120, used=15))
    assert Problem.from_json(year.to_json()) == year
    plain = problem().to_json()["teams"]
    assert isinstance(plain, list)
    assert not {"off_phone_week", "off_phone_used"} & plain[0].keys()
