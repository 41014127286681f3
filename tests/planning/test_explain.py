"""Every event says why it is where it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from planner.planning.generate import generate
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.reasons.explain import why, why_each
from tests.planning.problems import document


@cache
def year() -> tuple[Problem, Plan]:
    problem = Problem.from_json(document(teams=3, leaders=2, policies=1, seed=2))
    return problem, generate(problem, time_limit=0.3, monotonic=lambda: 0.0)


def first(kind: str) -> Occurrence:
    return next(o for o in year()[1].occurrences if o.type == kind and o.team in (None, "T0"))


@pytest.mark.parametrize("kind", ["recognition", "csw", "visit", "session"])
def test_one_explanation_is_the_same_as_the_one_among_all(kind: str) -> None:
    problem, plan = year()
    event = first(kind)
    sentences = why(problem, plan, event)
    assert sentences == why_each(problem, plan)[plan.occurrences.index(event)]
    assert sentences


def test_recognition_is_explained_by_its_gap_first() -> None:
    problem, plan = year()
    event = first("recognition")
    past = problem.team["T0"].history[event.track or ""].date
    ideal = problem.track[event.track or ""].ideal_gap_days
    gap = (event.start.date() - past).days
    assert why(problem, plan, event)[0] == f"{gap} days after the last one; the ideal is {ideal}."


def test_a_pinned_event_says_so_first() -> None:
    problem, plan = year()
    event = first("visit")
    pinned = replace(problem, pins=(event,))
    assert why(pinned, plan, event)[0] == "Set by hand: it is pinned and the generator does not move it."


def test_an_event_that_is_not_in_the_plan_has_no_explanation() -> None:
    problem, plan = year()
    event = first("visit")
    assert why(problem, plan, replace(event, start=event.start + timedelta(days=1))) == []
