"""What every channel keeps to: it sends one letter, or says in which of three ways it could not."""

from typing import Protocol

from planner.reminders.envelope import Letter


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


class Channel(Protocol):
    """Opened once for a batch and closed after it; a connection is kept in between.

    `instead` names the channel that takes what this one refuses for good; empty where there is no other way.
    """

    @property
    def instead(self) -> str: ...

    def send(self, letter: Letter) -> None:
        """Returns once the other side has taken the letter; raises NotSent otherwise."""

    def close(self) -> None:
        """Lets go of the connection; never raises."""
