"""Review cycles against a slow obvious version that walks day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.reviews import Cycle, ReviewState, asks_for_review, months_later, review_state

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def _slow_months_later(day: date, months: int) -> date:
    """Walks from month to month."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, day.day if day.day <= 28 else 28)


@given(DAYS, st.integers(0, 60))
def test_months_later_is_what_walking_finds(day: date, months: int) -> None:
    assert months_later(day, months) == _slow_months_later(day, months)


def _slow_state(cycle: Cycle, today: date) -> ReviewState:
    """Counts the days that are left one by one."""
    due = cycle.due_on
    if due is None:
        return ReviewState.never
    left, day = 0, min(today, due)
    while day < max(today, due):
        day += timedelta(days=1)
        left += 1
    if today > due:
        return ReviewState.overdue
    return ReviewState.due if left <= 30 else ReviewState.coming if left <= 56 else ReviewState.settled


@given(st.none() | DAYS, st.integers(1, 60), st.none() | DAYS, DAYS)
def test_the_state_is_what_counting_days_finds(last: date | None, months: int, by: date | None, today: date) -> None:
    cycle = Cycle(last, months, by)
    assert review_state(cycle, today) is _slow_state(cycle, today)


@given(DAYS, st.integers(2, 60), st.integers(0, 400))
def test_a_review_held_today_settles_the_cycle_however_early(last: date, months: int, later: int) -> None:
    today = last + timedelta(days=later)
    held = review_state(Cycle(today, months), today)
    assert held is (
        ReviewState.settled
        if months >= 2 and months_later(today, months) - today > timedelta(56)
        else ReviewState.coming
    )


@pytest.mark.parametrize(
    ("state", "asks"),
    [("never reviewed", True), ("overdue", True), ("due", True), ("coming up", False), ("not due", False)],
)
def test_who_asks_for_a_session(state: str, asks: bool) -> None:
    assert asks_for_review(ReviewState(state)) is asks


def test_a_day_that_was_set_holds_instead_of_the_cycle() -> None:
    cycle = Cycle(date(2026, 5, 31), 12, by=date(2026, 9, 1))
    assert cycle.due_on == date(2026, 9, 1)
    assert Cycle(date(2026, 5, 31), 12).due_on == date(2027, 5, 28)
