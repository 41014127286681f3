"""A rule taken away for a while: a guard measure watches, and on a day that was set it comes back by itself unless the guard held."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SHORTEST_DAYS = 14
LONGEST_DAYS = 183
READ_DAYS = 7
"""From so many days before the end on the guard measure is asked for."""


class Bound(StrEnum):
    at_most = "at most"
    at_least = "at least"


class Verdict(StrEnum):
    kept = "kept"
    reverted = "reverted"


@dataclass(frozen=True)
class Guard:
    """What must not get worse: a measure with a bound."""

    measure: str
    bound: Bound
    limit: float

    @property
    def words(self) -> str:
        return f"{self.measure} {self.bound} {self.limit:g}"

    def holds(self, reading: float) -> bool:
        """Whether a value is within the bound; the bound itself is."""
        return reading <= self.limit if self.bound is Bound.at_most else reading >= self.limit


def objection(starts_on: date, back_on: date) -> str | None:
    """Why a trial cannot run from one day to the other; None when it can."""
    days = (back_on - starts_on).days
    if days < SHORTEST_DAYS:
        return f"A trial runs {SHORTEST_DAYS} days at least: in less nobody can tell what it did."
    if days > LONGEST_DAYS:
        return "A trial runs half a year at most: after that the rule is gone or it is not."
    return None


def ends_today(back_on: date, today: date) -> bool:
    """Whether the trial is over: the rule is back on the day itself."""
    return today >= back_on


def reading_wanted(back_on: date, today: date) -> bool:
    """Whether somebody should enter the guard measure by now."""
    return today >= back_on - timedelta(days=READ_DAYS)


def verdict(guard: Guard, reading: float | None) -> Verdict:
    """What becomes of the rule: gone for good when the guard held; back when it did not, and when nobody looked."""
    return Verdict.kept if reading is not None and guard.holds(reading) else Verdict.reverted


def sentence(guard: Guard, reading: float | None, rule: str) -> str:
    """The verdict in words, with its reason."""
    if reading is None:
        return f"“{rule}” is back: nobody entered “{guard.measure}” by the day, and so it reverts, as was said."
    if guard.holds(reading):
        return f"“{rule}” stays away: {guard.measure} was {reading:g}, and {guard.bound} {guard.limit:g} was asked."
    return f"“{rule}” is back: {guard.measure} was {reading:g}, but {guard.bound} {guard.limit:g} was asked."
