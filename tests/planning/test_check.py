"""Each hard rule is broken by hand once: the check must say so by its code, and a sound year must have none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from planner.planning.calendar import Calendar, minute_of
from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from tests.planning.problems import document, problem

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@cache
def year() -> Problem:
    return problem(sites=2, teams=4, leaders=2, policies=2, seed=7)


@cache
def sound() -> Plan:
    return generate(year(), time_limit=0.4, monotonic=lambda: 0.0)


def first(kind: str, after: int = 0, **match: str) -> Occurrence:
    found = (o for o in sound().occurrences if o.type == kind and all(getattr(o, k) == v for k, v in match.items()))
    return list(found)[after]


def codes(plan: Plan, given: Problem | None = None) -> dict[str, int]:
    return check(given or year(), plan).by_code


def changed(old: Occurrence, *new: Occurrence) -> Plan:
    return Plan.of([o for o in sound().occurrences if o != old] + list(new))


def moved(old: Occurrence, when: datetime) -> Plan:
    return changed(old, replace(old, start=when))


def with_document(change: Callable[[dict[str, Any]], object]) -> Problem:
    data = document(sites=2, teams=4, leaders=2, policies=2, seed=7)
    change(data)
    return Problem.from_json(data)


def test_a_sound_year_breaks_no_rule() -> None:
    verdict = check(year(), sound())
    assert (verdict.hard, verdict.by_code, verdict.broken) == (0, {}, [])


def test_the_cost_is_the_sum_of_its_parts() -> None:
    verdict = check(year(), sound())
    assert verdict.cost == sum(verdict.parts.values())


def test_h01_a_start_off_the_grid() -> None:
    event = first("visit")
    assert codes(moved(event, event.start + timedelta(minutes=5)))["H01"] == 1


def test_h01_a_kind_that_is_not_of_the_track() -> None:
    event = first("recognition", track="R1")
    assert codes(changed(event, replace(event, kind="K4")))["H01"] == 1


def test_h01_an_unknown_team() -> None:
    event = first("recognition")
    assert codes(changed(event, replace(event, team="T99")))["H01"] == 1


@pytest.mark.parametrize("kind", ["recognition", "csw", "visit", "session"])
def test_h02_an_event_that_is_missing(kind: str) -> None:
    assert codes(changed(first(kind)))["H02"] == 1


def test_h03_outside_the_shift() -> None:
    event = first("visit", team="T0")
    assert codes(moved(event, event.start.replace(hour=20)))["H03"] == 1


def test_h03_outside_the_year() -> None:
    event = first("visit", team="T0")
    assert codes(moved(event, event.start + timedelta(days=728)))["H03"] == 1


def closed(key: str, value: Any) -> Callable[[dict[str, Any]], None]:  # noqa: ANN401 -- JSON
    def change(data: dict[str, Any]) -> None:
        for site in data["sites"]:
            site[key] = value

    return change


def shift_date(event: Occurrence) -> str:
    calendar = Calendar(year())
    day = calendar.shift_day(year().team[event.team or ""], minute_of(event.start), minute_of(event.start) + 15)
    assert day is not None
    return calendar.date(day).isoformat()


def test_h04_a_public_holiday() -> None:
    event = first("visit", team="T0")
    given = with_document(lambda data: data["sites"][0]["holidays"].update({shift_date(event): "new"}))
    assert codes(Plan.of([event]), given)["H04"] == 1


def test_h04_a_night_that_runs_into_a_holiday() -> None:
    """Team T2 works nights: half past midnight after the 23rd is on the 24th."""
    calendar, team = Calendar(year()), year().team["T2"]
    day = next(d for d in range(200, 230) if calendar.starts(team, d, 30))
    late = calendar.starts(team, day, 30)[-1]
    event = first("visit", team="T2")
    when = datetime.fromtimestamp(late * 60, UTC)
    tomorrow = calendar.date(day + 1).isoformat()
    given = with_document(lambda data: data["sites"][0]["holidays"].update({tomorrow: "new"}))
    before, after = codes(moved(event, when)), codes(moved(event, when), given)
    assert after.get("H04", 0) - before.get("H04", 0) == 1


def test_h05_a_blackout() -> None:
    day = shift_date(first("visit", team="T0"))
    given = with_document(closed("blackouts", [{"start": day, "end": day, "reason": "freeze"}]))
    assert codes(sound(), given)["H05"] >= 1


def test_h06_a_peak_week() -> None:
    day = shift_date(first("recognition", team="T0"))
    given = with_document(closed("peak_weeks", [{"start": day, "end": day, "reason": "peak"}]))
    assert codes(sound(), given)["H06"] >= 1


def test_h06_a_peak_weekday() -> None:
    given = with_document(closed("peak_weekdays", [0, 1, 2, 3, 4, 5, 6]))
    events = sum(o.type == "recognition" for o in sound().occurrences)
    assert codes(sound(), given) == {"H06": events}


def test_h07_a_celebration_outside_its_week() -> None:
    event = first("csw")
    assert codes(moved(event, event.start - 14 * DAY))["H07"] == 1


def test_h07_recognition_inside_the_celebration_week() -> None:
    event, inside = first("recognition", team="T0"), first("csw", team="T0")
    assert codes(moved(event, inside.start + 2 * HOUR))["H07"] == 1


def test_h08_two_recognition_events_on_one_day() -> None:
    one, two = first("recognition", team="T0", track="R1"), first("recognition", team="T0", track="R2")
    assert codes(moved(two, one.start + HOUR))["H08"] == 1


def test_h09_two_events_of_a_team_at_once() -> None:
    one, two = first("recognition", team="T0", track="R1"), first("recognition", team="T0", track="R2")
    assert codes(moved(two, one.start))["H09"] == 1


def test_h10_a_gap_that_is_too_long() -> None:
    event = first("recognition", after=11, team="T0", track="R1")
    assert codes(moved(event, event.start - 28 * DAY))["H10"] >= 1


def test_h11_two_visits_too_near() -> None:
    one, two = first("visit", team="T0"), first("visit", after=1, team="T0")
    assert codes(moved(two, one.start + 7 * DAY))["H11"] >= 1


def test_h12_a_leader_in_two_places_at_once() -> None:
    one = first("visit", team="T0")
    other = first("visit", team="T2")
    assert codes(changed(other, replace(other, start=one.start, leader=one.leader)))["H12"] == 1


def test_h13_a_leader_who_is_away() -> None:
    event = first("visit", team="T0")
    away = [{"start": shift_date(event), "end": shift_date(event), "reason": "leave"}]
    given = with_document(lambda data: [x.update(unavailable=away) for x in data["leaders"] if x["id"] == event.leader])
    assert codes(sound(), given)["H13"] == 1


def test_h13_a_leader_who_is_busy() -> None:
    event = first("visit", team="T0")
    busy = [[f"{event.start:%Y-%m-%dT%H:%MZ}", f"{event.start + HOUR:%Y-%m-%dT%H:%MZ}"]]
    given = with_document(lambda data: [x.update(busy=busy) for x in data["leaders"] if x["id"] == event.leader])
    assert codes(sound(), given) == {"H13": 1}


def test_h14_a_leader_at_two_sites_on_one_day() -> None:
    one, other = first("visit", team="T0"), first("visit", team="T1")
    plan = changed(other, replace(other, start=one.start + 5 * HOUR, leader=one.leader))
    assert codes(plan)["H14"] == 1


def capped(**caps: int) -> Problem:
    return with_document(lambda data: [leader.update(caps) for leader in data["leaders"]])


def test_h15_too_many_visits_on_a_day() -> None:
    visits = sum(o.type == "visit" for o in sound().occurrences)
    assert codes(sound(), capped(max_visits_home_day=0, max_visits_trip_day=0)) == {"H15": visits}


def test_h16_too_much_in_a_week() -> None:
    engaged = sum(o.type in ("visit", "session") for o in sound().occurrences)
    assert codes(sound(), capped(max_load_week=0)) == {"H16": engaged}


def test_h17_below_and_above_the_quota() -> None:
    visits = sum(o.type == "visit" for o in sound().occurrences)
    low = with_document(lambda data: [x.update(quota={"min": 100, "target": 100, "max": 100}) for x in data["leaders"]])
    high = with_document(lambda data: [x.update(quota={"min": 0, "target": 0, "max": 0}) for x in data["leaders"]])
    assert codes(sound(), low) == {"H17": 2 * 4 * 100 - visits}
    assert codes(sound(), high) == {"H17": visits}


def test_h18_too_many_trips() -> None:
    away = replace(first("visit", team="T0"), leader="L1")
    plan = changed(first("visit", team="T0"), away)
    given = capped(max_trips_per_quarter=0)
    assert codes(plan, given).get("H18", 0) == check(given, plan).parts["trips"] // 15
    assert codes(plan, given)["H18"] >= 1


def test_h19_more_events_at_once_than_hosts() -> None:
    given = with_document(closed("hosts", 0))
    events = sum(o.type in ("recognition", "csw") for o in sound().occurrences)
    assert codes(sound(), given) == {"H19": events}


def test_h20_a_committee_without_time() -> None:
    given = with_document(closed("committee_minutes", [0] * 52))
    weeks = {
        (year().team[o.team or ""].site, (Calendar(year()).day(datetime.fromisoformat(shift_date(o)).date())) // 7)
        for o in sound().occurrences
        if o.type == "recognition"
    }
    assert codes(sound(), given) == {"H20": len(weeks)}


def test_h21_a_budget_that_does_not_reach() -> None:
    assert codes(sound(), with_document(lambda data: data["quarters"][0].update(budget=0))) == {"H21": 1}


def test_h22_a_review_outside_its_window_and_too_many_in_a_week() -> None:
    late = with_document(lambda data: data["policies"][0].update(window_start_week=51))
    assert codes(sound(), late) == {"H22": 1}
    none = with_document(lambda data: data["policy_rules"].update(max_sessions_per_week=0))
    assert codes(sound(), none) == {"H22": 2}


def test_h23_a_pin_that_is_missing() -> None:
    pin = first("recognition", team="T0")
    given = Problem.from_json(year().to_json() | {"pins": [pin.to_json()]})
    assert codes(sound(), given) == {}
    assert codes(changed(pin), given)["H23"] == 1


def test_a_broken_rule_names_its_occurrence_and_says_so_in_a_sentence() -> None:
    event = first("csw")
    plan = moved(event, event.start - 14 * DAY)
    found = next(broken for broken in check(year(), plan).broken if broken.code == "H07")
    assert found.occurrence is not None
    assert plan.occurrences[found.occurrence].start == event.start - 14 * DAY
    assert found.sentence.endswith("outside Customer Service Week.")
