"""Promises: by when somebody will hear, whether they did, and what a ledger of promises adds up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median


class Standing(StrEnum):
    """How a promise stands. A day that was missed stays missed, however good the answer that comes later."""

    open = "open"
    late = "late"
    kept = "kept"
    told_late = "told late"


@dataclass(frozen=True)
class Given:
    """A promise as the arithmetic sees it. `due_on` itself is still in time."""

    made_on: date
    due_on: date
    told_on: date | None = None


@dataclass(frozen=True)
class Figures:
    """What a ledger adds up to. `due` holds what was told and what is past its day; what is still open counts for nobody yet."""

    kept: int = 0
    told_late: int = 0
    late: int = 0
    open: int = 0
    median_days: float | None = None
    """Days from promising to telling, over what was told."""

    @property
    def due(self) -> int:
        return self.kept + self.told_late + self.late

    @property
    def share(self) -> float | None:
        """Kept out of due, 0.0 to 1.0; None when nothing was due."""
        return self.kept / self.due if self.due else None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else round(100 * self.share)


def standing(given: Given, today: date) -> Standing:
    """How a promise stands on `today`."""
    if given.told_on is not None:
        return Standing.kept if given.told_on <= given.due_on else Standing.told_late
    return Standing.open if today <= given.due_on else Standing.late


def figures(promises: Iterable[Given], today: date) -> Figures:
    """The sums of a ledger."""
    found = list(promises)
    states = [standing(one, today) for one in found]
    days = [(one.told_on - one.made_on).days for one in found if one.told_on is not None]
    return Figures(
        kept=states.count(Standing.kept),
        told_late=states.count(Standing.told_late),
        late=states.count(Standing.late),
        open=states.count(Standing.open),
        median_days=median(days) if days else None,
    )
