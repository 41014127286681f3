"""The moment at which a letter leaves, as the sender sees it: the last look before it, and the mark after it.

On PostgreSQL the mark is written before the letter goes and committed after it was taken: a kill in between makes a copy, and nothing but
the commit is in between. On SQLite an open mark would hold everybody up, so the row is looked at before and marked after.
"""

from collections.abc import Callable
from datetime import datetime

from planner.models.ledgers import Ledger, Slip
from planner.reminders.channels.contract import Handover, Withdrawn


class Window(Handover):
    """Of one letter. `ours` is asked first: whether the lease still holds by the monotonic clock."""

    def __init__(self, slip: Slip, now: Callable[[], datetime], ours: Callable[[], bool], ledger: Ledger) -> None:
        self.slip, self.now, self.ours, self.ledger = slip, now, ours, ledger

    def last_look(self) -> None:
        if not (self.ours() and self._holds()):
            raise Withdrawn

    def taken(self) -> None:
        """The letter was taken: the mark stands when this returns."""
        self.ledger.mark(self.slip, self.now())

    def undo(self) -> None:
        """The letter did not go."""

    def _holds(self) -> bool:
        return self.ledger.still(self.slip)


class NarrowWindow(Window):
    """Keeps the mark open while the letter goes, unless the other side is slow: then somebody could be waiting for the row."""

    open = False

    def long_wait(self) -> None:
        self.undo()

    def taken(self) -> None:
        if not self.open:
            super().taken()
            return
        self.open = False
        self.ledger.keep()

    def undo(self) -> None:
        if self.open:
            self.open = False
            self.ledger.undo()

    def _holds(self) -> bool:
        self.undo()
        self.open = True
        return self.ledger.mark_if_still(self.slip, self.now())


def window_for(slip: Slip, now: Callable[[], datetime], ours: Callable[[], bool], ledger: Ledger) -> Window:
    """The window of the database in use."""
    return (NarrowWindow if ledger.narrow else Window)(slip, now, ours, ledger)
