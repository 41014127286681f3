"""The spread of a year: empty weeks, full weeks, evenness."""

from datetime import date

import pytest

from planner.domain.balance import (
    Dated,
    FullWeek,
    empty_weeks,
    evenness_by_shift,
    evenness_by_team,
    full_weeks,
    share_outside,
)

START, END = date(2027, 1, 4), date(2027, 1, 31)


def test_weeks_with_nothing_in_them() -> None:
    events = [Dated(date(2027, 1, 10)), Dated(date(2027, 1, 18))]
    assert empty_weeks(events, START, END) == [date(2027, 1, 11), date(2027, 1, 25)]
    assert empty_weeks(events, START, END, closed=[date(2027, 1, 27)]) == [date(2027, 1, 11)]


def test_a_team_with_too_many_events_in_a_week() -> None:
    events = [Dated(date(2027, 1, day), "Billing") for day in (4, 6, 10)] + [Dated(date(2027, 1, 5), "Sales")]
    assert full_weeks(events, START, END, team_cap=2) == [
        FullWeek(START, "Billing has 3 events in the week of 4 January; 2 is the most that is meant.")
    ]
    assert full_weeks(events, START, END, team_cap=3) == []


def test_a_team_which_is_off_the_phones_too_long() -> None:
    events = [Dated(date(2027, 1, 4), "Billing", minutes=60), Dated(date(2027, 1, 5), "Billing", minutes=45)]
    events.append(Dated(date(2027, 1, 12), minutes=120))
    assert [week.reason for week in full_weeks(events, START, END, team_cap=9, minutes_cap=90)] == [
        "Billing is off the phones for 105 minutes in the week of 4 January; 90 is the most that is meant.",
        "Everybody is off the phones for 120 minutes in the week of 11 January; 90 is the most that is meant.",
    ]


def test_the_celebration_week_is_full_on_purpose_and_other_years_do_not_count() -> None:
    events = [Dated(date(2027, 10, day), "Billing") for day in (4, 5, 6)]
    assert full_weeks(events, START, date(2027, 12, 31), team_cap=2, celebration=[date(2027, 10, 4)]) == []
    assert full_weeks(events, START, END, team_cap=2) == []


def test_the_share_outside_the_celebration_week() -> None:
    week = [(date(2027, 10, 4), date(2027, 10, 8))]
    events = [Dated(date(2027, 10, day)) for day in (4, 8, 9)] + [Dated(date(2027, 3, 1))]
    assert share_outside(events, week) == pytest.approx(0.5)
    assert share_outside(events, []) == pytest.approx(1.0)
    assert share_outside([], week) is None


def test_evenness_counts_those_with_nothing() -> None:
    events = [Dated(START, "Billing", "Day"), Dated(END, "Billing", "Night"), Dated(END, "Sales", "Day")]
    by_team = evenness_by_team(events, ["Billing", "Sales", "Night crew"])
    assert (by_team.counts, by_team.least, by_team.most, by_team.ratio) == (
        {"Billing": 2, "Sales": 1, "Night crew": 0},
        0,
        2,
        0.0,
    )
    assert evenness_by_shift(events, ["Day", "Night"]).ratio == pytest.approx(0.5)
    assert evenness_by_team([], ["Billing"]).ratio == pytest.approx(1.0)
    assert evenness_by_team([], []).most == 0


def test_what_is_just_allowed_is_not_too_much() -> None:
    events = [Dated(START, "Billing", minutes=45), Dated(START, "Billing", minutes=45)]
    assert full_weeks(events, START, END, team_cap=2, minutes_cap=90) == []


def test_no_groups_have_no_events() -> None:
    assert (evenness_by_team([], []).least, evenness_by_team([], []).most) == (0, 0)
