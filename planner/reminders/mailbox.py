"""A mailbox on an IMAP server: what came since it was last read, one mail at a time, and each marked once it was dealt with."""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT_SECONDS = 30
PORTS = {"imap": 143, "imap+starttls": 143, "imaps": 993}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MailboxDown(Exception):
    """The mailbox cannot be read at present; the text is for HR and for `planner check`."""


@dataclass(frozen=True)
class Box:
    """Where the mailbox is. `moved_to` is a folder for answers that were read; empty leaves them, marked as seen."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str
    moved_to: str

    @property
    def name(self) -> str:
        """The mailbox without its password."""
        return f"{self.user} at {self.host}, {self.folder}"[:250]


def box_of(url: str) -> Box:
    """From PLANNER_IMAP_URL: imaps://user:password@host:993/INBOX?move=Answers."""
    parts = urlsplit(url)
    return Box(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        moved_to=parse_qs(parts.query).get("move", [""])[0],
    )


@dataclass(frozen=True)
class Post:
    """One mail by its number. `raw` is None when it is larger than was asked for."""

    uid: int
    raw: bytes | None


class Line:
    """An open mailbox."""

    def __init__(self, connection: imaplib.IMAP4, box: Box) -> None:
        self._connection = connection
        self._box = box
        self._select()
        self.uid_validity = int(self._connection.response("UIDVALIDITY")[1][0] or 0)
        # What a server can do is said in full only to those who are signed in.
        self._can_move = b"MOVE" in connection.capability()[1][0].upper().split()

    def _select(self) -> None:
        status, said = self._connection.select(_quoted(self._box.folder))
        if status != "OK":
            raise MailboxDown(f"The server has no folder {self._box.folder}: {_words(said)}")

    def numbers(self, after: int, since: date) -> list[int]:
        """Mails that came after the number `after`; of a mailbox that was never read, those since a day. The oldest first."""
        asked = (
            ["UID", f"{after + 1}:*"] if after else ["SINCE", f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"]
        )
        status, found = self._connection.uid("SEARCH", *asked)
        if status != "OK":
            raise MailboxDown(f"The server would not search: {_words(found)}")
        numbers = [int(number) for line in found if line for number in line.split()]
        return sorted(number for number in numbers if number > after)

    def mails(self, numbers: list[int], most: int) -> Iterator[Post]:
        """These mails, fetched when they are asked for and left unread; those that are gone meanwhile are passed over."""
        for number in numbers:
            size = self._size(number)
            if size is not None:
                raw = self._fetch(number) if size <= most else None
                yield Post(number, raw)

    def _size(self, number: int) -> int | None:
        status, found = self._connection.uid("FETCH", str(number), "(RFC822.SIZE)")
        text = b" ".join(part for part in found if isinstance(part, bytes)) if status == "OK" else b""
        match = re.search(rb"RFC822\.SIZE (\d+)", text)
        return int(match[1]) if match else None

    def _fetch(self, number: int) -> bytes:
        status, found = self._connection.uid("FETCH", str(number), "(BODY.PEEK[])")
        parts = [part[1] for part in found if isinstance(part, tuple)] if status == "OK" else []
        return parts[0] if parts else b""

    def put_away(self, number: int) -> None:
        """Marks an answer as seen, and moves it where the settings say so and the server can."""
        self._connection.uid("STORE", str(number), "+FLAGS.SILENT", r"(\Seen)")
        if self._box.moved_to and self._can_move:
            self._connection.uid("MOVE", str(number), _quoted(self._box.moved_to))


def _trusting_the_system() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def open_mailbox(box: Box, trust: Callable[[], ssl.SSLContext] = _trusting_the_system) -> Iterator[Line]:
    """The mailbox, open for reading and marking. Raises MailboxDown for whatever the server or the line does wrong."""
    try:
        connection = _dial(box, trust)
        try:
            _sign_in(connection, box)
            yield Line(connection, box)
        finally:
            _hang_up(connection)
    except (imaplib.IMAP4.error, ssl.SSLError, OSError, EOFError) as error:
        raise MailboxDown(f"{box.host}:{box.port}: {_words([str(error)]) or type(error).__name__}") from None


def _dial(box: Box, trust: Callable[[], ssl.SSLContext]) -> imaplib.IMAP4:
    if box.scheme == "imaps":
        return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=trust(), timeout=TIMEOUT_SECONDS)
    connection = imaplib.IMAP4(box.host, box.port, timeout=TIMEOUT_SECONDS)
    if box.scheme == "imap+starttls":
        connection.starttls(trust())
    return connection


def _sign_in(connection: imaplib.IMAP4, box: Box) -> None:
    """By AUTHENTICATE where it is offered, because LOGIN cannot carry every password."""
    if "AUTH=PLAIN" in connection.capabilities:
        connection.authenticate("PLAIN", lambda _: f"\0{box.user}\0{box.password}".encode())
    else:
        connection.login(_quoted(box.user), box.password)


def _hang_up(connection: imaplib.IMAP4) -> None:
    try:
        connection.logout()
    except (imaplib.IMAP4.error, OSError):
        connection.shutdown()


def _quoted(text: str) -> str:
    if not text.isascii() or any(c in text for c in "\r\n\0"):
        raise MailboxDown(f"The name {text!r} cannot be sent to a mail server: use plain letters.")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _words(said: Sequence[object]) -> str:
    texts = (part.decode(errors="replace") if isinstance(part, bytes) else str(part) for part in said if part)
    return " ".join(texts)[:300]
