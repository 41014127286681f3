"""Weeks and the program year: whole weeks from Monday to Sunday, so that years tile without a gap or an overlap."""

from collections.abc import Iterator
from datetime import date, timedelta

WEEK = timedelta(days=7)
QUARTER_WEEKS = 13


def monday_of(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def week_index(start: date, day: date) -> int:
    """In which week of a program that starts on `start` a day falls: 0 is the first, negative is before."""
    return (monday_of(day) - monday_of(start)).days // 7


def first_monday(year: int, month: int) -> date:
    """The first Monday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def program_start(year: int, month: int) -> date:
    """The first day of a program: the first Monday on or after the first of its start month."""
    return first_monday(year, month)


def program_end(year: int, month: int) -> date:
    """The last day of a program, a Sunday: the day before the next year's program starts."""
    return first_monday(year + 1, month) - timedelta(days=1)


def week_count(start: date, end: date) -> int:
    """How many weeks the days from `start` to `end` touch; a program has 52 or 53."""
    return week_index(start, end) + 1


def mondays(start: date, end: date) -> Iterator[date]:
    """The Monday of each week that `start` to `end` touch."""
    monday = monday_of(start)
    while monday <= end:
        yield monday
        monday += WEEK


def quarter_of(start: date, day: date) -> int:
    """Which of the four program quarters a day falls in, 0 to 3; a 53rd week belongs to the last."""
    return max(0, min(3, week_index(start, day) // QUARTER_WEEKS))


def quarters(start: date, end: date) -> tuple[tuple[date, date], ...]:
    """First and last day of the four program quarters: 13 weeks each, the last takes what is left."""
    firsts = [start + QUARTER_WEEKS * number * WEEK for number in range(4)]
    lasts = [*(first - timedelta(days=1) for first in firsts[1:]), end]
    return tuple(zip(firsts, lasts, strict=True))


def months_touched(start: date, end: date) -> list[tuple[int, int]]:
    """(year, month) of every calendar month with a day from `start` to `end`, in order."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [(number // 12, number % 12 + 1) for number in range(first, last + 1)]
