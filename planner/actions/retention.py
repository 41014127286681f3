"""Keeping no longer than needed: what is due goes every night, what comes next is shown, and HR may change the periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from planner.domain.refusals import Refused
from planner.domain.retention import PERIODS, Period
from planner.models.audit import note
from planner.models.backups import copies_left_behind
from planner.models.base import writing
from planner.models.compacting import compact
from planner.models.people import Person
from planner.models.retention import choose_days, count_due, cutoff, days_of, take_due_away
from planner.models.ticks import last_tick, record_tick

SOON = timedelta(days=7)
SWEPT = "retention"


@dataclass(frozen=True)
class Line:
    """One period as HR sees it: how many days, how much is due now (it goes tonight), and how much more within a week."""

    key: str
    period: Period
    days: int
    tonight: int
    this_week: int


def lines(folder: Path, now: datetime) -> list[Line]:
    """The whole table with what will go."""
    found = []
    for key, days in days_of().items():
        due = _due(key, days, folder, now)
        found.append(Line(key, PERIODS[key], days, due, _due(key, days, folder, now + SOON) - due))
    return found


def _due(key: str, days: int, folder: Path, now: datetime) -> int:
    before = cutoff(now, days)
    return count_due(key, before) + sum(1 for _ in _files(key, folder, before))


def _files(key: str, folder: Path, before: datetime) -> Iterator[Path]:
    paths: list[Path] = []
    if key == "outbox":
        paths = list((folder / "outbox").glob("*.eml"))
    elif key == "copies":
        paths = copies_left_behind(folder)
    return (path for path in paths if path.stat().st_mtime < before.timestamp())


def choose(key: str, days: int, *, by: Person, now: datetime) -> None:
    """Another period. Raises Refused for one out of bounds."""
    period = PERIODS[key]
    if not period.least <= days <= period.most:
        raise Refused(f"Choose from {period.least} to {period.most} days.", key)
    with writing():
        before = days_of()[key]
        if before != days:
            choose_days(key, days)
            sentence = f"{period.label}: kept {days} days instead of {before}."
            note("choose period", "retention", None, sentence, by=by, now=now)


def sweep(folder: Path, now: datetime) -> dict[str, int]:
    """Takes away what is due: key -> how many. What changed is noted, as counts."""
    gone: dict[str, int] = {}
    with writing():
        for key, days in days_of().items():
            gone[key] = take_due_away(key, cutoff(now, days))
        record_tick(SWEPT, now)
        if any(gone.values()):
            note(
                "retention",
                "retention",
                None,
                f"{sum(gone.values())} old entries went.",
                by=None,
                now=now,
                facts=dict(gone),
            )
    for key, days in days_of().items():
        for path in _files(key, folder, cutoff(now, days)):
            path.unlink(missing_ok=True)
            gone[key] += 1
    compact(now)
    return gone


def last_sweep() -> datetime | None:
    """When the worker last went through the table."""
    return last_tick(SWEPT)
