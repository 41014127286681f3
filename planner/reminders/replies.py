"""Mails read for the calendar answer inside them, as Outlook, Google, Apple and Thunderbird write it; whatever else a mail is, is none."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message as Mail
from email.utils import getaddresses
from typing import Any

from icalendar import Calendar

from planner.domain.invitations import Reply
from planner.domain.text import clean

MOST_MAIL = 2 * 1024 * 1024
MOST_CALENDAR = 256 * 1024
MOST_PARTS = 50
LONGEST_COMMENT = 500
_CALENDAR_TYPES = ("text/calendar", "application/ics")


class ReplyUnreadable(Exception):
    """The mail holds a calendar that cannot be read; the text says why, for HR."""


def read_reply(raw: bytes) -> Reply | None:
    """The answer in a mail; None for a mail without a calendar. Raises ReplyUnreadable."""
    try:
        return _read(message_from_bytes(raw))
    except (LookupError, ValueError, AttributeError, TypeError, AssertionError, RecursionError) as error:
        raise ReplyUnreadable(f"Its calendar cannot be read ({type(error).__name__}).") from None


def _read(mail: Mail) -> Reply | None:
    part = next(iter(_calendar_parts(mail)), None)
    if part is None:
        return None
    calendar = _parsed(part)
    entry = _entry(calendar)
    attendee = _attendee(entry, sender_of(mail))
    return Reply(
        method=_method(calendar, part),
        sender=sender_of(mail),
        attendee=_address(attendee),
        uid=_text(entry.get("UID")),
        status=str(attendee.params.get("PARTSTAT", "")).upper() if attendee is not None else "",
        sequence=_number(entry.get("SEQUENCE")),
        stamp=_instant(entry.get("DTSTAMP")),
        organizer=_address(entry.get("ORGANIZER")),
        comment=_comment(entry.get("COMMENT")),
        proposed=_proposed(entry) if _method(calendar, part) == "COUNTER" else None,
        part_of_series="RECURRENCE-ID" in entry,
        spoofed=_spoofed(mail),
    )


def sender_of(mail: Mail) -> str:
    """The one address of the one From header; empty when there are several, because then nobody can say who sent it."""
    found = [address for _, address in getaddresses([str(value) for value in mail.get_all("From", [])])]
    return found[0].lower() if len(found) == 1 and len(mail.get_all("From", [])) == 1 else ""


def _calendar_parts(mail: Mail) -> Iterator[Mail]:
    """Parts of this mail itself: a forwarded answer is somebody else's."""
    waiting, seen = [mail], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        if part.get_content_maintype() == "multipart":
            waiting += [inner for inner in part.get_payload() if isinstance(inner, Mail)]
        elif part.get_content_type() in _CALENDAR_TYPES:
            yield part


def _parsed(part: Mail) -> Calendar:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or len(payload) > MOST_CALENDAR:
        raise ReplyUnreadable("Its calendar is empty or far too large for an answer.")
    text = payload.decode(part.get_content_charset("utf-8"), "replace")
    return Calendar.from_ical(text.lstrip("\ufeff \r\n"))


def _entry(calendar: Calendar) -> Any:  # noqa: ANN401  # icalendar types a property as any of thirty
    entries = calendar.walk("VEVENT")
    if len(entries) != 1:
        raise ReplyUnreadable(f"It holds {len(entries)} events; an answer holds one.")
    return entries[0]


def _method(calendar: Calendar, part: Mail) -> str:
    """As the calendar says; a mail that says otherwise is not believed."""
    inside, outside = _text(calendar.get("METHOD")).upper(), str(part.get_param("method") or "").upper()
    if inside and outside and inside != outside:
        raise ReplyUnreadable(f"The mail says {outside[:20]} and its calendar {inside[:20]}.")
    return inside or outside


def _attendee(entry: Any, sender: str) -> Any:  # noqa: ANN401  # as above
    """The one who answers; among several, the one who sent the mail."""
    found = entry.get("ATTENDEE")
    several = found if isinstance(found, list) else [found] if found is not None else []
    return next((one for one in several if _address(one) == sender), several[0] if several else None)


def _address(value: Any) -> str:  # noqa: ANN401  # as above
    """A bare address in lower case. Apple may write a number and put the address beside it."""
    text = "" if value is None or isinstance(value, list) else str(value).strip()
    if not text.lower().startswith("mailto:") and "@" not in text:
        text = str(getattr(value, "params", {}).get("EMAIL", ""))
    return text[7:].strip().lower() if text.lower().startswith("mailto:") else text.lower()


def _text(value: Any) -> str:  # noqa: ANN401  # as above
    return "" if value is None or isinstance(value, list) else str(value).strip()[:250]


def _number(value: Any) -> int | None:  # noqa: ANN401  # as above
    text = _text(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _instant(value: Any) -> datetime | None:  # noqa: ANN401  # as above
    """An aware instant in UTC; None for a day, and for a time without a zone, which could mean anything."""
    found = getattr(value, "dt", None)
    if not isinstance(found, datetime) or found.tzinfo is None:
        return None
    return found.astimezone(UTC).replace(microsecond=0)


def _comment(value: Any) -> str:  # noqa: ANN401  # as above
    several = value if isinstance(value, list) else [value] if value is not None else []
    return clean("\n".join(str(one) for one in several))[:LONGEST_COMMENT]


def _proposed(entry: Any) -> tuple[datetime, datetime] | None:  # noqa: ANN401  # as above
    start, end = _instant(entry.get("DTSTART")), _instant(entry.get("DTEND"))
    return (start, end) if start is not None and end is not None and start < end else None


def _spoofed(mail: Mail) -> bool:
    """What our own mail server, which writes the topmost of these headers, found out about the sender's domain."""
    results = [str(value).lower() for value in mail.get_all("Authentication-Results", [])]
    return bool(results) and "dmarc=fail" in results[0]
