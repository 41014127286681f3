"""The arithmetic of visits against a slow and obvious count, and what counts as substance."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.visit_figures import (
    Brought,
    VisitFact,
    VisitFigures,
    fair_percent,
    figures_by,
    figures_of,
    fine_streak,
)

TODAY = date(2027, 3, 15)
days = st.integers(-90, 90).map(lambda number: TODAY + timedelta(days=number))
brought = st.builds(Brought, st.integers(0, 2), st.integers(0, 2), st.booleans())
facts = st.builds(
    VisitFact,
    leader=st.integers(1, 3),
    team=st.none() | st.integers(1, 3),
    due_on=days,
    done_on=st.none() | days,
    excused=st.booleans(),
    brought=st.none() | brought,
)


def slowly(visits: list[VisitFact]) -> VisitFigures:
    done = due = late = excused = substance = 0
    for one in visits:
        if one.done_on is not None:
            done, due = done + 1, due + 1
            late += one.done_on > one.due_on
            if one.brought is not None and (one.brought.thanks or one.brought.issues or one.brought.nothing_raised):
                substance += 1
        elif one.excused:
            excused += 1
        elif one.due_on < TODAY:
            due += 1
    return VisitFigures(done, due, late, excused, substance)


@given(st.lists(facts, max_size=15))
def test_the_sums_are_those_of_a_slow_count(visits: list[VisitFact]) -> None:
    assert figures_of(visits, TODAY) == slowly(visits)


@given(st.lists(facts, max_size=15))
def test_the_groups_hold_every_visit_once(visits: list[VisitFact]) -> None:
    by_leader = figures_by(visits, lambda fact: fact.leader, TODAY)
    whole = figures_of(visits, TODAY)
    assert sum(one.done for one in by_leader.values()) == whole.done
    assert sum(one.due for one in by_leader.values()) == whole.due
    by_team = figures_by(visits, lambda fact: fact.team, TODAY)
    assert set(by_team) == {one.team for one in visits if one.team is not None}


def test_a_leader_who_owes_two_and_one_who_owes_twelve_count_the_same() -> None:
    assert fair_percent([VisitFigures(done=2, due=2), VisitFigures(done=6, due=12), VisitFigures()]) == 75
    assert fair_percent([VisitFigures()]) is None


def test_what_is_not_due_yet_and_what_was_excused_is_in_neither_figure() -> None:
    ahead = VisitFact(1, 1, TODAY + timedelta(days=1))
    excused = VisitFact(1, 1, TODAY - timedelta(days=9), excused=True)
    found = figures_of([ahead, excused], TODAY)
    assert (found.due, found.percent, found.excused) == (0, None, 1)


def done_with(what: Brought | None) -> VisitFact:
    return VisitFact(1, 1, TODAY, TODAY, brought=what)


def test_a_visit_that_nobody_wrote_down_has_no_substance() -> None:
    found = figures_of([done_with(None), done_with(Brought(nothing_raised=True)), done_with(Brought())], TODAY)
    assert (found.done, found.substance, found.substance_percent) == (3, 1, 33)


@given(st.lists(brought, max_size=8))
def test_a_streak_ends_with_the_first_visit_that_brought_something(found: list[Brought]) -> None:
    count = fine_streak(found)
    assert all(one.all_fine for one in found[:count])
    assert count == len(found) or not found[count].all_fine
