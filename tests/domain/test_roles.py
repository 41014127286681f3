"""The table of roles, asked by its one question."""

import pytest

from planner.domain.roles import ACTS, acts_of, may
from planner.domain.states import Role


def test_hr_may_do_everything() -> None:
    assert [act for act in ACTS if not may(Role.hr, act)] == []


def test_a_viewer_only_looks() -> None:
    assert acts_of(Role.viewer) == {
        "see own page": "any",
        "see the calendar": "any",
        "see policies": "any",
        "see launches": "any",
        "see the board": "any",
        "see the strategy": "any",
        "see coverage": "any",
        "see reports": "any",
        "let programs read": "own",
        "make a feed": "own",
        "read the inbox": "own",
        "choose a way": "own",
    }


def test_only_hr_changes_the_plan_the_people_and_the_settings() -> None:
    for act in ACTS:
        if act.startswith(("edit", "import", "publish")) and act != "edit policies":
            assert [role for role in Role if may(role, act, own=True)] == [Role.hr], act


@pytest.mark.parametrize("role", [Role.lead, Role.executive, Role.assistant])
def test_a_visit_is_recorded_by_those_it_belongs_to(role: Role) -> None:
    assert may(role, "record a visit", own=True)
    assert not may(role, "record a visit")


def test_an_agent_sees_only_the_insights_they_passed_on() -> None:
    assert may(Role.agent, "see insights", own=True)
    assert not may(Role.agent, "see insights")


def test_everybody_who_works_here_may_thank_and_pass_on() -> None:
    for act in ("thank somebody", "pass on an insight"):
        assert [role for role in Role if not may(role, act)] == [Role.viewer]


def test_an_unknown_act_is_an_error_even_for_hr() -> None:
    with pytest.raises(KeyError):
        may(Role.hr, "see everything")


def test_what_is_own_is_never_less_than_what_is_not() -> None:
    assert [(r, a) for r in Role for a in ACTS if may(r, a) and not may(r, a, own=True)] == []
