"""Mail without a mail server: each is written into a folder that the web shows, so that a newcomer sees the nudges."""

import hashlib
import os
from pathlib import Path

from planner.reminders.channels.contract import Handover, NotSent
from planner.reminders.envelope import Letter


class Outbox:
    """The file's name comes from the Message-ID: a repeat after a crash writes the same file."""

    instead = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, letter: Letter, handover: Handover) -> None:
        handover.last_look()
        mail = letter.mail
        path = self.folder / f"{hashlib.sha256(f'<{mail.message_id}>'.encode()).hexdigest()[:32]}.eml"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            half = path.with_suffix(f".{os.getpid()}.half")
            half.write_bytes(mail.raw)
            half.chmod(0o600)
            half.replace(path)
        except OSError as error:
            raise NotSent(f"{self.folder} cannot be written ({error.strerror}).", channel_down=True) from None

    def close(self) -> None:
        """Nothing is kept open."""
