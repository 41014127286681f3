"""The lint of calendars: what we write passes, and each of these broken calendars is refused for its own reason."""

import re

import pytest

from planner.feeds.calendars import head, join
from planner.feeds.fragments import render
from planner.feeds.levels import LEVELS, with_alarm
from planner.feeds.lint import faults
from planner.feeds.withdrawn import withdrawn_calendar
from tests.feeds.events import MADE, unsaved
from tests.feeds.test_fragments import BASE, EVENTS, TITLE, calendar

GOOD = calendar(with_alarm(render(unsaved(title="Tea, cake; and “more”", description="long " * 40), BASE), 30))
DAYS = calendar(render(EVENTS["one-day"](), BASE))
CANCELLED = calendar(render(EVENTS["cancelled"](), BASE))
ALARM = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nUID:x\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"
EVENT = re.compile(rb"BEGIN:VEVENT.*END:VEVENT\r\n", re.DOTALL)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", EVENTS)
def test_what_planner_writes_has_no_fault(name: str, level: str) -> None:
    assert faults(calendar(LEVELS[level].show(render(EVENTS[name](), BASE)))) == []


@pytest.mark.parametrize(
    "text", [GOOD, DAYS, CANCELLED, join(head(TITLE, MADE), []), withdrawn_calendar("Billing", MADE).plain]
)
def test_whole_calendars_have_no_fault(text: bytes) -> None:
    assert faults(text) == []


def swap(old: bytes, new: bytes, text: bytes = GOOD) -> bytes:
    """A mutant; the change must change something."""
    assert old in text
    return text.replace(old, new, 1)


MUTANTS = {
    "cut off": (GOOD[:-40], "It is not exactly one whole VCALENDAR."),
    "cut in a line": (GOOD[:-1], "The last line has no end."),
    "bare line feeds": (GOOD.replace(b"\r\n", b"\n"), "A line does not end with CR LF."),
    "two calendars": (GOOD + GOOD, "It is not exactly one whole VCALENDAR."),
    "a page": (b"<html>Sign in</html>\r\n", "A line is not NAME:VALUE: <html>Sign in</html>"),
    "nothing": (b"\r\n", "It is not exactly one whole VCALENDAR."),
    "latin-1": (swap("“".encode(), b"\x93"), "The text is not UTF-8."),
    "an unfolded line": (GOOD.replace(b"\r\n ", b""), "A line has more than 75 bytes."),
    "an empty line": (swap(b"SEQUENCE", b"\r\nSEQUENCE"), "A line is empty."),
    "folded in a character": (swap("“".encode(), b"\xe2\r\n \x80\x9c"), "A line is folded inside a character."),
    "a bell": (swap(b"Tea", b"Te\x07a"), "There is a control character in it."),
    "a null": (swap(b"Tea", b"Te\x00a"), "There is a control character in it."),
    "a vertical tab": (swap(b"Tea", b"Te\x0ba"), "There is a control character in it."),
    "a line separator": (swap(b"Tea", "Te\u2028a".encode()), "There is a control character in it."),
    "a next line": (swap(b"Tea", "Te\u0085a".encode()), "There is a control character in it."),
    "a byte order mark": ("\ufeff".encode() + GOOD, "There is a control character in it."),
    "version 1": (swap(b"VERSION:2.0", b"VERSION:1.0"), "VERSION is not 2.0."),
    "no product": (swap(b"PRODID:-//Planner//Calendar feeds//EN\r\n", b""), "The calendar has no PRODID."),
    "a method": (swap(b"CALSCALE", b"METHOD:PUBLISH\r\nCALSCALE"), "METHOD does not belong into a feed."),
    "a calendar's UID": (swap(b"CALSCALE", b"UID:a@b\r\nCALSCALE"), "UID does not belong into a feed."),
    "a calendar's URL": (swap(b"CALSCALE", b"URL:https://x/token\r\nCALSCALE"), "URL does not belong into a feed."),
    "another name": (swap(b"NAME:Billing", b"NAME:Billings"), "NAME and X-WR-CALNAME differ."),
    "an untyped interval": (swap(b";VALUE=DURATION", b""), "REFRESH-INTERVAL has no VALUE=DURATION."),
    "no component": (EVENT.sub(b"", GOOD), "The calendar holds no component."),
    "an organizer": (
        swap(b"STATUS", b"ORGANIZER:mailto:a@b.example\r\nSTATUS"),
        "ORGANIZER does not belong into a feed.",
    ),
    "an attendee": (swap(b"STATUS", b"ATTENDEE:mailto:a@b.example\r\nSTATUS"), "ATTENDEE does not belong into a feed."),
    "a rule": (swap(b"STATUS", b"RRULE:FREQ=DAILY\r\nSTATUS"), "RRULE does not belong into a feed."),
    "no UID": (re.sub(rb"UID:0b6.*\r\n", b"", GOOD), "An event has no UID."),
    "a UID without domain": (swap(b"@events.planner", b""), "The UID has no domain."),
    "the same UID twice": (EVENT.sub(lambda m: m[0] * 2, GOOD), f"UID {unsaved().uid} stands twice."),
    "no DTSTAMP": (swap(b"DTSTAMP:20270104T090000Z\r\n", b""), "An event has no DTSTAMP."),
    "DTSTAMP of another time": (swap(b"DTSTAMP:20270104", b"DTSTAMP:20270105"), "DTSTAMP and LAST-MODIFIED differ."),
    "local DTSTAMP": (GOOD.replace(b"20270104T090000Z", b"20270104T090000"), "DTSTAMP is not in UTC."),
    "SEQUENCE in milliseconds": (
        swap(b"SEQUENCE:0", b"SEQUENCE:1804582800000"),
        "SEQUENCE is not a number below 2147483648.",
    ),
    "SEQUENCE below nothing": (swap(b"SEQUENCE:0", b"SEQUENCE:-1"), "SEQUENCE is not a number below 2147483648."),
    "a floating start": (
        swap(b"DTSTART:20270303T100000Z", b"DTSTART:20270303T100000"),
        "A time is neither in UTC nor a day.",
    ),
    "a zone": (swap(b"DTSTART:", b"DTSTART;TZID=Europe/Dublin:"), "DTSTART has a TZID; it should be UTC."),
    "no end": (swap(b"DTEND:20270303T103000Z\r\n", b""), "An event has no DTEND."),
    "an end at the start": (swap(b"DTEND:20270303T103000Z", b"DTEND:20270303T100000Z"), "DTEND is not after DTSTART."),
    "a day that ends on itself": (swap(b"DATE:20271005", b"DATE:20271004", DAYS), "DTEND is not after DTSTART."),
    "a day that ends at an hour": (
        swap(b"DTEND;VALUE=DATE:20271005", b"DTEND:20271005T000000Z", DAYS),
        "DTSTART and DTEND are of different kinds.",
    ),
    "no title": (re.sub(rb"SUMMARY:.*\r\n", b"", GOOD), "An event has no SUMMARY."),
    "two titles": (swap(b"STATUS", b"SUMMARY:Tea\r\nSTATUS"), "SUMMARY stands twice in an event."),
    "an open comma": (swap(b"Tea\\,", b"Tea,"), "SUMMARY is not escaped."),
    "an open semicolon": (swap(b"cake\\;", b"cake;"), "SUMMARY is not escaped."),
    "a lone backslash": (swap(b"Tea\\,", b"Te\\a\\,"), "SUMMARY is not escaped."),
    "lower case": (swap(b"STATUS", b"Status"), "Status is not in capitals."),
    "American spelling": (swap(b"CANCELLED", b"CANCELED", CANCELLED), "STATUS is CANCELED."),
    "cancelled in silence": (
        swap(b"SUMMARY:Cancelled: ", b"SUMMARY:", CANCELLED),
        "STATUS and SUMMARY disagree about cancelling.",
    ),
    "cancelled in words only": (
        swap(b"STATUS:CANCELLED", b"STATUS:CONFIRMED", CANCELLED),
        "STATUS and SUMMARY disagree about cancelling.",
    ),
    "a busy cancelled event": (
        swap(b"TRANSP:TRANSPARENT", b"TRANSP:OPAQUE", CANCELLED),
        "What is cancelled or lasts whole days keeps nobody busy.",
    ),
    "a busy day": (
        swap(b"TRANSP:TRANSPARENT", b"TRANSP:OPAQUE", DAYS),
        "What is cancelled or lasts whole days keeps nobody busy.",
    ),
    "free and busy": (swap(b"BUSYSTATUS:BUSY", b"BUSYSTATUS:FREE"), "TRANSP and X-MICROSOFT-CDO-BUSYSTATUS disagree."),
    "a silent alarm": (
        swap(b"DESCRIPTION:Coming up\r\n", b""),
        "An alarm needs ACTION:DISPLAY, a DESCRIPTION and a UID.",
    ),
    "an alarm by mail": (
        swap(b"ACTION:DISPLAY", b"ACTION:EMAIL"),
        "An alarm needs ACTION:DISPLAY, a DESCRIPTION and a UID.",
    ),
    "an alarm at an instant": (
        swap(b"TRIGGER:-PT30M", b"TRIGGER;VALUE=DATE-TIME:20270303T093000Z"),
        "An alarm's TRIGGER is not relative.",
    ),
    "an alarm for nothing": (
        swap(b"END:VEVENT", ALARM + b"END:VEVENT", CANCELLED),
        "A cancelled event has an alarm.",
    ),
    "an event in an event": (
        GOOD.replace(b"VALARM", b"VEVENT"),
        "VEVENT does not belong into an event.",
    ),
    "a wrong end": (swap(b"END:VALARM", b"END:VTODO"), "END:VTODO closes what was not opened."),
    "a zone beside events": (
        swap(b"BEGIN:VEVENT", b"BEGIN:VTIMEZONE\r\nTZID:X\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"),
        "There is something beside events.",
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_calendar_is_refused_for_its_own_reason(name: str) -> None:
    text, sentence = MUTANTS[name]
    assert sentence in faults(text)


def test_there_are_enough_mutants() -> None:
    assert len({text for text, _ in MUTANTS.values()}) == len(MUTANTS) >= 30
