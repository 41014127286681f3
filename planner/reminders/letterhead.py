"""What every mail needs from the settings: addresses, sender, the key that signs answers. Handed in, so that words know no application."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from planner.net import Net
from planner.reminders.placing import Kindness


@dataclass(frozen=True)
class Letterhead:
    """`smtp_url` is empty where mail goes to the local outbox; `outbox` is that folder."""

    base_url: str
    sender: str
    secret: str = field(repr=False)
    smtp_url: str = field(repr=False)
    outbox: Path
    kindness: Kindness = field(default_factory=Kindness)
    reads_answers: bool = True
    """Whether somebody reads the mailbox to which calendars answer."""
    net: Net = field(default_factory=Net)
    """Where chats may be reached."""
    smtp_connect_seconds: int = 30
    smtp_data_seconds: int = 600
    example: bool = False
    """For a look beforehand: the answer links lead to a page that explains them, because they would speak for somebody else."""

    @property
    def domain(self) -> str:
        """The right-hand side of Message-IDs."""
        return parseaddr(self.sender)[1].rpartition("@")[2] or urlsplit(self.base_url).hostname or "localhost"

    def link(self, path: str) -> str:
        """An address that works from a mail."""
        return f"{self.base_url}{path}"


def letterhead_of(config: Mapping[str, object]) -> Letterhead:
    """Drawn from the application's settings."""
    return Letterhead(
        base_url=str(config["PLANNER_BASE_URL"]),
        sender=str(config["PLANNER_MAIL_FROM"]),
        secret=str(config["SECRET_KEY"]),
        smtp_url=str(config["PLANNER_SMTP_URL"]),
        outbox=cast(Path, config["PLANNER_DATA_DIR"]) / "outbox",
        kindness=Kindness(cap=cast(int, config["PLANNER_MESSAGES_PER_WEEK"])),
        reads_answers=bool(config["PLANNER_IMAP_URL"]),
        smtp_connect_seconds=cast(int, config["PLANNER_SMTP_CONNECT_SECONDS"]),
        smtp_data_seconds=cast(int, config["PLANNER_SMTP_DATA_SECONDS"]),
        net=Net(inside=cast(frozenset[str], config["PLANNER_INSIDE_HOSTS"])),
    )
