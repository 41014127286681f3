"""What a repair changes, and why: every reason is a rule that would be broken without the change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Closure, Problem
from planner.planning.repair.changes import Move, moves
from planner.planning.repair.repair import replan
from tests.planning.problems import problem

FREEZE = datetime(2026, 5, 1, tzinfo=UTC)


@cache
def published() -> tuple[Problem, Plan]:
    year = problem(teams=4, leaders=3, policies=2, seed=11)
    return year, generate(year, time_limit=0.4, monotonic=lambda: 0.0)


def later(kind: str) -> Occurrence:
    return next(o for o in published()[1].occurrences if o.type == kind and o.start > FREEZE + timedelta(days=10))


def without_leader_on(visit: Occurrence) -> Problem:
    year, _ = published()
    day = visit.start.date()
    leaders = [
        replace(x, unavailable=(*x.unavailable, Closure(day, day, "ill"))) if x.id == visit.leader else x
        for x in year.leaders
    ]
    return replace(year, leaders=tuple(leaders))


def repair(year: Problem) -> list[Move]:
    _, plan = published()
    return moves(year, plan, replan(year, plan, freeze_before=FREEZE, time_limit=60.0))


def test_two_equal_plans_differ_in_nothing() -> None:
    year, plan = published()
    assert moves(year, plan, Plan.of(plan.occurrences)) == []


def test_a_visit_that_an_absence_moves_says_who_is_away() -> None:
    visit = later("visit")
    found = [move for move in repair(without_leader_on(visit)) if move.before == visit]
    when = f"{visit.leader} is away then (ill)."
    assert [move.why for move in found] == [[f"The floor visit of {visit.leader} to {visit.team}: {when}"]]


def test_a_pin_is_the_reason_of_what_it_moves() -> None:
    year, _ = published()
    event = later("recognition")
    pin = replace(event, start=event.start + timedelta(days=7))
    found = [move for move in repair(replace(year, pins=(pin,))) if move.after == pin]
    assert [(move.what, move.before, move.why) for move in found] == [("moved", event, ["It was put there by hand."])]


def test_another_leader_at_the_same_hour_is_reassigned_and_another_hour_moved() -> None:
    year, plan = published()
    visit = later("visit")
    rest = [what for what in plan.occurrences if what != visit]
    other = next(leader.id for leader in year.leaders if leader.id != visit.leader)
    for new, what in ((replace(visit, leader=other), "reassigned"), (replace(visit, start=FREEZE), "moved")):
        assert [move.what for move in moves(year, plan, Plan.of([*rest, new]))] == [what]


def test_what_has_no_counterpart_is_added_or_removed() -> None:
    year, plan = published()
    visit = later("visit")
    rest = Plan.of(what for what in plan.occurrences if what != visit)
    (gone,), (come,) = moves(year, plan, rest), moves(year, rest, plan)
    assert (gone.what, gone.before, gone.after) == ("removed", visit, None)
    assert (come.what, come.before, come.after) == ("added", None, visit)


def test_an_event_that_was_missing_names_the_rule_that_asked_for_it() -> None:
    year, plan = published()
    visit = later("visit")
    rest = Plan.of(what for what in plan.occurrences if what != visit)
    broken = {item.sentence for item in check(year, rest).broken} - {item.sentence for item in check(year, plan).broken}
    assert set(moves(year, rest, plan)[0].why) == broken


def test_what_could_have_stayed_says_what_the_change_saves() -> None:
    year, plan = published()
    visit = later("visit")
    rest = [what for what in plan.occurrences if what != visit]
    for day in range(1, 28):
        new = Plan.of([*rest, replace(visit, start=visit.start + timedelta(days=day))])
        worse = check(year, new).cost - check(year, plan).cost
        if check(year, new).hard == 0 and worse > 0:
            assert moves(year, new, plan)[0].why == [f"It could have stayed; here the year costs {worse} less."]
            return
    raise AssertionError("no worse legal place: choose another visit")
