"""How long ago something was, as people say it; after a day, when."""

from datetime import datetime, timedelta

from planner import clock
from planner.web.pages import moment_words

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ago(instant: datetime) -> str:
    """ "just now", "20 minutes ago", "3 hours ago"; from a day on, and for what is to come, day and time on the reader's clock."""
    passed = clock.now() - instant
    if not timedelta(0) <= passed < DAY:
        return moment_words(instant)
    if passed < timedelta(minutes=1):
        return "just now"
    unit, size = ("minute", timedelta(minutes=1)) if passed < HOUR else ("hour", HOUR)
    count = passed // size
    return f"{count} {unit}{'' if count == 1 else 's'} ago"
