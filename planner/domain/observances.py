"""Days that others keep and that a program may switch on: rules, not dates, so that every year is right.

CX Day is left out: its rule could not be established. HR can enter its date by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.kinds import EventKind

_THURSDAY, _FRIDAY, _SATURDAY = 3, 4, 5


@dataclass(frozen=True)
class Observance:
    """A named day or days: `days_in(year)` gives them in order; `rule` says the same in words."""

    key: str
    name: str
    rule: str
    kind: EventKind
    days_in: Callable[[int], tuple[date, ...]]


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth (from 1) Monday = 0 … Sunday = 6 of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def last_weekday(year: int, month: int, weekday: int) -> date:
    """The last Monday = 0 … Sunday = 6 of a month."""
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _customers_days(year: int) -> tuple[date, ...]:
    return tuple(nth_weekday(year, month, _THURSDAY, 3) for month in (1, 4, 7, 10))


def _appreciation_day(year: int) -> tuple[date, ...]:
    return (nth_weekday(year, 3, _FRIDAY, 1),)


def _administrative_professionals_day(year: int) -> tuple[date, ...]:
    # The last full week, Sunday to Saturday, ends on the month's last Saturday; its Wednesday is three days earlier.
    return (last_weekday(year, 4, _SATURDAY) - timedelta(days=3),)


def _fixed(month: int, day: int) -> Callable[[int], tuple[date, ...]]:
    return lambda year: (date(year, month, day),)


OBSERVANCES: tuple[Observance, ...] = (
    Observance(
        "customers-day",
        "Get to Know Your Customers Day",
        "third Thursday of January, April, July and October",
        EventKind.briefing,
        _customers_days,
    ),
    Observance(
        "employee-appreciation-day",
        "Employee Appreciation Day",
        "first Friday of March",
        EventKind.recognition,
        _appreciation_day,
    ),
    Observance(
        "administrative-professionals-day",
        "Administrative Professionals Day",
        "Wednesday of the last full week of April",
        EventKind.recognition,
        _administrative_professionals_day,
    ),
    Observance(
        "safety-and-health-day",
        "World Day for Safety and Health at Work",
        "28 April",
        EventKind.briefing,
        _fixed(4, 28),
    ),
    Observance("workers-day", "International Workers' Day", "1 May", EventKind.milestone, _fixed(5, 1)),
    Observance("bosss-day", "Boss's Day", "16 October", EventKind.recognition, _fixed(10, 16)),
)


def observance(key: str) -> Observance:
    """The observance with a key; KeyError when there is none."""
    for candidate in OBSERVANCES:
        if candidate.key == key:
            return candidate
    raise KeyError(key)


def in_year(year: int) -> list[tuple[date, Observance]]:
    """Every observance of a calendar year, by date."""
    found = ((day, candidate) for candidate in OBSERVANCES for day in candidate.days_in(year))
    return sorted(found, key=lambda pair: (pair[0], pair[1].key))


def between(start: date, end: date) -> list[tuple[date, Observance]]:
    """Every observance from `start` to `end`, both included, by date."""
    years = range(start.year, end.year + 1)
    return [(day, found) for year in years for day, found in in_year(year) if start <= day <= end]
