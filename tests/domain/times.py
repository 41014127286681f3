"""Short ways to write the moments which the tests speak about."""

from datetime import UTC, datetime


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An instant, aware."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def naive(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A wall time, naive."""
    return utc(year, month, day, hour, minute).replace(tzinfo=None)
