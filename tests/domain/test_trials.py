"""Trials: how long they run, when they end, and what the guard says; days against a version that counts them one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.trials import Bound, Guard, Verdict, ends_today, objection, reading_wanted, sentence, verdict

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
VALUES = st.floats(-1e6, 1e6)


def _count(first: date, last: date) -> int:
    """Days from one to the other, walked; below nought when `last` lies before."""
    step = timedelta(days=1 if last >= first else -1)
    days, day = 0, first
    while day != last:
        day += step
        days += step.days
    return days


@given(DAYS, st.integers(-30, 400))
def test_a_trial_runs_from_a_fortnight_to_half_a_year(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    assert (objection(first, last) is None) is (14 <= _count(first, last) <= 183)


@given(DAYS, st.integers(-30, 30))
def test_a_trial_ends_on_its_day_and_is_read_from_a_week_before(back_on: date, days: int) -> None:
    today = back_on + timedelta(days=days)
    left = _count(today, back_on)
    assert ends_today(back_on, today) is (left <= 0)
    assert reading_wanted(back_on, today) is (left <= 7)


@given(st.sampled_from(Bound), VALUES, st.none() | VALUES)
def test_the_rule_stays_away_only_when_somebody_looked_and_the_guard_held(
    bound: Bound, limit: float, reading: float | None
) -> None:
    held = reading is not None and (reading <= limit if bound is Bound.at_most else reading >= limit)
    assert verdict(Guard("complaints", bound, limit), reading) is (Verdict.kept if held else Verdict.reverted)


@given(st.sampled_from(Bound), VALUES)
def test_the_bound_itself_still_holds(bound: Bound, limit: float) -> None:
    assert Guard("complaints", bound, limit).holds(limit)


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (None, "“X” is back: nobody entered “complaints a week” by the day, and so it reverts, as was said."),
        (4, "“X” stays away: complaints a week was 4, and at most 5 was asked."),
        (6, "“X” is back: complaints a week was 6, but at most 5 was asked."),
    ],
)
def test_the_verdict_says_why(reading: float | None, said: str) -> None:
    guard = Guard("complaints a week", Bound.at_most, 5)
    assert (guard.words, sentence(guard, reading, "X")) == ("complaints a week at most 5", said)
