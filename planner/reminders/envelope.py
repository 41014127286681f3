"""The mail itself: safe headers, a text and an HTML part, the calendar entry it speaks of."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import cache, lru_cache

from css_inline import CSSInliner

from planner.domain.text import header_safe
from planner.reminders.mime import LONGEST_LINE, Mail, calendar_part, line, mailbox, multipart, text_part

SUBJECT_LONGEST = 200
HEADERS = frozenset(
    (
        b"From", b"To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted", b"X-Auto-Response-Suppress",
        b"List-Unsubscribe", b"List-Unsubscribe-Post", b"MIME-Version", b"Content-Type",
    )
)  # fmt: skip
"""All that a mail of ours ever says of itself, each at most once."""
_STRAY_END = re.compile(rb"\r(?!\n)|(?<!\r)\n|\0")


class HeaderRefused(Exception):
    """A header would hold a control character or an encoded word; on some interpreters that becomes a header of its own."""


@dataclass(frozen=True)
class Parts:
    """What a mail is made of; `calendar` is a whole iCalendar object or empty. With a `method` it is an invitation, not a file."""

    subject: str
    text: str
    html: str
    calendar: bytes = b""
    unsubscribe: str = ""
    method: str = ""


@dataclass(frozen=True)
class Letter:
    """A message ready to go, and what to keep of it. `folded` are the messages that it tells in passing.

    A channel takes what it can carry: e-mail the mail, a chat `short` (a few words with a link) to its `address`.
    """

    mail: Mail
    subject: str
    text: str
    html: str
    folded: tuple[int, ...] = ()
    short: str = ""
    address: str = field(default="", repr=False)


def write_mail(parts: Parts, *, sender: str, to: str, name: str, message_id: str, now: datetime) -> Mail:
    """The mail. Raises HeaderRefused for a subject, name or address that must not stand in a header."""
    from_line, from_address = _mailbox("From", *_parsed(sender))
    to_line, to_address = _mailbox("To", name, to)
    heads = [
        from_line,
        to_line,
        line("Subject", _safe(parts.subject)),
        f"Date: {format_datetime(now)}\r\nMessage-ID: <{_safe(message_id)}>\r\n".encode(),
        b"Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n",
    ]
    if parts.unsubscribe:
        heads.append(line("List-Unsubscribe", f"<{_safe(parts.unsubscribe, LONGEST_LINE)}>"))
        heads.append(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
    raw = b"".join([*heads, b"MIME-Version: 1.0\r\n", _body(parts, message_id)])
    _read_again(raw)
    return Mail(from_address, to_address, message_id, raw)


def _read_again(raw: bytes) -> None:
    """What is about to leave, read as a mail server reads it. Raises HeaderRefused for a header that we never write, or one written twice.

    Every text was looked at before; this is for the one that was forgotten, and for whatever an interpreter makes of an encoded word.
    """
    head = raw.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    if len(set(names)) < len(names) or not HEADERS.issuperset(names) or _STRAY_END.search(head):
        raise HeaderRefused(f"The mail would have other headers than ours: {names}")


def _body(parts: Parts, key: str) -> bytes:
    """An invitation is the last alternative, so that mail programs show buttons instead of a file."""
    readings = [text_part(parts.text, "plain"), _html_part(parts.html)]
    if parts.method:
        invitation = calendar_part(parts.calendar, f'method="{parts.method}"; charset="utf-8"')
        return multipart("alternative", [*readings, invitation], key)
    alternatives = multipart("alternative", readings, key)
    if not parts.calendar:
        return alternatives
    file = calendar_part(parts.calendar, 'charset="utf-8"', 'attachment; filename="event.ics"')
    return multipart("mixed", [alternatives, file], key)


@lru_cache(maxsize=64)
def _html_part(html: str) -> bytes:
    """With its style inlined, for mail programs that read no style block. Many people get the same one."""
    return text_part(_inliner().inline(html), "html")


_parsed = lru_cache(maxsize=8)(parseaddr)


def _mailbox(header: str, name: str, address: str) -> tuple[bytes, str]:
    return mailbox(header, _safe(name), _safe(address))


def _safe(text: str, longest: int = SUBJECT_LONGEST) -> str:
    if not header_safe(text) or len(text) > longest:
        raise HeaderRefused(f"This cannot stand in a mail header: {text[:80]!r}")
    return text


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False)


def calendar_of(*fragments: bytes) -> bytes:
    """An iCalendar object around published entries; empty when there are none."""
    entries = [fragment.strip() for fragment in fragments if fragment.strip()]
    if not entries:
        return b""
    head = [b"BEGIN:VCALENDAR", b"VERSION:2.0", b"PRODID:-//Planner//Planner//EN", b"METHOD:PUBLISH"]
    return b"\r\n".join([*head, *entries, b"END:VCALENDAR", b""])
