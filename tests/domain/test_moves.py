"""A move by hand is answered with the rules that it breaks."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from planner.domain.moves import Days, LeaderSide, Taken, TeamSide, objections
from planner.domain.shifts import Shift
from tests.domain.times import utc

BILLING = TeamSide(
    "Dublin Billing", "Dublin", "Europe/Dublin", Shift(time(9), time(17)), "Day", frozenset({0, 1, 2, 3, 4})
)
NIGHT = replace(BILLING, name="Night Support", shift=Shift(time(22, 30), time(6, 30)), shift_name="Night")
ELIF = LeaderSide("Elif Kaya")
TUESDAY_TEN = utc(2026, 3, 3, 10)
HALF_HOUR = timedelta(minutes=30)


def _at(start: datetime, team: TeamSide = BILLING, leader: LeaderSide | None = ELIF) -> list[str]:
    return objections(start, start + HALF_HOUR, team, leader)


def test_a_good_place_has_no_objections() -> None:
    assert _at(TUESDAY_TEN) == []
    assert _at(utc(2026, 3, 3, 16, 30)) == []


def test_a_public_holiday() -> None:
    assert _at(TUESDAY_TEN, replace(BILLING, holidays={date(2026, 3, 3): "Test Day"})) == [
        "Tuesday 3 March is a public holiday in Dublin (Test Day)."
    ]


def test_half_past_midnight_touches_the_holiday_on_either_side() -> None:
    after_midnight = utc(2026, 12, 25, 0, 30)
    for day, name in ((date(2026, 12, 24), "Thursday 24"), (date(2026, 12, 25), "Friday 25")):
        assert _at(after_midnight, replace(NIGHT, holidays={day: "Holiday"})) == [
            f"{name} December is a public holiday in Dublin (Holiday)."
        ]


def test_outside_the_shift() -> None:
    assert _at(utc(2026, 3, 3, 14), NIGHT) == ["The Night crew works 22:30–06:30; 14:00–14:30 is outside its shift."]
    assert _at(utc(2026, 3, 3, 16, 45)) == ["The Day crew works 09:00–17:00; 16:45–17:15 is outside its shift."]
    assert _at(utc(2026, 3, 3, 8), replace(BILLING, shift_name="")) == [
        "Dublin Billing works 09:00–17:00; 08:00–08:30 is outside its shift."
    ]


def test_a_night_shift_belongs_to_the_day_on_which_it_starts() -> None:
    assert _at(utc(2026, 3, 7, 2), NIGHT) == []
    assert _at(utc(2026, 3, 9, 2), NIGHT) == ["Night Support does not work on Sundays."]


def test_a_team_works_every_day_unless_said_otherwise() -> None:
    every_day = TeamSide("Dublin", "Dublin", "Europe/Dublin")
    assert [_at(utc(2026, 3, day, 10), every_day) for day in range(1, 8)] == [[]] * 7


def test_a_site_without_a_shift_still_has_working_days() -> None:
    assert _at(utc(2026, 3, 7, 10), replace(BILLING, shift=None)) == ["Dublin Billing does not work on Saturdays."]


def test_blackouts_and_peaks() -> None:
    closed = Days(date(2026, 3, 1), date(2026, 3, 5), "stocktaking")
    peak = Days(date(2026, 3, 3), date(2026, 3, 3))
    assert _at(TUESDAY_TEN, replace(BILLING, blackouts=[closed], peaks=[peak])) == [
        "Dublin is closed to events from 1 March to 5 March (stocktaking).",
        "Dublin has its peak on 3 March.",
    ]
    assert _at(utc(2026, 3, 6, 10), replace(BILLING, blackouts=[closed], peaks=[peak])) == []


def test_a_leader_who_is_away() -> None:
    away = replace(ELIF, absences=[Days(date(2026, 3, 2), date(2026, 3, 13), "leave")])
    assert _at(TUESDAY_TEN, leader=away) == ["Elif Kaya is away from 2 March to 13 March (leave)."]
    assert _at(TUESDAY_TEN, leader=None) == []


def test_overlaps_of_team_and_leader() -> None:
    story = Taken(utc(2026, 3, 3, 10, 15), utc(2026, 3, 3, 11), "Story round")
    board = Taken(utc(2026, 3, 3, 9), utc(2026, 3, 3, 10, 1), "Board")
    assert _at(TUESDAY_TEN, replace(BILLING, events=[story]), replace(ELIF, events=[board])) == [
        "Dublin Billing has “Story round” on Tuesday 3 March, 10:15–11:00: the two overlap.",
        "Elif Kaya has “Board” on Tuesday 3 March, 09:00–10:01: the two overlap.",
    ]


def test_events_which_touch_do_not_overlap() -> None:
    before = Taken(utc(2026, 3, 3, 9), TUESDAY_TEN, "Before")
    after = Taken(TUESDAY_TEN + HALF_HOUR, utc(2026, 3, 3, 11), "After")
    assert _at(TUESDAY_TEN, replace(BILLING, events=[before, after])) == []


def test_outside_the_program() -> None:
    program = Days(date(2026, 1, 5), date(2026, 3, 2))
    assert objections(TUESDAY_TEN, TUESDAY_TEN + HALF_HOUR, BILLING, program=program) == [
        "Tuesday 3 March is outside the program, which runs from 5 January to 2 March."
    ]


def test_an_event_which_ends_before_it_begins() -> None:
    assert objections(TUESDAY_TEN, TUESDAY_TEN, BILLING) == ["The event ends before it has begun: give it a later end."]


def test_several_objections_come_together() -> None:
    found = _at(utc(2026, 3, 7, 20), replace(BILLING, holidays={date(2026, 3, 7): "Test Day"}))
    assert found == [
        "Saturday 7 March is a public holiday in Dublin (Test Day).",
        "The Day crew works 09:00–17:00; 20:00–20:30 is outside its shift.",
        "Dublin Billing does not work on Saturdays.",
    ]
