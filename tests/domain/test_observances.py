"""The observances against the dates that were published for them."""

from datetime import date

import pytest

from planner.domain.observances import OBSERVANCES, between, in_year, last_weekday, nth_weekday, observance


@pytest.mark.parametrize(
    ("key", "days"),
    [
        ("customers-day", [(2026, 1, 15), (2026, 4, 16), (2026, 7, 16), (2026, 10, 15)]),
        ("customers-day", [(2027, 1, 21), (2027, 4, 15), (2027, 7, 15), (2027, 10, 21)]),
        ("employee-appreciation-day", [(2026, 3, 6)]),
        ("administrative-professionals-day", [(2026, 4, 22)]),
        ("safety-and-health-day", [(2026, 4, 28)]),
        ("workers-day", [(2026, 5, 1)]),
        ("bosss-day", [(2026, 10, 16)]),
    ],
)
def test_published_dates(key: str, days: list[tuple[int, int, int]]) -> None:
    assert observance(key).days_in(days[0][0]) == tuple(date(*day) for day in days)


def test_a_last_full_week_ends_inside_april() -> None:
    # 30 April 2025 is a Wednesday, but its week ends in May.
    assert observance("administrative-professionals-day").days_in(2025) == (date(2025, 4, 23),)


def test_a_year_is_in_order_of_date() -> None:
    assert [(day.month, day.day, found.key) for day, found in in_year(2026)] == [
        (1, 15, "customers-day"),
        (3, 6, "employee-appreciation-day"),
        (4, 16, "customers-day"),
        (4, 22, "administrative-professionals-day"),
        (4, 28, "safety-and-health-day"),
        (5, 1, "workers-day"),
        (7, 16, "customers-day"),
        (10, 15, "customers-day"),
        (10, 16, "bosss-day"),
    ]


def test_between_takes_both_ends_and_crosses_the_new_year() -> None:
    found = between(date(2026, 10, 16), date(2027, 1, 21))
    assert [(day, what.key) for day, what in found] == [
        (date(2026, 10, 16), "bosss-day"),
        (date(2027, 1, 21), "customers-day"),
    ]


def test_keys_are_unique_and_an_unknown_one_is_an_error() -> None:
    assert len({found.key for found in OBSERVANCES}) == len(OBSERVANCES) == 6
    with pytest.raises(KeyError):
        observance("cx-day")


def test_nth_and_last_weekday() -> None:
    assert nth_weekday(2027, 2, 0, 1) == date(2027, 2, 1)
    assert last_weekday(2026, 12, 3) == date(2026, 12, 31)
    assert last_weekday(2028, 2, 1) == date(2028, 2, 29)
