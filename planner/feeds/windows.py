"""Which stretch of the calendar feeds hold: small, because Google gets into trouble beyond about 1,100 events."""

from datetime import UTC, datetime, timedelta

from planner.models.selections import Window

PAST_MONTHS = 2
CANCELLED_STAY = timedelta(days=14)
"""So long after its day a cancelled event is still shown as cancelled."""
EVERYTHING = Window(since=datetime(1, 1, 2, tzinfo=UTC), cancelled_since=datetime(1, 1, 2, tzinfo=UTC))
"""For files, which nobody polls."""
MANY_EVENTS = 1000
"""Google reads about so many events of a feed, or one megabyte."""


def window(now: datetime) -> Window:
    """From the first of the month two months back to the end of what is published; it moves at midnight UTC only."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    month = today.year * 12 + today.month - 1 - PAST_MONTHS
    return Window(
        since=today.replace(year=month // 12, month=month % 12 + 1, day=1), cancelled_since=today - CANCELLED_STAY
    )
