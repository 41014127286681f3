"""Why no year is possible: a clash really is one, is as small as can be, and what is suggested really helps."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.plan import Plan
from planner.planning.problem import Problem
from planner.planning.reasons.clashes import Clash
from planner.planning.reasons.conflicts import WhyNot, why_not
from tests.planning.problems import document

Case = Callable[[dict[str, Any]], object]


def planned(problem: Problem) -> Plan:
    return generate(problem, time_limit=0.4, monotonic=lambda: 0.0)


def asked(problem: Problem) -> WhyNot:
    return why_not(problem, seconds=60.0, monotonic=lambda: 0.0)


def closed_in_spring(data: dict[str, Any]) -> None:
    data["sites"][0]["blackouts"] = [{"start": "2026-03-01", "end": "2026-05-31", "reason": "closed"}]


def closed_for_ever(data: dict[str, Any]) -> None:
    data["sites"][0]["blackouts"] = [{"start": "2026-01-05", "end": "2027-01-10", "reason": "closed"}]


def too_little_money(data: dict[str, Any]) -> None:
    data["quarters"][0]["budget"] = 300


def no_committee_in_spring(data: dict[str, Any]) -> None:
    data["sites"][0]["committee_minutes"] = [0 if 10 <= week < 25 else 400 for week in range(52)]


def little_committee(data: dict[str, Any]) -> None:
    data["sites"][0]["committee_minutes"] = [20] * 52


def quotas_too_high(data: dict[str, Any]) -> None:
    for leader in data["leaders"]:
        leader["quota"] = {"min": 5, "target": 6, "max": 12}


def quotas_too_low(data: dict[str, Any]) -> None:
    for leader in data["leaders"]:
        leader["quota"] = {"min": 0, "target": 1, "max": 1}


def leaders_away(data: dict[str, Any]) -> None:
    for leader in data["leaders"]:
        leader["unavailable"].append({"start": "2026-03-01", "end": "2026-08-31", "reason": "long leave"})


def one_leader_owes_too_much(data: dict[str, Any]) -> None:
    data["leaders"][1]["quota"] = {"min": 1, "target": 2, "max": 12}
    data["leaders"][1]["unavailable"] = [{"start": "2026-01-01", "end": "2026-04-30", "reason": "parental leave"}]


def window_inside_a_peak(data: dict[str, Any]) -> None:
    data["sites"][0]["peak_weeks"].append({"start": "2026-04-06", "end": "2026-05-03", "reason": "launch"})
    data["policies"][0].update(window_start_week=13, window_end_week=16)


def owner_on_sabbatical(data: dict[str, Any]) -> None:
    data["policies"][0]["owner"] = "L0"
    data["leaders"][0]["unavailable"] = [{"start": "2026-01-01", "end": "2027-02-01", "reason": "sabbatical"}]


def no_week_for_reviews(data: dict[str, Any]) -> None:
    data["policy_rules"]["max_sessions_per_week"] = 0


def two_reviews_for_one_week(data: dict[str, Any]) -> None:
    second = dict(data["policies"][0], id="P9", window_start_week=20, window_end_week=20)
    data["policies"] = [dict(second, id="P8"), second]


def no_hosts(data: dict[str, Any]) -> None:
    data["sites"][0]["hosts"] = 0


def always_on_the_phones(data: dict[str, Any]) -> None:
    for team in data["teams"]:
        team.update(off_phone_week=60, off_phone_used=[60 if 10 <= week < 20 else 0 for week in range(52)])
    data["csw"]["kinds"] = ["C1"]


def celebration_off_the_phones(data: dict[str, Any]) -> None:
    data["teams"][1]["off_phone_week"] = 75


def closed_in_celebration_week(data: dict[str, Any]) -> None:
    data["sites"][0]["blackouts"].append({"start": "2026-10-05", "end": "2026-10-10", "reason": "migration"})


def works_on_peak_weekdays_only(data: dict[str, Any]) -> None:
    data["teams"][0]["workdays"] = [0]
    data["csw"]["kinds"] = data["csw"]["kinds"][:1]


def pin(**more: str) -> dict[str, str]:
    return {"type": "recognition", "team": "T0", "track": "R1", "kind": "K1", "start": "2026-05-06T10:00Z"} | more


def pinned_on_a_holiday(data: dict[str, Any]) -> None:
    data["sites"][0]["holidays"]["2026-05-05"] = "Founders' Day"
    data["pins"] = [pin(start="2026-05-05T10:00Z")]


def pins_at_the_same_time(data: dict[str, Any]) -> None:
    data["pins"] = [pin(), {"type": "visit", "team": "T0", "leader": "L1", "start": "2026-05-06T10:00Z"}]


def pins_too_near(data: dict[str, Any]) -> None:
    data["pins"] = [pin(), pin(start="2026-05-13T10:00Z")]


CASES: list[tuple[Case, set[str], tuple[str, ...]]] = [
    (closed_in_spring, {"H02", "H05", "H10"}, ("T0", "T1", "T2", "T3")),
    (too_little_money, {"H02", "H21"}, ("Budget year",)),
    (no_committee_in_spring, {"H02", "H10", "H20"}, ("Site 0",)),
    (little_committee, {"H02", "H20"}, ("Site 0",)),
    (quotas_too_high, {"H17"}, ("L0", "L1")),
    (quotas_too_low, {"H02", "H17"}, ("L0", "L1")),
    (leaders_away, {"H02", "H11", "H13"}, ("T0", "T1", "T2", "T3")),
    (one_leader_owes_too_much, {"H13", "H17"}, ("L1",)),
    (window_inside_a_peak, {"H02", "H06", "H22"}, ("P0",)),
    (owner_on_sabbatical, {"H02", "H13"}, ("P0",)),
    (no_week_for_reviews, {"H02", "H22"}, ("P0",)),
    (two_reviews_for_one_week, {"H02", "H22"}, ("P8", "P9")),
    (no_hosts, {"H02", "H19"}, ("T0", "T1", "T2", "T3")),
    (always_on_the_phones, {"H02", "H10", "H24"}, ("T0", "T1", "T2", "T3")),
    (celebration_off_the_phones, {"H02", "H24"}, ("T1",)),
    (closed_in_celebration_week, {"H02", "H05"}, ("T0", "T1", "T2", "T3")),
    (pinned_on_a_holiday, {"H04", "H23"}, ("T0",)),
    (pins_at_the_same_time, {"H09", "H23"}, ("T0",)),
    (pins_too_near, {"H10", "H23"}, ("T0",)),
]
NAMES = [case.__name__ for case, _, _ in CASES]


def changed(case: Case) -> Problem:
    data = document(seed=5, teams=4)
    case(data)
    return Problem.from_json(data)


@cache
def answer(case: Case) -> WhyNot:
    return asked(changed(case))


@pytest.mark.parametrize(("case", "codes", "whom"), CASES, ids=NAMES)
def test_the_clash_that_was_made_is_the_one_that_is_named(case: Case, codes: set[str], whom: tuple[str, ...]) -> None:
    found = answer(case)
    assert [(set(clash.codes), clash.whom) for clash in found.clashes] == [(codes, whom)]
    assert found.sentence == "No year can keep every rule: there is one clash."
    assert found.complete


@pytest.mark.parametrize("case", [case for case, _, _ in CASES], ids=NAMES)
def test_a_clash_is_one_and_without_any_of_its_needs_it_is_none(case: Case) -> None:
    for clash in answer(case).clashes:
        assert_minimal(clash)


def assert_minimal(clash: Clash) -> None:
    assert not clash.part.feasible(clash.part.problem)
    assert not clash.part.feasible(clash.core)
    for need in clash.needs:
        assert clash.part.feasible(need.drop(clash.core)), need.words


@pytest.mark.parametrize("case", [case for case, _, _ in CASES], ids=NAMES)
def test_every_change_that_is_suggested_ends_the_clash(case: Case) -> None:
    problem, found = changed(case), answer(case)
    assert found.changes
    for change in found.changes:
        assert asked(change.apply(problem)).clashes == (), change.sentence


@pytest.mark.parametrize("case", [case for case, _, _ in CASES[::3]], ids=NAMES[::3])
def test_no_plan_for_a_clash_and_a_sound_plan_after_the_first_change(case: Case) -> None:
    problem, found = changed(case), answer(case)
    assert check(problem, planned(problem)).hard > 0
    eased = found.changes[0].apply(problem)
    assert check(eased, planned(eased)).by_code == {}


def test_what_is_impossible_whatever_is_changed_is_said_as_well() -> None:
    problem = changed(closed_for_ever)
    found = asked(problem)
    assert {clash.whom for clash in found.clashes} == {("T0", "T1", "T2", "T3"), ("P0",)}
    for clash in found.clashes:
        assert_minimal(clash)


def test_a_team_without_a_day_in_common_with_its_rules_is_named_alone() -> None:
    found = asked(changed(works_on_peak_weekdays_only))
    assert {clash.whom for clash in found.clashes} == {("T0",)}
    assert {code for clash in found.clashes for code in clash.codes} == {"H02", "H03", "H06"}


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1000), st.sets(st.sampled_from([case for case, _, _ in CASES[:14]]), min_size=2, max_size=2))
def test_clashes_that_come_together_are_each_minimal(seed: int, cases: set[Case]) -> None:
    data = document(seed=seed, teams=2)
    for case in sorted(cases, key=lambda case: case.__name__):
        case(data)
    for clash in asked(Problem.from_json(data)).clashes:
        assert_minimal(clash)
        for change in clash.changes:
            assert clash.part.certain(change.apply(clash.part.problem)), change.sentence


def test_a_year_that_can_be_kept_has_no_clash() -> None:
    problem = Problem.from_json(document(seed=5, teams=4))
    found = asked(problem)
    assert (found.clashes, found.changes, found.complete) == ((), (), True)
    assert found.sentence == "No clash was found: every rule can probably be kept."
    assert why_not(problem, plan=planned(problem), seconds=5.0).sentence == "This year keeps every rule."


def test_a_plan_that_breaks_what_could_be_kept_is_said_to_need_a_longer_search() -> None:
    problem = Problem.from_json(document(seed=5, teams=4))
    found = why_not(problem, plan=Plan(planned(problem).occurrences[1:]), seconds=60.0)
    assert found.sentence == "No clash was found: a longer search may keep the rules that this plan breaks."
    assert found.broken


def test_when_time_is_over_the_answer_says_that_it_is_not_complete() -> None:
    found = why_not(changed(closed_in_spring), seconds=60.0, stop=lambda: True)
    assert (found.clashes, found.complete) == ((), False)
