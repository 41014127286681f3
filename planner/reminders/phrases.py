"""Days, times and lists as mails write them: on the reader's clock, with the event's own zone named when it differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date

from planner.domain.instants import local, wall

LOCALE = "en_GB"
remembered = lru_cache(maxsize=1024)
"""Many people are told the same day and hours, and a locale takes its time."""


@remembered
def day_words(day: date) -> str:
    """ "Tuesday 16 March"."""
    return format_date(day, "EEEE d MMMM", locale=LOCALE)


@remembered
def short_day(day: date) -> str:
    """ "Tue 16 Mar"."""
    return format_date(day, "EEE d MMM", locale=LOCALE)


def city(zone: str) -> str:
    """The place that a zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")


@remembered
def when(
    starts_at: datetime, ends_at: datetime, zone: str, reader_zone: str, *, all_day: bool = False, site: str = ""
) -> str:
    """ "Tuesday 16 March, 10:00–10:30", and for readers elsewhere what the clock shows where it takes place."""
    if all_day:
        return day_words(wall(starts_at, zone).date())
    day = day_words(wall(starts_at, reader_zone).date())
    return f"{day}, {hours(starts_at, ends_at, zone, reader_zone, site=site)}"


@remembered
def hours(
    starts_at: datetime, ends_at: datetime, zone: str, reader_zone: str, *, all_day: bool = False, site: str = ""
) -> str:
    """ "10:00–10:30", "All day", "15:00–15:30 your time (10:00 in Tampa)"."""
    if all_day:
        return "All day"
    start, end = wall(starts_at, reader_zone), wall(ends_at, reader_zone)
    words = f"{start:%H:%M}–{end:%H:%M}"
    there = wall(starts_at, zone)
    if there == start:
        return words
    shown = f"{there:%H:%M}" if there.date() == start.date() else f"{short_day(there.date())} {there:%H:%M}"
    return f"{words} your time ({shown} in {site or city(zone)})"


@dataclass(frozen=True)
class Tile:
    """A leaf of a calendar."""

    weekday: str
    day: str
    month: str


@remembered
def tile(starts_at: datetime, zone: str) -> Tile:
    """The day of an instant where `zone` is."""
    day = local(starts_at, zone).date()
    return Tile(*(format_date(day, pattern, locale=LOCALE) for pattern in ("EEE", "d", "MMM")))


def short_when(starts_at: datetime, zone: str, all_day: bool = False) -> str:
    """ "Tue 16 Mar, 10:00" where the reader is."""
    start = local(starts_at, zone)
    return short_day(start.date()) if all_day else f"{short_day(start.date())}, {start:%H:%M}"


def span(first: datetime, last: datetime, reader_zone: str) -> str:
    """A shift on the reader's clock: "Wed 17 Mar, 22:30 to 06:30"."""
    start, end = local(first, reader_zone), local(last, reader_zone)
    return f"{short_day(start.date())}, {start:%H:%M} to {end:%H:%M}"


def days_ago(day: date, today: date) -> str:
    """ "today", "yesterday", "5 days ago"; for later days "tomorrow", "in 5 days"."""
    count = (today - day).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if count in near:
        return near[count]
    return f"{count} days ago" if count > 0 else f"in {-count} days"


def listed(names: Sequence[str]) -> str:
    """ "Ana", "Ana and Ben", "Ana, Ben and Cem"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
