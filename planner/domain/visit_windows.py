"""Due windows: a quarter cut into as many stretches as visits are owed in it, and which of them is filled by which visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from planner.domain.states import CommitmentState, LeaderLevel

PRESET_VISITS: MappingProxyType[LeaderLevel, tuple[int, int, int]] = MappingProxyType(
    {LeaderLevel.executive: (0, 1, 3), LeaderLevel.director: (1, 2, 4), LeaderLevel.manager: (2, 3, 6)}
)
"""Visits a quarter by level to begin with: at least, owed, at most."""


@dataclass(frozen=True)
class DueWindow:
    """Days in which one visit is to happen, both ends included."""

    opens_on: date
    due_on: date


@dataclass(frozen=True)
class Filled:
    """A window with what became of it. `on` is the day of the visit that fills it, planned or done."""

    window: DueWindow
    state: CommitmentState | None
    """None while nothing is planned for a window that is not past."""
    on: date | None = None


def windows(first: date, last: date, times: int) -> list[DueWindow]:
    """`times` windows that tile the days from `first` to `last` without a gap, their lengths at most a day apart.

    Raises ValueError when there are more windows than days.
    """
    days = (last - first).days + 1
    if times < 1:
        return []
    if times > days:
        raise ValueError("A window lasts a day at least.")
    starts = [first + timedelta(days=number * days // times) for number in range(times)]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
    return [DueWindow(start, end) for start, end in zip(starts, ends, strict=True)]


def fill(
    found: Sequence[DueWindow], done: Sequence[date], planned: Sequence[date], excused: int, today: date
) -> list[Filled]:
    """Each window with the visit that fills it: those made first, in their order, then those planned, then what was excused.

    So doing early is no loss, a late visit fills the window that waited longest, and an extra one fills nothing.
    """
    made, coming = sorted(done), sorted(planned)
    return [_filled(window, place, made, coming, excused, today) for place, window in enumerate(found)]


def _filled(
    window: DueWindow, place: int, made: Sequence[date], coming: Sequence[date], excused: int, today: date
) -> Filled:
    if place < len(made):
        day = made[place]
        return Filled(window, CommitmentState.done, day)
    place -= len(made)
    if place < len(coming):
        day = coming[place]
        return Filled(window, CommitmentState.late if day > window.due_on or day < today else CommitmentState.open, day)
    if place - len(coming) < excused:
        return Filled(window, CommitmentState.excused)
    return Filled(window, CommitmentState.missed if window.due_on < today else None)
