"""The moment at which a letter leaves, as the sender sees it: the last look before it, and the mark after it.

On PostgreSQL the mark is written before the letter goes and committed after it was taken: a kill in between makes a copy, and nothing but
the commit is in between. On SQLite an open mark would hold everybody up, so the row is looked at before and marked after.
"""

from collections.abc import Callable
from datetime import datetime

from planner.models import handovers
from planner.models.base import db
from planner.models.handovers import OpenMark, Slip
from planner.reminders.channels.contract import Handover, Withdrawn


class Window(Handover):
    """Of one letter. `ours` is asked first: whether the lease still holds by the monotonic clock."""

    def __init__(self, slip: Slip, now: Callable[[], datetime], ours: Callable[[], bool]) -> None:
        self.slip, self.now, self.ours = slip, now, ours

    def last_look(self) -> None:
        if not (self.ours() and self._holds()):
            raise Withdrawn

    def taken(self) -> None:
        """The letter was taken: the mark stands when this returns."""
        with handovers.marking():
            handovers.mark(self.slip, self.now(), if_still=False)

    def undo(self) -> None:
        """The letter did not go."""

    def _holds(self) -> bool:
        found = handovers.still(self.slip)
        db.session.rollback()
        return found


class NarrowWindow(Window):
    """Keeps the mark open while the letter goes, unless the other side is slow: then somebody could be waiting for the row."""

    open: OpenMark | None = None

    def long_wait(self) -> None:
        self.undo()

    def taken(self) -> None:
        if self.open is None:
            super().taken()
            return
        mark, self.open = self.open, None
        mark.keep()

    def undo(self) -> None:
        mark, self.open = self.open, None
        if mark is not None:
            mark.undo()

    def _holds(self) -> bool:
        self.undo()
        self.open = OpenMark()
        return handovers.mark(self.slip, self.now(), if_still=True)


def window_for(slip: Slip, now: Callable[[], datetime], ours: Callable[[], bool]) -> Window:
    """The window of the database in use."""
    return (NarrowWindow if handovers.is_narrow() else Window)(slip, now, ours)
