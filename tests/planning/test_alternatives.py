"""Other places for an event: what is claimed of each is what the check says of the whole plan with the event there."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.planning.generate import generate
from planner.planning.judge.check import Verdict, check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.reasons.alternatives import Alternative, alternatives
from planner.planning.reasons.books import Books
from planner.planning.reasons.places import places
from tests.planning.problems import document, documents
from tests.planning.random_plans import scattered
from tests.planning.tight_problems import tightened, with_own_rules

TYPES = ["recognition", "csw", "visit", "session"]


@cache
def year() -> tuple[Problem, Plan]:
    problem = Problem.from_json(document(sites=2, teams=4, leaders=3, policies=2, seed=2))
    return problem, generate(problem, time_limit=0.3, monotonic=lambda: 0.0)


def first(kind: str) -> Occurrence:
    return next(o for o in year()[1].occurrences if o.type == kind)


def swapped(plan: Plan, old: Occurrence, new: Occurrence) -> Plan:
    place = plan.occurrences.index(old)
    return replace(plan, occurrences=(*plan.occurrences[:place], new, *plan.occurrences[place + 1 :]))


def assert_true_to_the_check(problem: Problem, plan: Plan, old: Occurrence, found: list[Alternative]) -> None:
    before = check(problem, plan)
    for other in found:
        after = check(problem, swapped(plan, old, other.occurrence))
        assert (after.hard - before.hard, after.cost - before.cost) == (other.hard, other.cost)
        assert other.hard <= 0 or names_a_new_clash(before, after, other.sentences[-1])


def names_a_new_clash(before: Verdict, after: Verdict, sentence: str) -> bool:
    new = {item.sentence for item in after.broken} - {item.sentence for item in before.broken}
    return sentence.removeprefix("Not allowed: ") in new


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents, st.randoms(use_true_random=False), st.data())
def test_what_is_claimed_of_a_place_is_what_the_check_says(
    given_document: dict[str, Any], chance: random.Random, data: st.DataObject
) -> None:
    """On plans legal and broken alike, with and without pins, whatever the rules of the product add."""
    plan = scattered(Problem.from_json(given_document), chance)
    tight = with_own_rules(tightened(given_document, chance), chance)
    tight["pins"] = [what.to_json() for what in chance.sample(plan.occurrences, min(3, len(plan.occurrences)))]
    if plan.occurrences:
        problem, event = Problem.from_json(tight), data.draw(st.sampled_from(plan.occurrences))
        assert_true_to_the_check(problem, plan, event, alternatives(problem, plan, event))


@pytest.mark.parametrize("kind", TYPES)
def test_the_best_alternative_is_the_cheapest_legal_place_of_all(kind: str) -> None:
    problem, plan = year()
    event = first(kind)
    books = Books(problem, plan)
    placed = books.placed(event)
    assert placed is not None
    verdicts = [check(problem, swapped(plan, event, what), books.calendar) for _, what in places(books, placed)]
    legal = [verdict.cost for verdict in verdicts if not verdict.hard]
    best = alternatives(problem, plan, event)[0]
    assert (best.hard, best.cost) == (0, min(legal) - check(problem, plan).cost)


@pytest.mark.parametrize("kind", TYPES)
def test_legal_places_come_first_and_each_says_where_and_what_it_costs(kind: str) -> None:
    problem, plan = year()
    found = alternatives(problem, plan, first(kind), count=2)
    assert_true_to_the_check(problem, plan, first(kind), found)
    assert [other.hard > 0 for other in found] == sorted(other.hard > 0 for other in found)
    assert [len(other.sentences) for other in found] == [3 if other.hard > 0 else 2 for other in found]


def test_a_better_day_that_is_closed_is_named_with_the_rule_that_forbids_it() -> None:
    data = document(teams=1, leaders=1, policies=0, seed=2)
    data["sites"][0].update(volume=[3] * 364, peak_weekdays=[])
    problem = Problem.from_json(data)
    plan = generate(problem, time_limit=0.3, monotonic=lambda: 0.0)
    event = [o for o in plan.occurrences if o.track == "R1"][4]
    near = [event.start.date() + timedelta(days=step) for step in (1, -1, 2, -2, 3, -3)]
    day = next(date for date in near if date.weekday() in problem.teams[0].workdays)
    data["sites"][0]["volume"][(day - problem.start).days] = 0
    data["sites"][0]["holidays"] = {day.isoformat(): "Founders' Day"}
    changed = Problem.from_json(data)
    refused = [other for other in alternatives(changed, plan, event) if other.hard > 0]
    assert [other.occurrence.start.date() for other in refused][:1] == [day]
    assert "Founders' Day" in refused[0].sentences[-1]
    assert refused[0].sentences[-1].startswith("Not allowed: ")


def test_a_pinned_event_may_go_nowhere() -> None:
    problem, plan = year()
    pinned = replace(problem, pins=(first("visit"),))
    found = alternatives(pinned, plan, first("visit"))
    assert_true_to_the_check(pinned, plan, first("visit"), found)
    assert all(other.hard > 0 for other in found)


def test_books_can_be_asked_again_and_again() -> None:
    problem, plan = year()
    books = Books(problem, plan)
    once = [alternatives(problem, plan, first(kind), books=books) for kind in TYPES]
    assert [alternatives(problem, plan, first(kind), books=books) for kind in TYPES] == once
    assert [alternatives(problem, plan, first(kind)) for kind in TYPES] == once


def test_an_event_that_is_not_in_the_plan_has_no_alternatives() -> None:
    problem, plan = year()
    assert alternatives(problem, plan, replace(first("visit"), leader="L99")) == []
