"""The one place where the program reads the wall clock; everything below the edges is handed `now`."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC, to the second (no database or feed carries more)."""
    return datetime.now(UTC).replace(microsecond=0)
