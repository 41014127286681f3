"""Minutes off the phones: what counts, to which week, when it is too much, and how waves fit a shift."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.off_phone import OffPhone, minutes_off, too_much, wave_starts, week_of
from planner.domain.shifts import Shift, span
from tests.domain.times import utc

DAY, NIGHT = Shift(time(8), time(16)), Shift(time(22, 30), time(6, 30))
DUBLIN = "Europe/Dublin"


@pytest.mark.parametrize(("minutes", "waves", "each"), [(30, 1, 30), (30, 3, 10), (45, 2, 23)])
def test_each_person_goes_once_however_many_waves_there_are(minutes: int, waves: int, each: int) -> None:
    assert minutes_off(minutes, waves) == each


def test_half_past_midnight_on_monday_is_still_the_week_in_which_the_shift_began() -> None:
    assert week_of(utc(2027, 3, 8, 0, 30), NIGHT, DUBLIN) == date(2027, 3, 1)
    assert week_of(utc(2027, 3, 8, 9), DAY, DUBLIN) == date(2027, 3, 8)


def test_up_to_the_cap_all_is_well_and_a_minute_more_is_said() -> None:
    team = OffPhone("Billing", 60, DUBLIN, DAY, {date(2027, 3, 8): 30})
    start = utc(2027, 3, 9, 10)
    assert list(too_much(start, start + timedelta(minutes=30), 1, [team])) == []
    assert list(too_much(start, start + timedelta(minutes=31), 1, [team])) == [
        "Billing would be off the phones for 61 minutes in the week of 8 March; 60 are allowed."
    ]
    assert list(too_much(start, start + timedelta(minutes=31), 2, [team])) == []


def test_of_a_sites_teams_only_those_on_shift_are_away() -> None:
    teams = [OffPhone("Days", 10, DUBLIN, DAY), OffPhone("Nights", 10, DUBLIN, NIGHT)]
    start = utc(2027, 3, 9, 10)
    found = list(too_much(start, start + timedelta(minutes=30), 1, teams))
    assert [sentence.split()[0] for sentence in found] == ["Days"]


def test_waves_follow_each_other_and_begin_earlier_where_the_shift_ends() -> None:
    start = utc(2027, 3, 9, 15)
    starts = wave_starts(start, 30, 4, DAY, DUBLIN)
    assert starts == [utc(2027, 3, 9, 14) + timedelta(minutes=30 * number) for number in range(4)]


def test_too_many_waves_do_not_fit() -> None:
    assert wave_starts(utc(2027, 3, 9, 15), 120, 5, DAY, DUBLIN) is None


@given(hour=st.integers(8, 15), minutes=st.integers(5, 120), waves=st.integers(2, 6))
def test_every_wave_lies_in_the_shift(hour: int, minutes: int, waves: int) -> None:
    starts = wave_starts(utc(2027, 3, 9, hour), minutes, waves, DAY, DUBLIN)
    begins, ends = span(date(2027, 3, 9), DAY, DUBLIN)
    for start in starts or ():
        assert begins <= start
        assert start + timedelta(minutes=minutes) <= ends
    assert (starts is None) == (minutes * waves > 480)
