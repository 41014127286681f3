"""One event for every shift: inside the hours of each, on a day on which it works."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.instants import resolve
from planner.domain.replication import Crew, occurrence_of, stem_of, suffix_of, suits_every_shift
from planner.domain.shifts import Shift, holds
from tests.domain.times import naive

DAY, NIGHT = Shift(time(8), time(16)), Shift(time(22, 30), time(6, 30))
TUESDAY = date(2027, 3, 9)
WEEKDAYS = frozenset(range(5))
ZONES = ("Europe/Dublin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")


def _crew(shift: Shift, closed: frozenset[date] = frozenset(), workdays: frozenset[int] = WEEKDAYS) -> Crew:
    return Crew("Some", shift, workdays, "Europe/Dublin", closed)


@pytest.mark.parametrize(
    ("shift", "clock", "start"),
    [
        (DAY, time(14), naive(2027, 3, 9, 14)),
        (NIGHT, time(14), naive(2027, 3, 9, 23, 30)),
        (NIGHT, time(23), naive(2027, 3, 9, 23)),
        (NIGHT, time(2), naive(2027, 3, 10, 2)),
        (DAY, time(15, 45), naive(2027, 3, 9, 9)),
    ],
)
def test_the_asked_hour_where_the_shift_has_it_else_an_hour_into_the_shift(
    shift: Shift, clock: time, start: datetime
) -> None:
    assert occurrence_of(_crew(shift), TUESDAY, clock, 30) == start


def test_a_day_off_moves_it_to_the_next_day_at_work() -> None:
    closed = frozenset({TUESDAY, TUESDAY + timedelta(days=1)})
    assert occurrence_of(_crew(DAY, closed), TUESDAY, time(10), 30) == naive(2027, 3, 11, 10)


def test_who_never_works_has_none() -> None:
    assert occurrence_of(_crew(DAY, workdays=frozenset()), TUESDAY, time(10), 30) is None


def test_a_shift_that_is_too_short_has_none() -> None:
    assert occurrence_of(_crew(Shift(time(8), time(9))), TUESDAY, time(8), 90) is None


@given(
    start=st.times(), end=st.times(), clock=st.times(), minutes=st.integers(5, 300), zone=st.sampled_from(ZONES),
    day=st.dates(date(2026, 1, 1), date(2029, 12, 31)), workdays=st.frozensets(st.integers(0, 6), min_size=1),
)  # fmt: skip
def test_whatever_is_asked_the_occurrence_lies_in_the_shift(
    start: time, end: time, clock: time, minutes: int, zone: str, day: date, workdays: frozenset[int]
) -> None:
    crew = Crew(
        "Some", Shift(start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0)), workdays, zone, ()
    )
    found = occurrence_of(crew, day, clock.replace(second=0, microsecond=0), minutes)
    if found is not None:
        begins = resolve(found, zone)
        held = holds(begins, begins + timedelta(minutes=minutes), crew.shift, zone)
        assert held is not None
        assert held.weekday() in workdays


@pytest.mark.parametrize(
    ("night", "suits"), [("yes", True), ("yes, repeat per shift", True), ("partly", True), ("no", False)]
)
def test_what_the_catalogue_says_about_nights_decides(night: str, suits: bool) -> None:
    assert suits_every_shift(night) is suits


@given(st.text("abc ()", min_size=1, max_size=20))
def test_stem_and_suffix_are_the_title(title: str) -> None:
    assert stem_of(title) + suffix_of(title) == title
