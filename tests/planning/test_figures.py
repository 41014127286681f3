"""What HR compares: counted here by hand from the occurrences, and agreed with the check where the check says it too."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.judge.figures import LINES, compare, figures
from planner.planning.plan import Plan
from planner.planning.problem import Problem
from tests.planning.problems import document

ZONE = ZoneInfo("Europe/Dublin")


@cache
def year() -> tuple[Problem, Plan]:
    problem = Problem.from_json(document(teams=3, leaders=2, policies=2, seed=2))
    return problem, generate(problem, time_limit=0.3, monotonic=lambda: 0.0)


def test_cost_rules_and_journeys_are_those_of_the_check() -> None:
    problem, plan = year()
    found, verdict = figures(problem, plan), check(problem, plan)
    judged = (verdict.hard, verdict.by_code, verdict.cost, verdict.parts, verdict.parts["trips"] // 15)
    assert (found.hard, found.broken, found.cost, found.parts, found.trips) == judged


def test_coverage_is_counted_per_shift_and_site() -> None:
    problem, plan = year()
    found = figures(problem, plan)
    assert [(row.name, row.teams) for row in found.shifts] == [("DAY", 1), ("EVE", 1), ("NGT", 1)]
    assert [(row.name, row.teams, row.recognitions, row.visits) for row in found.sites] == [("S0", 3, 16.0, 4.0)]
    seniors = sum(o.leader == "L0" for o in plan.occurrences)
    assert found.sites[0].senior_visits == round(seniors / 3, 2)
    assert found.senior_share == round(seniors / 12, 3)


def test_the_longest_wait_counts_from_the_year_before() -> None:
    problem, plan = year()
    bare = figures(problem, Plan.of(o for o in plan.occurrences if o.type != "visit"))
    assert (bare.longest_wait_weeks, bare.visit_spread, bare.teams_without_senior) == (52, 0.0, 3)
    team = replace(problem.teams[0], last_visit_week=-40)
    waiting = figures(replace(problem, teams=(team, *problem.teams[1:])), plan)
    first = min(o.start.date() for o in plan.occurrences if o.type == "visit" and o.team == "T0")
    assert waiting.longest_wait_weeks == 40 + (first - problem.start).days // 7


def test_nights_and_weekends_are_local() -> None:
    problem, plan = year()
    events = [o for o in plan.occurrences if o.type in ("recognition", "visit")]
    night = sum(o.start.astimezone(ZONE).hour in (22, 23, 0, 1, 2, 3, 4, 5) for o in events)
    assert figures(problem, plan).night_share == round(night / len(events), 3)


def test_money_is_what_recognition_and_celebration_cost() -> None:
    problem, plan = year()
    size = {team.id: team.size for team in problem.teams}
    total = sum(problem.kind[o.kind].cost(size[o.team or ""]) for o in plan.occurrences if o.kind)
    found = figures(problem, plan)
    assert (found.spent, [(m.name, m.spent, m.budget) for m in found.money]) == (total, [("year", total, 100_000)])


def test_two_plans_are_compared_line_by_line() -> None:
    problem, plan = year()
    bare = Plan.of(o for o in plan.occurrences if o.type != "visit")
    one, two = figures(problem, plan), figures(problem, bare)
    lines = {line.name: line for line in compare(one, two)}
    assert list(lines) == [name for name, _, _ in LINES]
    assert (lines["hard"].first, lines["hard"].second, lines["hard"].better) == (0, two.hard, "first")
    assert lines["night_share"].better is None
    assert [line.better for line in compare(one, one)] == [None] * len(LINES)


def test_figures_can_be_written_as_json() -> None:
    found = figures(*year()).to_json()
    assert json.loads(json.dumps(found))["sites"][0]["name"] == "S0"


def test_an_empty_plan_has_figures_too() -> None:
    problem, _ = year()
    found = figures(problem, Plan.of([]))
    assert (found.events, found.spent, found.review_delay_weeks, found.senior_share) == (0, 0, 0.0, 0.0)
