"""The problem that the database poses: windows of policies, quotas that fit, holidays, the past, and pins."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.actions.draft_plan import read_draft
from planner.actions.generate import generate_now
from planner.actions.moves import move
from planner.actions.problem_policies import windows_of
from planner.actions.problems import build
from planner.actions.publish import publish
from planner.domain.kinds import EventKind
from planner.models import drafts
from planner.models.base import db, writing
from planner.models.leaders import Leader
from planner.models.policies import Policy
from planner.models.programs import Program
from planner.models.sites import Closure, ClosureKind, Holiday
from planner.models.teams import Team
from planner.planning.judge.check import check
from planner.planning.problem import Problem
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.year import Size, make_year

START, END = date(2027, 1, 4), date(2028, 1, 2)


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    return make_year(cast, clock.now(), size=Size(teams=3, leaders=2, policies=3), budget=12_000)


@pytest.mark.parametrize(
    ("reviewed", "months", "fixed", "windows"),
    [
        (None, 12, False, [(0, 25)]),
        (date(2026, 6, 15), 12, False, [(15, 23)]),
        (date(2024, 1, 1), 12, False, [(0, 8)]),
        (date(2026, 12, 20), 14, True, []),
        (date(2026, 12, 20), 14, False, []),
        (date(2027, 1, 3), 12, False, [(39, 51)]),
        (date(2026, 3, 31), 12, True, [(3, 11)]),
    ],
)
def test_a_policy_is_reviewed_in_the_weeks_before_it_is_due(
    reviewed: date | None, months: int, fixed: bool, windows: list[tuple[int, int]]
) -> None:
    policy = Policy(last_reviewed_on=reviewed, review_months=months, legally_fixed=fixed)
    assert windows_of(policy, START, END, 1) == windows


@given(
    reviewed=st.none() | st.dates(date(2015, 1, 1), date(2027, 12, 31)),
    months=st.integers(1, 60),
    fixed=st.booleans(),
    times=st.integers(1, 4),
)
def test_windows_lie_within_the_year_and_follow_one_another(
    reviewed: date | None, months: int, fixed: bool, times: int
) -> None:
    policy = Policy(last_reviewed_on=reviewed, review_months=months, legally_fixed=fixed)
    windows = windows_of(policy, START, END, times)
    assert len(windows) in (0, times)
    assert all(0 <= first <= last <= 51 for first, last in windows)
    assert all(one[1] < two[0] for one, two in pairwise(windows))


def test_the_problem_is_one_that_the_planning_room_reads(program: Program, clock: StoppedClock) -> None:
    problem = build(program, clock.now()).problem
    again = Problem.from_json(problem.to_json())
    assert again == problem
    assert (len(problem.teams), problem.visit.count, [track.count for track in problem.tracks]) == (5, 6, [12, 6])


def test_holidays_that_hr_struck_out_do_not_count(program: Program, cast: Cast, clock: StoppedClock) -> None:
    with writing():
        db.session.add(Holiday(site=cast.dublin, day=date(2027, 6, 7), name="June Holiday"))
        db.session.add(Holiday(site=cast.dublin, day=date(2027, 8, 2), name="August Holiday", observed=False))
        db.session.add(
            Closure(
                site=None,
                kind=ClosureKind.blackout,
                starts_on=date(2027, 12, 24),
                ends_on=date(2027, 12, 26),
                reason="Closed",
            )
        )
    problem = build(program, clock.now()).problem
    assert problem.site["Dublin"].holidays == {date(2027, 6, 7): "June Holiday"}
    assert [closure.start for closure in problem.site["Tampa"].blackouts] == [date(2027, 12, 24)]


def test_more_visits_than_leaders_allow_is_said_and_planned_all_the_same(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    with writing():
        for leader in drafts.working_leaders():
            leader.visits_least, leader.visits_owed, leader.visits_most = 0, 1, 1
    built = build(program, clock.now())
    assert sum(leader.quota.max for leader in built.problem.leaders) * 4 >= 5 * 6
    assert built.notes[0].startswith("5 teams are owed 30 floor visits, but the leaders' limits allow 12 in a year")


def test_nobody_to_visit_is_said(program: Program, cast: Cast, clock: StoppedClock) -> None:
    with writing():
        for leader in db.session.query(Leader):
            db.session.delete(leader)
    built = build(program, clock.now())
    assert (built.problem.visit.count, built.notes[0]) == (
        0, "Nobody owes floor visits yet, so none are planned: name leaders under People."
    )  # fmt: skip


def test_teams_that_share_no_hour_are_not_put_into_one_review(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    with writing():
        for policy in db.session.query(Policy):
            policy.teams = [cast.billing, _team("Team 00")]
            _team("Team 00").shift = cast.night
    built = build(program, clock.now())
    assert {policy.participants for policy in built.problem.policies} <= {("Billing",), ("Team 00",)}
    assert "finds no hour in which Billing and Team 00 all work" in built.notes[0]


def _team(name: str) -> Team:
    return next(team for team in drafts.working_teams() if team.name == name)


def test_what_was_held_last_year_is_the_past_of_this_one(program: Program, cast: Cast, clock: StoppedClock) -> None:
    from planner.actions.programs import copy_program

    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    publish(program.id, by=cast.hana, now=clock.now())
    last = [event for event in drafts.draft_events(program.id)
            if event.team_id == cast.billing.id and event.kind is EventKind.recognition][-1]  # fmt: skip
    following = copy_program(program.id, by=cast.hana, now=clock.now())
    problem = build(following, clock.now()).problem
    assert problem.team["Billing"].history["Monthly thanks"].date == max(
        last.wall_start.date(), following.starts_on - timedelta(days=30)
    )


def test_an_event_moved_by_hand_is_a_pin(program: Program, cast: Cast, clock: StoppedClock) -> None:
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    visit = next(event for event in drafts.draft_events(program.id) if event.kind is EventKind.floor_visit)
    move(visit, visit.wall_start + timedelta(days=1), cast.hana, clock.now(), force=True)
    built = build(program, clock.now())
    assert [(pin.type, pin.start, event.uid) for pin, event in built.pinned.items()] == [
        ("visit", visit.starts_at, visit.uid)
    ]


def test_a_budget_caps_the_year_its_quarters_and_months(program: Program, clock: StoppedClock) -> None:
    problem = build(program, clock.now()).problem
    assert (problem.quarters[0].id, problem.quarters[0].budget) == ("the whole year", 12_000)
    assert {cap.budget for cap in problem.months if cap.id != "October 2027"} == {2_000}


def test_a_review_that_was_held_is_the_years_even_when_the_next_is_due_later(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    publish(program.id, by=cast.hana, now=clock.now())
    clock.moment = next(e for e in drafts.draft_events(program.id) if e.policy_id).starts_at + timedelta(days=200)
    with writing():
        for event in drafts.draft_events(program.id):
            if event.policy is not None and event.starts_at < clock.now():
                event.policy.last_reviewed_on = event.wall_start.date()
    draft = read_draft(program, clock.now())
    assert check(draft.built.problem, draft.plan).by_code == {}
