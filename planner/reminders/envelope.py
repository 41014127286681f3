"""The mail itself: safe headers, a text and an HTML part, the calendar entry it speaks of."""

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import cache

from css_inline import CSSInliner

from planner.domain.text import header_safe
from planner.reminders.mime import POLICY, text_part, write_text

SUBJECT_LONGEST = 200


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

    mail: EmailMessage
    subject: str
    text: str
    html: str
    folded: tuple[int, ...] = ()
    short: str = ""
    address: str = field(default="", repr=False)


def write_mail(parts: Parts, *, sender: str, to: str, name: str, message_id: str, now: datetime) -> EmailMessage:
    """The mail. Raises HeaderRefused for a subject, name or address that must not stand in a header."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = str(_address(*parseaddr(sender)))
    mail["To"] = _address(name, to)
    mail["Subject"] = _safe(parts.subject)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if parts.unsubscribe:
        mail["List-Unsubscribe"] = f"<{parts.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["MIME-Version"] = "1.0"
    write_text(mail, parts.text, "plain")
    mail.make_alternative()
    mail.attach(text_part(_inliner().inline(parts.html), "html"))
    if parts.method:
        _add_invitation(mail, parts)
    elif parts.calendar:
        mail.add_attachment(parts.calendar, maintype="text", subtype="calendar", filename="event.ics")
    return mail


def _add_invitation(mail: EmailMessage, parts: Parts) -> None:
    """The last alternative, so that mail programs show buttons instead of a file."""
    words = {"method": parts.method, "charset": "utf-8"}
    mail.add_alternative(parts.calendar, maintype="text", subtype="calendar", params=words)


def _safe(text: str) -> str:
    if not header_safe(text) or len(text) > SUBJECT_LONGEST:
        raise HeaderRefused(f"This cannot stand in a mail header: {text[:80]!r}")
    return text


def _address(name: str, address: str) -> Address:
    local, _, domain = _safe(address).rpartition("@")
    return Address(display_name=_safe(name), username=local, domain=domain)


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
