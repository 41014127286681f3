"""Clock changes neither skip nor double an event, in every zone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.instants import (
    at,
    is_workday,
    is_zone,
    local,
    plus_workdays,
    resolve,
    wall,
    workday_before,
    workday_on_or_after,
    workday_on_or_before,
    zone_names,
)
from tests.domain.times import naive, utc

ZONES = st.sampled_from(zone_names())
WALLS = st.datetimes(naive(2025, 1, 1), naive(2030, 12, 31))


def test_an_hour_which_spring_leaves_out_takes_the_offset_before_the_gap() -> None:
    instant = resolve(naive(2027, 3, 28, 2, 30), "Europe/Berlin")
    assert instant == utc(2027, 3, 28, 1, 30)
    assert wall(instant, "Europe/Berlin") == naive(2027, 3, 28, 3, 30)


def test_of_an_hour_which_autumn_repeats_the_first_is_taken() -> None:
    assert resolve(naive(2027, 10, 31, 2, 30), "Europe/Berlin") == utc(2027, 10, 31, 0, 30)
    assert resolve(naive(2027, 10, 31, 2, 30).replace(fold=1), "Europe/Berlin") == utc(2027, 10, 31, 0, 30)


def test_midnight_after_the_spring_change_is_there() -> None:
    assert at(date(2027, 3, 29), time(0), "Europe/Berlin") == utc(2027, 3, 28, 22)


def test_a_day_whose_midnight_is_left_out_begins_an_hour_later() -> None:
    assert wall(at(date(2026, 4, 24), time(0), "Africa/Cairo"), "Africa/Cairo") == naive(2026, 4, 24, 1)


@settings(max_examples=30, deadline=None)
@given(ZONES, WALLS)
def test_every_wall_time_in_every_zone_has_an_instant(zone: str, moment: datetime) -> None:
    instant = resolve(moment, zone)
    assert instant.tzinfo is UTC
    shown = wall(instant, zone)
    # In a gap the clock shows a later time, never an earlier one; everywhere else it shows what was asked.
    assert moment <= shown <= moment + timedelta(hours=24)
    if local(instant, zone).fold == 0 and shown == moment:
        assert resolve(shown, zone) == instant


@settings(max_examples=30, deadline=None)
@given(ZONES, WALLS, st.integers(0, 60 * 24 * 40))
def test_later_walls_are_later_instants_where_no_clock_changed_between(
    zone: str, moment: datetime, minutes: int
) -> None:
    later = moment + timedelta(minutes=minutes)
    first, second = resolve(moment, zone), resolve(later, zone)
    if local(first, zone).utcoffset() == local(second, zone).utcoffset() and wall(first, zone) == moment:
        assert second - first == later - moment


def test_an_aware_wall_and_a_naive_instant_are_refused() -> None:
    with pytest.raises(ValueError, match="no zone of its own"):
        resolve(utc(2027, 1, 1), "Europe/Berlin")
    with pytest.raises(ValueError, match="aware"):
        local(naive(2027, 1, 1), "Europe/Berlin")


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "Asia/Kathmandu", "America/Argentina/Buenos_Aires"])
def test_a_zone_is_known_by_its_name(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["", "Berlin", "europe/berlin", "../etc/passwd", "/etc/localtime", "localtime", "UTC+1", "A\0"]
)
def test_what_is_no_zone_is_not_taken_for_one(name: str) -> None:
    assert not is_zone(name)


def test_workdays_step_over_weekends_and_holidays() -> None:
    friday, monday, tuesday = date(2027, 3, 26), date(2027, 3, 29), date(2027, 3, 30)
    easter = {friday: "Good Friday", monday: "Easter Monday"}
    assert workday_before(tuesday, easter) == date(2027, 3, 25)
    assert workday_on_or_before(tuesday, easter) == tuesday
    assert workday_on_or_before(monday, easter) == date(2027, 3, 25)
    assert workday_on_or_after(friday, easter) == tuesday
    assert workday_before(monday, {}, weekdays={6}) == date(2027, 3, 28)


def test_counting_workdays_forward_and_back() -> None:
    thursday = date(2027, 3, 25)
    assert plus_workdays(thursday, 2, {}) == date(2027, 3, 29)
    assert plus_workdays(thursday, -4, {}) == date(2027, 3, 19)
    assert plus_workdays(date(2027, 3, 27), 0, {}) == date(2027, 3, 29)


def test_a_team_which_never_works_is_said_to_be_so() -> None:
    with pytest.raises(ValueError, match="No working day"):
        workday_before(date(2027, 1, 1), {}, weekdays=set())
    assert not is_workday(date(2027, 1, 1), {}, weekdays=set())


def test_the_workday_before_is_the_nearest_one() -> None:
    days = [date(2027, 3, number) for number in (3, 4, 6, 8)]
    assert [workday_before(day, {}).day for day in days] == [2, 3, 5, 5]


def test_a_wall_time_carries_no_mark_of_a_repeated_hour() -> None:
    assert [wall(utc(2027, 10, 31, hour, 30), "Europe/Berlin").fold for hour in (0, 1)] == [0, 0]
