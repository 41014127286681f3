"""When Customer Service Week is: Monday to Friday from the first Monday in October, in every year.

The rule agrees with every date that was published for 1992 to 2025. Two tempting rules are wrong:

- "the first full week of October", read as Sunday to Saturday, comes a week late whenever 1 October is a Monday:
  2001, 2007, 2012, 2018, 2029, 2035, 2040. The published week of 2018 was 1 to 5 October.
- an ISO week number: the week is ISO week 40 in some years and 41 in others.

A program may celebrate another week; what is offered comes from here.
"""

from datetime import date, timedelta

from planner.domain.weeks import first_monday

OCTOBER = 10
_MONDAY_TO_FRIDAY = timedelta(days=4)


def celebration_week(year: int) -> tuple[date, date]:
    """Monday and Friday of the week in a calendar year."""
    monday = first_monday(year, OCTOBER)
    return monday, monday + _MONDAY_TO_FRIDAY


def celebration_week_within(start: date, end: date) -> list[tuple[date, date]]:
    """The celebration weeks, Monday to Friday, that fall wholly between two days; one in a program year."""
    weeks = (celebration_week(year) for year in range(start.year, end.year + 1))
    return [(monday, friday) for monday, friday in weeks if start <= monday and friday <= end]


def offered_celebration_week(start: date, end: date) -> tuple[date, date] | None:
    """The week to offer for a program, None when the program is too short to hold one."""
    return next(iter(celebration_week_within(start, end)), None)
