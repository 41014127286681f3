"""Bounds: no legal plan costs less, and where the answer is plain they are exact."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given

from planner.planning.bounds import session_bound, visit_bound
from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.problem import Problem
from planner.planning.progress import Progress
from tests.planning.problems import QUICK, documents, problem


@QUICK
@given(documents)
def test_no_legal_plan_has_cheaper_visits_and_reviews(document: dict[str, Any]) -> None:
    year = Problem.from_json(document)
    verdict = check(year, generate(year, time_limit=0.4, monotonic=lambda: 0.0))
    assert verdict.hard == 0
    assert visit_bound(year) <= sum(
        verdict.parts[name] for name in ("visit_space", "trips", "over_target", "no_senior")
    )
    assert session_bound(year) <= verdict.parts["policy_delay"]


@QUICK
@given(documents)
def test_no_legal_plan_costs_less_than_the_progress_says(document: dict[str, Any]) -> None:
    year, heard = Problem.from_json(document), list[Progress]()
    plan = generate(year, time_limit=1.0, monotonic=lambda: 0.0, progress=heard.append)
    verdict, bound = check(year, plan), heard[-1].bound
    assert bound is not None
    assert verdict.hard > 0 or bound <= verdict.cost


def test_a_site_without_leaders_needs_journeys_of_as_many_visits_as_a_day_holds() -> None:
    year = problem(sites=2, teams=6, leaders=2, visits=4)
    leaders = tuple(replace(leader, home="S0", max_visits_trip_day=5) for leader in year.leaders)
    no_target = replace(year, leaders=leaders, weights=replace(year.weights, over_target=0))
    assert visit_bound(no_target) == 15 * 3  # twelve visits at S1


def test_without_a_senior_leader_every_team_misses_one() -> None:
    year = problem(teams=3, leaders=2)
    managers = replace(year, leaders=tuple(replace(leader, level="manager") for leader in year.leaders))
    assert visit_bound(managers) == visit_bound(year) + 3 * year.weights.no_senior


def test_two_reviews_in_the_same_first_week_cost_the_delay_of_the_less_painful() -> None:
    year = problem(policies=2)
    same = tuple(
        replace(policy, window_start_week=2, pain=pain) for policy, pain in zip(year.policies, (3, 5), strict=True)
    )
    alone = (replace(same[0], window_start_week=2),)
    first = session_bound(replace(year, policies=alone)) // 3
    assert session_bound(replace(year, policies=same)) == 3 * (first + 1) + 5 * first


def test_no_reviews_and_no_visits_cost_nothing() -> None:
    year = problem(policies=0, visits=0)
    senior = tuple(replace(leader, level="director") for leader in year.leaders)
    assert (visit_bound(replace(year, leaders=senior)), session_bound(year)) == (0, 0)
