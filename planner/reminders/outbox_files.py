"""Reads the local outbox back: what would have been mailed if a mail server were set."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{32}")
MOST = 200


@dataclass(frozen=True)
class Filed:
    """One mail of the outbox. `at` is the Date header: when it was written."""

    name: str
    subject: str
    to: str
    at: datetime
    text: str
    html: str


def newest(folder: Path, most: int = MOST) -> list[Filed]:
    """The latest mails, the newest first."""
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)[:most]
    mails = [mail for path in paths if (mail := filed(folder, path.stem)) is not None]
    return sorted(mails, key=lambda mail: mail.at, reverse=True)


def filed(folder: Path, name: str) -> Filed | None:
    """One mail by the name of its file; None when there is none. A name from an address is never a path."""
    if not _NAME.fullmatch(name):
        return None
    try:
        mail = message_from_bytes((folder / f"{name}.eml").read_bytes(), policy=default)
    except OSError:
        return None
    return Filed(name, str(mail["Subject"]), str(mail["To"]), _date(mail), _part(mail, "plain"), _part(mail, "html"))


def forget_mails(folder: Path, speaks_of: Callable[[str], bool]) -> int:
    """Deletes the mails that are to somebody, or speak of them; how many."""
    count = 0
    for path in folder.glob("*.eml"):
        mail = filed(folder, path.stem)
        if mail is not None and speaks_of("\n".join((mail.to, mail.subject, mail.text, mail.html))):
            path.unlink(missing_ok=True)
            count += 1
    return count


def _date(mail: EmailMessage) -> datetime:
    try:
        return parsedate_to_datetime(str(mail["Date"])).astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
