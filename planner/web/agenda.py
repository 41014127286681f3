"""The agenda: the events of a month or a week by day."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from planner.domain.weeks import WEEK, monday_of
from planner.models.occurrences import Occurrence, occurrences
from planner.web.looking import Looking, day_asked, today_in


@dataclass
class Day:
    day: date
    events: list[Occurrence] = field(default_factory=list)


def span_asked(looking: Looking) -> tuple[date, date]:
    """First and last day of the week or month that the address asks for, else of the month of today within the program."""
    week = day_asked("week")
    if week is not None:
        return monday_of(week), monday_of(week) + WEEK - timedelta(days=1)
    program = looking.program
    month = day_asked("month") or day_asked("date") or min(max(today_in(program), program.starts_on), program.ends_on)
    first = month.replace(day=1)
    return first, next_month(first) - timedelta(days=1)


def next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_beside(first: date) -> tuple[date, date]:
    """The first days of the months before and after."""
    return (first - timedelta(days=1)).replace(day=1), next_month(first)


def days_of(looking: Looking, first: date, last: date) -> list[Day]:
    """The days with events, in order; an event over several days stands at its first within the span."""
    days: dict[date, Day] = {}
    for event in occurrences(looking.look, first, last):
        day = max(event.start.date(), first)
        days.setdefault(day, Day(day)).events.append(event)
    return [days[day] for day in sorted(days)]


def hours_of(event: Occurrence) -> str:
    """The hours on the event's own clock, or how many days it takes."""
    if not event.all_day:
        return f"{event.start:%H:%M}–{event.end:%H:%M}"
    count = event.minutes // 1440
    return "All day" if count <= 1 else f"{count} days"


def whose(event: Occurrence) -> str:
    """Whom it is for, where, and who leads it."""
    return " · ".join(filter(None, (event.team, event.site, event.leader))) or "Everybody"
