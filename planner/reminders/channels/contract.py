"""What every channel keeps to: it sends one letter, or says in which of three ways it could not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from planner.reminders.envelope import Letter
from planner.reminders.letterhead import Letterhead


class NotSent(Exception):
    """A letter did not leave.

    `permanent`: this recipient will never get it. `channel_down`: nothing can be sent at present, so that no message is to blame.
    `unknown`: the other side may have taken it. `words` are the other side's own, for HR to read.
    """

    def __init__(
        self, words: str, *, permanent: bool = False, channel_down: bool = False, unknown: bool = False
    ) -> None:
        super().__init__(words)
        self.words = words
        self.permanent = permanent
        self.channel_down = channel_down
        self.unknown = unknown


class Withdrawn(Exception):
    """The last look said that the letter must not go any more. Nobody is to blame, and the connection stays in use."""


class Handover:
    """What the sender does around the moment at which a letter leaves. This one does nothing."""

    def last_look(self) -> None:
        """Called when everything but the letter itself has been said; raises Withdrawn when it must not go."""

    def long_wait(self) -> None:
        """Called once when the other side is slow to answer: lets go of what was held for a quick answer."""


class Channel(Protocol):
    """Opened once for a batch and closed after it; a connection is kept in between.

    `instead` names the channel that takes what this one refuses for good; empty where there is no other way.
    """

    @property
    def instead(self) -> str: ...

    def send(self, letter: Letter, handover: Handover) -> None:
        """Calls `handover.last_look()` just before the letter goes, and returns once the other side has taken it; else raises NotSent."""

    def close(self) -> None:
        """Lets go of the connection; never raises."""


@dataclass(frozen=True)
class Kind:
    """A line of the registry: how a channel is opened, and how people choose it. `takes_address`: they give an address of theirs."""

    open: Callable[[Letterhead], Channel]
    label: str
    icon: str
    words: str
    takes_address: bool = False
