"""A whole calendar: head lines in a fixed order, stored events between, and an ETag that is made from revisions alone."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Parameters, vText
from icalendar.parser import Contentline

from planner.feeds.descriptions import one_line
from planner.models.selections import Row

PRODUCT = "-//Planner//Calendar feeds//EN"
FORM = 1
"""Raise it when the form of head, levels or alarms changes: every ETag changes with it."""
COLOUR = ("teal", "#17616B")
TAIL = b"END:VCALENDAR\r\n"
BLOCK = 100
"""So many events are compressed together."""

EMPTY = b"\r\n".join(
    (
        b"BEGIN:VTIMEZONE",
        b"TZID:Etc/UTC",
        b"BEGIN:STANDARD",
        b"DTSTART:19700101T000000",
        b"TZOFFSETFROM:+0000",
        b"TZOFFSETTO:+0000",
        b"TZNAME:UTC",
        b"END:STANDARD",
        b"END:VTIMEZONE",
        b"",
    )
)
"""A calendar must hold a component (RFC 5545 3.6); one without events holds a zone that nothing uses."""


@dataclass(frozen=True)
class Title:
    """What a calendar is called, explained by one sentence, and the IANA zone that it is at home in."""

    name: str
    sentence: str
    zone: str


def head(title: Title, changed_at: datetime) -> bytes:
    """BEGIN and the calendar's own properties. Values pass through vText: icalendar writes NAME and X- as they are, line ends too."""
    colour, hex_colour = COLOUR
    name = one_line(title.name)
    lines = (
        ("VERSION", "2.0"),
        ("PRODID", PRODUCT),
        ("CALSCALE", "GREGORIAN"),
        ("NAME", name),
        ("X-WR-CALNAME", name),
        ("X-WR-CALDESC", one_line(title.sentence)),
        ("X-WR-TIMEZONE", title.zone),
        ("COLOR", colour),
        ("X-APPLE-CALENDAR-COLOR", hex_colour),
    )
    written = [_line(name, value) for name, value in lines]
    modified = f"LAST-MODIFIED:{changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n".encode()
    return b"BEGIN:VCALENDAR\r\n" + b"".join(written) + _POLLING + modified


_POLLING = b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n"


def _line(name: str, value: str) -> bytes:
    line: bytes = Contentline.from_parts(name, Parameters(), vText(value)).to_ical()
    return line + b"\r\n"


def join(head_lines: bytes, fragments: Sequence[bytes]) -> bytes:
    """The whole text. `fragments` end with CRLF each."""
    return b"".join(blocks(head_lines, fragments))


def blocks(head_lines: bytes, fragments: Sequence[bytes]) -> list[bytes]:
    """The whole text in pieces, of which one change touches few."""
    pieces = [b"".join(fragments[start : start + BLOCK]) for start in range(0, len(fragments), BLOCK)]
    return [head_lines, *(pieces or [EMPTY]), TAIL]


def last_change(rows: Sequence[Row], otherwise: datetime) -> datetime:
    """When the newest of the rows changed; `otherwise` for a calendar without events."""
    return max((row[2] for row in rows), default=otherwise)


def etag(head_lines: bytes, level: str, alarm_minutes: int | None, rows: Iterable[Row]) -> str:
    """A tag that differs whenever the text differs, worked out without rendering: which events, each at which revision, told how."""
    digest = hashlib.sha256(f"{FORM}|{level}|{alarm_minutes}|".encode())
    digest.update(head_lines)
    digest.update("".join(f"|{number}.{sequence}.{at.timestamp():.0f}" for number, sequence, at in rows).encode())
    return digest.hexdigest()[:32]
