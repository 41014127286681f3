"""Program years tile: every day is in exactly one of them."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.weeks import (
    monday_of,
    mondays,
    months_touched,
    program_end,
    program_start,
    quarter_of,
    quarters,
    week_count,
    week_index,
)

YEARS = st.integers(1990, 2090)
MONTHS = st.integers(1, 12)


def test_a_program_starts_on_the_first_monday_of_its_month() -> None:
    assert program_start(2027, 1) == date(2027, 1, 4)
    assert program_start(2026, 6) == date(2026, 6, 1)
    assert program_end(2027, 1) == date(2028, 1, 2)


@settings(max_examples=30)
@given(YEARS, MONTHS)
def test_program_years_tile_in_whole_weeks(year: int, month: int) -> None:
    start, end = program_start(year, month), program_end(year, month)
    assert (start.weekday(), end.weekday(), start.month) == (0, 6, month)
    assert end + timedelta(days=1) == program_start(year + 1, month)
    assert week_count(start, end) in (52, 53)


@settings(max_examples=30)
@given(YEARS, MONTHS)
def test_four_quarters_make_a_year_and_the_last_takes_the_53rd_week(year: int, month: int) -> None:
    start, end = program_start(year, month), program_end(year, month)
    parts = quarters(start, end)
    assert [week_count(first, last) for first, last in parts] == [13, 13, 13, week_count(start, end) - 39]
    assert all(quarter_of(start, day) == number for number, part in enumerate(parts) for day in part)


def test_a_53_week_program() -> None:
    assert week_count(program_start(2029, 1), program_end(2029, 1)) == 53
    assert quarters(program_start(2029, 1), program_end(2029, 1))[3] == (date(2029, 10, 1), date(2030, 1, 6))


def test_weeks_are_counted_from_nought_and_may_be_before_the_start() -> None:
    start = date(2027, 1, 4)
    assert [week_index(start, start + timedelta(days=d)) for d in (-1, 0, 6, 7)] == [-1, 0, 0, 1]
    assert monday_of(date(2027, 1, 10)) == start


def test_the_mondays_between_two_days() -> None:
    assert list(mondays(date(2027, 1, 6), date(2027, 1, 18))) == [
        date(2027, 1, 4),
        date(2027, 1, 11),
        date(2027, 1, 18),
    ]


def test_the_months_which_a_program_touches() -> None:
    assert months_touched(date(2026, 11, 30), date(2027, 2, 1)) == [(2026, 11), (2026, 12), (2027, 1), (2027, 2)]
    assert months_touched(date(2027, 5, 1), date(2027, 5, 1)) == [(2027, 5)]
