"""A problem with the settings of a scenario: what changes, and that nothing else does."""

from dataclasses import replace
from datetime import date

import pytest

from planner.actions.problems import Built, build
from planner.actions.scenario_problem import judged_alike, with_settings
from planner.domain.refusals import Refused
from planner.domain.scenarios import Settings, Trips
from planner.models.programs import Program
from planner.planning.problem import Problem
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.year import Size, make_year

EARLY = date(2027, 1, 1)
"""Before the program begins."""


@pytest.fixture
def built(cast: Cast, clock: StoppedClock) -> Built:
    program: Program = make_year(cast, clock.now(), size=Size(teams=3, leaders=2, policies=1), budget=12_000)
    return build(program, clock.now())


@pytest.fixture
def problem(built: Built) -> Problem:
    return built.problem


def test_without_settings_the_problem_is_the_programs(problem: Problem) -> None:
    assert with_settings(problem, Settings(), EARLY) == problem


def test_a_tenth_less_budget_is_a_tenth_less_of_every_cap(problem: Problem) -> None:
    less = with_settings(problem, Settings(budget=-10), EARLY)
    assert [budget.budget for budget in less.budgets] == [int(budget.budget * 0.9) for budget in problem.budgets]
    assert replace(less, months=problem.months, quarters=problem.quarters) == problem


def test_more_visits_come_closer_and_leaders_owe_more(problem: Problem) -> None:
    more = with_settings(problem, Settings(visits=12), EARLY)
    was, now = problem.visit, more.visit
    assert (was.count, now.count) == (6, 12)
    assert now.ideal_gap_weeks == round(was.ideal_gap_weeks / 2)
    assert (now.min_gap_weeks <= was.min_gap_weeks, now.max_gap_weeks < was.max_gap_weeks) == (True, True)
    assert [leader.quota.max for leader in more.leaders] == [2 * leader.quota.max for leader in problem.leaders]


def test_fewer_visits_ask_less_of_leaders_and_leave_their_most(problem: Problem) -> None:
    fewer = with_settings(problem, Settings(visits=3), EARLY)
    assert [leader.quota.min for leader in fewer.leaders] == [leader.quota.min // 2 for leader in problem.leaders]
    assert [leader.quota.max for leader in fewer.leaders] == [leader.quota.max for leader in problem.leaders]


def test_night_teams_wait_longest_and_no_other_team_does(problem: Problem) -> None:
    first = with_settings(problem, Settings(nights=True), EARLY)
    nights = {shift.id for shift in problem.shifts if shift.end <= shift.start}
    changed = {new.id for new, old in zip(first.teams, problem.teams, strict=True) if new != old}
    assert changed <= {team.id for team in problem.teams if team.shift in nights}
    ideal = {track.id: track.ideal_gap_days for track in problem.tracks}
    waits = [
        (problem.start - last.date).days >= ideal[track]
        for team in first.teams
        if team.shift in nights
        for track, last in team.history.items()
    ]
    assert waits == [True] * len(waits)
    assert len(waits) > 0


def test_journeys_and_full_weeks_weigh_more(problem: Problem) -> None:
    calm = with_settings(problem, Settings(calm=True, trips=Trips.fewest), EARLY)
    assert (calm.weights.trip, calm.weights.load) == (10 * problem.weights.trip, 4 * problem.weights.load)
    assert all(new.soft_week_load <= old.soft_week_load for new, old in zip(calm.sites, problem.sites, strict=True))


def test_more_committee_time_is_more_in_every_week(problem: Problem) -> None:
    more = with_settings(problem, Settings(committee=50), EARLY)
    assert [site.committee_minutes[0] for site in more.sites] == [
        int(site.committee_minutes[0] * 1.5) for site in problem.sites
    ]


def test_a_scenario_is_judged_by_the_weights_of_the_program(problem: Problem) -> None:
    scenario = with_settings(problem, Settings(calm=True, nights=True, trips=Trips.fewer), EARLY)
    assert judged_alike(scenario, problem) == problem


@pytest.mark.parametrize(("settings", "field"), [(Settings(budget=5), "budget"), (Settings(visits=5), "visits")])
def test_what_means_nothing_in_the_program_is_refused(settings: Settings, field: str, problem: Problem) -> None:
    bare = replace(problem, months=(), quarters=(), visit=replace(problem.visit, count=0))
    with pytest.raises(Refused) as refusal:
        with_settings(bare, settings, EARLY)
    assert refusal.value.field == field


def test_what_is_over_stays_as_it_was(problem: Problem) -> None:
    today = date(2027, 9, 1)
    week = (today - problem.start).days // 7
    changed = with_settings(problem, Settings(budget=-10, committee=-50), today)
    assert {
        budget.end < today for old, budget in zip(problem.months, changed.months, strict=True) if old == budget
    } == {True}
    assert [len(set(site.committee_minutes[:week])) for site in changed.sites] == [1] * len(problem.sites)
    assert [site.committee_minutes[week] * 2 for site in changed.sites] == [
        site.committee_minutes[week - 1] for site in changed.sites
    ]
