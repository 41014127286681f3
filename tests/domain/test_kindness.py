"""Messages wait for a kind hour, but never until after the event."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.instants import wall
from planner.domain.kindness import Quiet, allowed_at, is_away, over_weekly_cap, too_soon
from tests.domain.times import naive, utc

BERLIN = "Europe/Berlin"
QUIET = Quiet(time(19), time(7))
WEDNESDAY_NOON = utc(2027, 3, 3, 11)


def test_a_kind_hour_is_left_alone() -> None:
    assert allowed_at(WEDNESDAY_NOON, BERLIN, QUIET) == WEDNESDAY_NOON


def test_evening_and_small_hours_wait_for_the_morning() -> None:
    morning = utc(2027, 3, 4, 6)
    assert allowed_at(utc(2027, 3, 3, 18), BERLIN, QUIET) == morning
    assert allowed_at(utc(2027, 3, 4, 2), BERLIN, QUIET) == morning
    assert allowed_at(morning, BERLIN, QUIET) == morning


def test_a_weekend_waits_for_monday_morning() -> None:
    assert allowed_at(utc(2027, 3, 5, 20), BERLIN, QUIET) == utc(2027, 3, 8, 6)
    assert allowed_at(utc(2027, 3, 6, 11), BERLIN, QUIET) == utc(2027, 3, 8, 6)


def test_an_absence_waits_for_the_first_day_back() -> None:
    away = [(date(2027, 3, 3), date(2027, 3, 5))]
    assert allowed_at(WEDNESDAY_NOON, BERLIN, QUIET, away) == utc(2027, 3, 8, 6)
    assert [is_away(date(2027, 3, day), away) for day in (2, 3, 5, 6)] == [False, True, True, False]


def test_a_message_which_would_come_after_the_event_goes_at_once() -> None:
    evening, early_visit = utc(2027, 3, 3, 20), utc(2027, 3, 4, 5, 30)
    assert allowed_at(evening, BERLIN, QUIET, not_after=early_visit) == evening
    assert allowed_at(evening, BERLIN, QUIET, not_after=utc(2027, 3, 4, 6)) == utc(2027, 3, 4, 6)


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    siesta = Quiet(time(12), time(14), frozenset(range(7)))
    assert allowed_at(utc(2027, 3, 3, 11, 30), BERLIN, siesta) == utc(2027, 3, 3, 13)
    never_quiet = Quiet(time(0), time(0), frozenset(range(7)))
    assert allowed_at(utc(2027, 3, 6, 2), BERLIN, never_quiet) == utc(2027, 3, 6, 2)


def test_somebody_who_takes_no_messages_on_any_day_still_gets_them() -> None:
    assert allowed_at(WEDNESDAY_NOON, BERLIN, Quiet(weekdays=frozenset())) == WEDNESDAY_NOON


def test_quiet_hours_end_by_the_local_clock_across_the_spring_change() -> None:
    every_day = Quiet(time(19), time(7), frozenset(range(7)))
    assert allowed_at(utc(2027, 3, 27, 20), BERLIN, every_day) == utc(2027, 3, 28, 5)


def test_the_second_of_a_repeated_hour_is_not_sent_an_hour_early() -> None:
    second_half_past_two = utc(2027, 10, 31, 1, 30)
    open_at_night = Quiet(time(0), time(0), frozenset(range(7)))
    assert allowed_at(second_half_past_two, BERLIN, open_at_night) == second_half_past_two


@settings(max_examples=30, deadline=None)
@given(
    st.datetimes(naive(2026, 1, 1), naive(2028, 12, 31)),
    st.times(),
    st.times(),
    st.sampled_from([BERLIN, "America/New_York", "Asia/Manila", "Australia/Lord_Howe"]),
    st.integers(0, 20),
)
def test_what_is_allowed_is_never_early_and_never_unkind(
    moment: datetime, start: time, end: time, zone: str, away_days: int
) -> None:
    instant = utc(moment.year, moment.month, moment.day, moment.hour, moment.minute)
    quiet = Quiet(start.replace(fold=0, microsecond=0), end.replace(fold=0, microsecond=0))
    absences = [(instant.date(), instant.date() + timedelta(days=away_days))]
    found = allowed_at(instant, zone, quiet, absences)
    shown = wall(found, zone)
    assert found >= instant
    assert shown.weekday() < 5
    assert not is_away(shown.date(), absences)
    assert not quiet.covers(shown.time())


def test_the_cap_counts_the_local_week() -> None:
    monday_early = utc(2027, 2, 28, 23, 30)
    sent = [monday_early, utc(2027, 3, 2, 9), utc(2027, 2, 28, 22, 30)]
    assert over_weekly_cap(sent, WEDNESDAY_NOON, BERLIN, 2)
    assert not over_weekly_cap(sent, WEDNESDAY_NOON, BERLIN, 3)
    assert not over_weekly_cap(sent, utc(2027, 3, 8, 9), BERLIN, 1)


def test_one_nudge_in_two_working_days() -> None:
    friday = utc(2027, 3, 5, 9)
    assert not too_soon(None, friday, BERLIN)
    assert too_soon(friday, utc(2027, 3, 8, 9), BERLIN)
    assert not too_soon(friday, utc(2027, 3, 9, 7), BERLIN)


def test_it_is_quiet_from_seven_in_the_evening_to_seven_and_at_weekends_unless_said_otherwise() -> None:
    assert [Quiet().covers(clock) for clock in (time(6, 59), time(7), time(18, 59), time(19))] == [
        True,
        False,
        False,
        True,
    ]
    assert allowed_at(utc(2027, 3, 6, 11), BERLIN, Quiet()) == utc(2027, 3, 8, 6)


def test_quiet_hours_within_a_day_end_on_the_minute() -> None:
    siesta = Quiet(time(12), time(14))
    assert [siesta.covers(clock) for clock in (time(11, 59), time(12), time(13, 59), time(14))] == [
        False,
        True,
        True,
        False,
    ]
