"""What holds for any problem: it is planned without breaking a rule or the clash is named, and two judges agree."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.plan import Plan
from planner.planning.problem import Problem
from planner.planning.reasons.conflicts import why_not
from tests.planning.oracle import Oracle
from tests.planning.problems import QUICK, document, documents
from tests.planning.random_plans import scattered
from tests.planning.tight_problems import squeezed_documents, tightened, with_weights


def planned(problem: Problem) -> Plan:
    return generate(problem, time_limit=0.4, monotonic=lambda: 0.0)


@settings(QUICK, max_examples=8)
@given(squeezed_documents)
def test_any_year_keeps_every_rule_or_says_which_of_them_clash(given_document: dict[str, Any]) -> None:
    problem = Problem.from_json(given_document)
    verdict, answer = check(problem, planned(problem)), why_not(problem, seconds=60.0, monotonic=lambda: 0.0)
    assert (verdict.hard == 0) == (answer.clashes == ()), (verdict.by_code, answer.sentence)
    named = {code for clash in answer.clashes for code in clash.codes}
    assert not answer.clashes or named & verdict.by_code.keys()


@settings(QUICK, max_examples=30, derandomize=False)
@given(documents, st.integers(0, 10**9))
def test_the_check_agrees_with_the_obvious_on_any_plan(given_document: dict[str, Any], seed: int) -> None:
    """Plans scattered over a year in which everything is tight break nearly every rule."""
    chance = random.Random(seed)
    plan = scattered(Problem.from_json(given_document), chance)
    data = with_weights(tightened(given_document, chance))
    data["pins"] = [what.to_json() for what in chance.sample(plan.occurrences, min(2, len(plan.occurrences)))]
    assert_judged_alike(data, Plan(plan.occurrences[1:]))


@settings(QUICK, max_examples=5)
@given(documents)
def test_the_check_agrees_with_the_obvious_on_sound_plans(given_document: dict[str, Any]) -> None:
    data = with_weights(given_document)
    assert_judged_alike(data, planned(Problem.from_json(data)))


def assert_judged_alike(data: dict[str, Any], plan: Plan) -> None:
    verdict, oracle = check(Problem.from_json(data), plan), Oracle(data, plan.to_json())
    broken = {code: units for code, units in sorted(oracle.broken.items()) if units}
    assert (verdict.by_code, verdict.cost) == (broken, oracle.cost)


def test_the_random_plans_break_every_rule_somewhere() -> None:
    """Otherwise agreement would say little. H01 and H12 need a plan of their own; see the checks of each rule."""
    chance, seen = random.Random(7), set[str]()
    for number in range(12):
        data = document(sites=2, teams=4, leaders=2, policies=2, seed=number)
        plan = scattered(Problem.from_json(data), chance)
        tight = tightened(data, chance) | {"pins": [plan.occurrences[0].to_json()]}
        seen |= check(Problem.from_json(tight), Plan(plan.occurrences[1:])).by_code.keys()
    assert seen >= {f"H{number:02d}" for number in range(1, 24)} - {"H12"}
