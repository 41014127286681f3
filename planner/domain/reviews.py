"""When something is looked at again: a cycle of months from the last review, a warning before it is due, and what is late."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WARNING_DAYS = 56
"""How long before it is due a review is announced, and from when on one that is held counts for the cycle."""
DUE_DAYS = 30
"""From so many days before its day a review is due: the window of a review's commitment."""


class ReviewState(StrEnum):
    never = "never reviewed"
    settled = "not due"
    coming = "coming up"
    due = "due"
    overdue = "overdue"


@dataclass(frozen=True)
class Cycle:
    """The last review, and every how many months there is one. `by` is a day that was set instead: a review put off."""

    last: date | None
    months: int
    by: date | None = None

    @property
    def due_on(self) -> date | None:
        """The day by which it is looked at again; None for what was never looked at: any day is right."""
        if self.by is not None:
            return self.by
        return months_later(self.last, self.months) if self.last is not None else None


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's 28th when the day is later."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, min(day.day, 28))


def review_state(cycle: Cycle, today: date) -> ReviewState:
    """How it stands today. The due day itself is still in time; done early starts the cycle anew from that day."""
    due_on = cycle.due_on
    if due_on is None:
        return ReviewState.never
    if today > due_on:
        return ReviewState.overdue
    if today >= due_on - timedelta(days=DUE_DAYS):
        return ReviewState.due
    return ReviewState.coming if today >= due_on - timedelta(days=WARNING_DAYS) else ReviewState.settled


def asks_for_review(state: ReviewState) -> bool:
    """Whether somebody should look at it now."""
    return state in (ReviewState.never, ReviewState.due, ReviewState.overdue)
