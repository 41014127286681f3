"""Night crews are planned like everybody else."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.shifts import Shift, dates_touched, holds, next_on_shift, shift_date, span
from tests.domain.times import utc

DAY = Shift(time(9), time(17))
NIGHT = Shift(time(22, 30), time(6, 30))
DUBLIN = "Europe/Dublin"
TUESDAY = date(2027, 3, 2)


def test_a_day_shift_ends_on_its_own_date_and_a_night_shift_on_the_next() -> None:
    assert span(TUESDAY, DAY, DUBLIN) == (utc(2027, 3, 2, 9), utc(2027, 3, 2, 17))
    assert span(TUESDAY, NIGHT, DUBLIN) == (utc(2027, 3, 2, 22, 30), utc(2027, 3, 3, 6, 30))
    assert (DAY.crosses_midnight, NIGHT.crosses_midnight, str(NIGHT)) == (False, True, "22:30–06:30")


def test_equal_times_are_a_round_the_clock_shift() -> None:
    start, end = span(TUESDAY, Shift(time(7), time(7)), DUBLIN)
    assert end - start == timedelta(hours=24)


def test_the_night_of_the_spring_change_is_an_hour_shorter() -> None:
    start, end = span(date(2027, 3, 27), NIGHT, DUBLIN)
    assert end - start == timedelta(hours=7)


def test_half_past_midnight_belongs_to_the_shift_of_the_day_before() -> None:
    assert shift_date(utc(2027, 3, 3, 0, 30), NIGHT, DUBLIN) == TUESDAY
    assert shift_date(utc(2027, 3, 2, 22, 30), NIGHT, DUBLIN) == TUESDAY
    assert shift_date(utc(2027, 3, 3, 6, 30), NIGHT, DUBLIN) is None
    assert shift_date(utc(2027, 3, 3, 12), NIGHT, DUBLIN) is None


def test_an_event_must_lie_wholly_within_the_shift() -> None:
    assert holds(utc(2027, 3, 3, 6), utc(2027, 3, 3, 6, 30), NIGHT, DUBLIN) == TUESDAY
    assert holds(utc(2027, 3, 3, 6), utc(2027, 3, 3, 6, 31), NIGHT, DUBLIN) is None
    assert holds(utc(2027, 3, 2, 8), utc(2027, 3, 2, 9, 30), DAY, DUBLIN) is None


def test_the_dates_which_an_event_touches() -> None:
    assert dates_touched(utc(2027, 3, 2, 23, 30), utc(2027, 3, 3, 0, 30), DUBLIN) == [TUESDAY, date(2027, 3, 3)]
    assert dates_touched(utc(2027, 3, 2, 23, 30), utc(2027, 3, 3), DUBLIN) == [TUESDAY]
    assert dates_touched(utc(2027, 3, 3), utc(2027, 3, 3), DUBLIN) == [date(2027, 3, 3)]


def test_next_on_shift_includes_the_running_one_and_steps_over_closed_days() -> None:
    weekdays = {0, 1, 2, 3, 4}
    during = utc(2027, 3, 3, 1)
    assert next_on_shift(during, weekdays, NIGHT, DUBLIN, {}) == span(TUESDAY, NIGHT, DUBLIN)
    assert next_on_shift(during, weekdays, NIGHT, DUBLIN, {TUESDAY}) == span(date(2027, 3, 3), NIGHT, DUBLIN)
    after_friday = utc(2027, 3, 6, 7)
    assert next_on_shift(after_friday, weekdays, NIGHT, DUBLIN, {date(2027, 3, 8)}) == span(
        date(2027, 3, 9), NIGHT, DUBLIN
    )
    assert next_on_shift(during, set(), NIGHT, DUBLIN, {}) is None


@settings(max_examples=30, deadline=None)
@given(
    st.times(),
    st.integers(15, 23 * 60),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Manila", "Asia/Kathmandu", "America/Sao_Paulo"]),
)
def test_every_shift_holds_its_own_hours_and_is_found_by_its_start(
    start: time, minutes: int, day: date, zone: str
) -> None:
    start = start.replace(fold=0, microsecond=0)
    # Nights on which the clocks change are tested by name: their start or end may not exist.
    if day.weekday() < 5:
        shift = Shift(start, (datetime.combine(day, start) + timedelta(minutes=minutes)).time())
        first, last = span(day, shift, zone)
        assert last - first == timedelta(minutes=minutes)
        assert shift_date(first, shift, zone) == holds(first, last, shift, zone) == day
        assert next_on_shift(first, set(range(7)), shift, zone, ()) == (first, last)


def test_a_shift_which_is_just_over_is_not_the_next_one() -> None:
    everyday = set(range(7))
    end = utc(2027, 3, 2, 17)
    assert next_on_shift(end, everyday, DAY, DUBLIN, ()) == span(date(2027, 3, 3), DAY, DUBLIN)
    assert next_on_shift(end - timedelta(minutes=1), everyday, DAY, DUBLIN, ()) == span(TUESDAY, DAY, DUBLIN)
