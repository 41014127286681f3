"""Customer Service Week against every published date, and against the years where other rules go wrong."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.celebration import celebration_week, celebration_week_within, offered_celebration_week
from planner.domain.weeks import program_end, program_start

# Monday's day in October, as published (facts 6.1; the proclamation of 1992 names the week of the 5th).
PUBLISHED = {
    1992: 5,
    2009: 5,
    2010: 4,
    2013: 7,
    2014: 6,
    2015: 5,
    2016: 3,
    2017: 2,
    2018: 1,
    2019: 7,
    2020: 5,
    2021: 4,
    2022: 3,
    2023: 2,
    2025: 6,
}
UPCOMING = {2011: 3, 2026: 5, 2027: 4, 2028: 2, 2029: 1, 2030: 7, 2031: 6, 2032: 4}
FIRST_OF_OCTOBER_IS_A_MONDAY = (2001, 2007, 2012, 2018, 2029, 2035, 2040)


@pytest.mark.parametrize(("year", "monday"), [*PUBLISHED.items(), *UPCOMING.items()])
def test_the_published_weeks(year: int, monday: int) -> None:
    assert celebration_week(year) == (date(year, 10, monday), date(year, 10, monday + 4))


@pytest.mark.parametrize("year", FIRST_OF_OCTOBER_IS_A_MONDAY)
def test_a_monday_the_first_is_the_week_and_not_the_one_after(year: int) -> None:
    assert celebration_week(year) == (date(year, 10, 1), date(year, 10, 5))


def test_no_iso_week_number_names_the_week() -> None:
    assert {celebration_week(year)[0].isocalendar().week for year in PUBLISHED} == {40, 41}


@settings(max_examples=30)
@given(st.integers(1990, 2090), st.integers(1, 12))
def test_every_program_year_holds_exactly_one(year: int, month: int) -> None:
    start, end = program_start(year, month), program_end(year, month)
    found = celebration_week_within(start, end)
    assert found == [celebration_week(year if month <= 10 else year + 1)]
    assert offered_celebration_week(start, end) == found[0]


def test_a_week_which_the_program_cuts_is_not_offered() -> None:
    monday, friday = celebration_week(2027)
    assert offered_celebration_week(monday + timedelta(days=1), date(2027, 12, 31)) is None
    assert offered_celebration_week(date(2027, 1, 1), friday - timedelta(days=1)) is None
    assert offered_celebration_week(monday, friday) == (monday, friday)


def test_a_long_span_holds_several() -> None:
    assert celebration_week_within(date(2026, 1, 1), date(2027, 12, 31)) == [
        celebration_week(2026),
        celebration_week(2027),
    ]
