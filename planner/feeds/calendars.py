"""A whole calendar: head lines in a fixed order, and stored events between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from icalendar import Parameters, vText
from icalendar.parser import Contentline

from planner.feeds.descriptions import one_line

PRODUCT = "-//Planner//Calendar feeds//EN"
COLOUR = ("teal", "#17616B")
TAIL = b"END:VCALENDAR\r\n"

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
    """BEGIN and the calendar's own properties."""
    modified = f"LAST-MODIFIED:{changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n".encode()
    return b"BEGIN:VCALENDAR\r\n" + _named(title) + _POLLING + modified


@lru_cache(maxsize=100)
def _named(title: Title) -> bytes:
    """Values pass through vText: icalendar writes NAME and X- as they are, line ends too."""
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
    return b"".join(_line(name, value) for name, value in lines)


_POLLING = b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n"


def _line(name: str, value: str) -> bytes:
    line: bytes = Contentline.from_parts(name, Parameters(), vText(value)).to_ical()
    return line + b"\r\n"


def join(head_lines: bytes, fragments: Sequence[bytes]) -> bytes:
    """The whole text. `fragments` end with CRLF each."""
    return b"".join((head_lines, *(fragments or [EMPTY]), TAIL))
