"""The weeks of a plan as strips: bars, their words, and one scale for plans that stand beside one another."""

from datetime import date

from planner.domain.kinds import EventKind
from planner.models.programs import Program
from planner.web.strips import months_along, scale_of, strips_of

PROGRAM = Program(starts_on=date(2027, 5, 3), ends_on=date(2028, 4, 30), celebration_starts_on=date(2027, 5, 17))
WEEKS = {"Tampa": {"floor visit": [0, 2, 0, 1]}, "Dublin": {"recognition": [1, 4, 30, 0], "floor visit": [0, 0, 1, 0]}}


def test_sites_come_by_name_and_kinds_in_their_order() -> None:
    strips = strips_of(WEEKS, PROGRAM)
    assert [(strip.site, [lane.kind for lane in strip.lanes], strip.total) for strip in strips] == [
        ("Dublin", [EventKind.recognition, EventKind.floor_visit], 36),
        ("Tampa", [EventKind.floor_visit], 3),
    ]


def test_a_bar_is_as_high_as_its_share_and_the_celebration_week_is_cut_off() -> None:
    dublin, tampa = strips_of(WEEKS, PROGRAM)
    assert dublin.celebration == 2
    assert dublin.lanes[0].path == "M0.1 10v-2.5h.8v2.5zM1.1 10v-10.0h.8v10.0zM2.1 10v-10.0h.8v10.0z"
    assert tampa.lanes[0].path == "M1.1 10v-10.0h.8v10.0zM3.1 10v-5.0h.8v5.0z"


def test_plans_beside_one_another_have_one_scale() -> None:
    other = {"Dublin": {"recognition": [8, 0, 0, 0]}}
    assert scale_of([WEEKS, other], PROGRAM) == {"recognition": 8, "floor visit": 2}
    assert strips_of(WEEKS, PROGRAM, scale_of([WEEKS, other], PROGRAM))[0].lanes[0].path.startswith("M0.1 10v-1.2")


def test_the_words_say_what_the_bars_show() -> None:
    tampa = strips_of(WEEKS, PROGRAM)[1]
    assert tampa.lanes[0].words == "3 floor visits in 4 weeks, most in the week of 10 May (2)"


def test_months_begin_with_the_programs_first() -> None:
    assert months_along(PROGRAM)[:2] == ["May", "Jun"]
    assert months_along(PROGRAM)[-1] == "Apr"


def test_a_plan_without_events_has_no_strips() -> None:
    assert strips_of({"Dublin": {}}, PROGRAM) == []
