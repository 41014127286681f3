"""How floor visits were kept: done out of due, fair across cadences, and beside it whether a visit brought anything."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from planner.domain.commitments import Owed, compliance

K = TypeVar("K")
FINE_STREAK = 3
"""So many visits in a row with nothing raised and nobody thanked are worth a quiet word to the leader alone."""


@dataclass(frozen=True)
class Brought:
    """What a recorded visit produced."""

    thanks: int = 0
    issues: int = 0
    nothing_raised: bool = False

    @property
    def substance(self) -> bool:
        """A thank-you, an issue, or that nothing was raised in so many words. A visit without any of it was theatre."""
        return bool(self.thanks or self.issues or self.nothing_raised)

    @property
    def all_fine(self) -> bool:
        return not self.thanks and not self.issues


@dataclass(frozen=True)
class VisitFact:
    """One visit that was owed. `brought` is None while nobody wrote down what came of it."""

    leader: int
    team: int | None
    due_on: date
    done_on: date | None = None
    excused: bool = False
    brought: Brought | None = None


@dataclass(frozen=True)
class VisitFigures:
    """`due` holds what was done and what is past its day; excused visits are in neither, nor is the future."""

    done: int = 0
    due: int = 0
    done_late: int = 0
    excused: int = 0
    substance: int = 0

    @property
    def percent(self) -> int | None:
        """Completed out of due; None when nothing was due: nobody is at nought per cent for owing nothing."""
        return round(100 * self.done / self.due) if self.due else None

    @property
    def substance_percent(self) -> int | None:
        """Visits with substance out of those done; None when none was done."""
        return round(100 * self.substance / self.done) if self.done else None


def figures_of(visits: Iterable[VisitFact], today: date) -> VisitFigures:
    """The sums of some visits, whichever quarter or team they are from."""
    found = list(visits)
    owed = [Owed(min(one.due_on, date.max), one.due_on, one.done_on, one.excused) for one in found]
    kept = compliance(owed, date.min, date.max, today)
    return VisitFigures(
        done=kept.done,
        due=kept.due,
        done_late=sum(one.done_on is not None and one.done_on > one.due_on for one in found),
        excused=sum(one.excused and one.done_on is None for one in found),
        substance=sum(one.done_on is not None and one.brought is not None and one.brought.substance for one in found),
    )


def figures_by(visits: Iterable[VisitFact], key: Callable[[VisitFact], K | None], today: date) -> dict[K, VisitFigures]:
    """The same sums for each key, in the order in which the keys come; None is left out."""
    groups: dict[K, list[VisitFact]] = {}
    for visit in visits:
        if (name := key(visit)) is not None:
            groups.setdefault(name, []).append(visit)
    return {name: figures_of(group, today) for name, group in groups.items()}


def fair_percent(by_leader: Iterable[VisitFigures]) -> int | None:
    """Each leader counts once, whether the cadence is monthly or twice a year; who owed nothing does not count."""
    shares = [one.done / one.due for one in by_leader if one.due]
    return round(100 * sum(shares) / len(shares)) if shares else None


def fine_streak(brought: Iterable[Brought]) -> int:
    """How many of the latest visits (latest first) in a row had nobody thanked and nothing raised."""
    count = 0
    for one in brought:
        if not one.all_fine:
            break
        count += 1
    return count
