"""What every channel keeps to: it sends one mail, or says in which of three ways it could not."""

from email.message import EmailMessage
from typing import Protocol


class NotSent(Exception):
    """A mail did not leave.

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
    """Opened once for a batch and closed after it; a connection is kept in between."""

    def send(self, mail: EmailMessage) -> None:
        """Returns once the other side has taken the mail; raises NotSent otherwise."""

    def close(self) -> None:
        """Lets go of the connection; never raises."""
