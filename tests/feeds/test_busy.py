"""Somebody's calendar read for when they are busy: what counts, whose clock, and what no calendar may do to the worker."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.feeds.busy import MOST_TIMES, Asked, Busy, NotACalendar, busy_times
from planner.feeds.reading import read_busy
from tests.domain.times import utc

ASKED = Asked(
    "Europe/Dublin", "elif@example.org", utc(2027, 3, 1), utc(2027, 4, 30), frozenset({"ours@planner.events"})
)


def calendar(*events: str, around: str = "") -> bytes:
    parts = "".join(_event(number, event) for number, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{around}{parts}END:VCALENDAR\r\n".encode()


def _event(number: int, text: str) -> str:
    uid = "" if "UID:" in text else f"UID:{number}@x\r\n"
    return f"BEGIN:VEVENT\r\n{uid}DTSTAMP:20270101T000000Z\r\n{text}\r\nEND:VEVENT\r\n"


def lines(*properties: str) -> str:
    return "\r\n".join(properties)


TEN = ("DTSTART:20270309T100000Z", "DTEND:20270309T110000Z")


def times(*events: str, asked: Asked = ASKED, around: str = "") -> list[tuple[datetime, datetime]]:
    return list(busy_times(calendar(*events, around=around), asked).times)


def test_an_appointment_is_busy() -> None:
    assert times(lines(*TEN)) == [(utc(2027, 3, 9, 10), utc(2027, 3, 9, 11))]


@pytest.mark.parametrize(
    "free",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:Elif@example.org",
        "UID:ours@planner.events",
    ],
)
def test_what_keeps_nobody_from_coming_is_left_out(free: str) -> None:
    assert times(lines(*TEN, free)) == []


@pytest.mark.parametrize(
    "busy",
    [
        "TRANSP:OPAQUE",
        "STATUS:TENTATIVE",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:tomas@example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:elif@example.org",
    ],
)
def test_what_keeps_her_from_coming_counts(busy: str) -> None:
    assert len(times(lines(*TEN, busy))) == 1


def test_a_whole_day_is_the_day_where_the_person_is() -> None:
    day = lines("DTSTART;VALUE=DATE:20270405", "DTEND;VALUE=DATE:20270407")
    assert times(day) == [(utc(2027, 4, 4, 23), utc(2027, 4, 6, 23))]
    assert times("DTSTART;VALUE=DATE:20270405") == [(utc(2027, 4, 4, 23), utc(2027, 4, 5, 23))]


def test_a_time_without_a_zone_is_on_the_persons_clock() -> None:
    there = Asked("Asia/Kolkata", "x@y.example", ASKED.since, ASKED.until)
    floating = lines("DTSTART:20270309T100000", "DTEND:20270309T110000")
    assert times(floating, asked=there) == [(utc(2027, 3, 9, 4, 30), utc(2027, 3, 9, 5, 30))]


def test_a_rule_follows_its_own_clock_over_the_change() -> None:
    weekly = lines("DTSTART;TZID=Europe/Dublin:20270323T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert times(weekly) == [
        (utc(2027, 3, 23, 10), utc(2027, 3, 23, 11)),
        (utc(2027, 3, 30, 9), utc(2027, 3, 30, 10)),
    ]


def test_a_moved_and_a_cancelled_occurrence_are_believed() -> None:
    series = lines("UID:series", "DTSTART:20270309T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3")
    moved = lines("UID:series", "RECURRENCE-ID:20270310T100000Z", "DTSTART:20270310T150000Z", "DURATION:PT1H")
    off = lines(
        "UID:series", "RECURRENCE-ID:20270311T100000Z", "DTSTART:20270311T100000Z", "DURATION:PT1H", "STATUS:CANCELLED"
    )
    assert times(series, moved, off) == [
        (utc(2027, 3, 9, 10), utc(2027, 3, 9, 11)),
        (utc(2027, 3, 10, 15), utc(2027, 3, 10, 16)),
    ]


def test_what_overlaps_or_touches_is_one() -> None:
    assert times(
        lines("DTSTART:20270309T100000Z", "DTEND:20270309T110000Z"),
        lines("DTSTART:20270309T103000Z", "DTEND:20270309T120000Z"),
        lines("DTSTART:20270309T120000Z", "DTEND:20270309T123000Z"),
    ) == [(utc(2027, 3, 9, 10), utc(2027, 3, 9, 12, 30))]


def test_only_the_window_is_kept() -> None:
    assert times(
        lines("DTSTART:20270201T100000Z", "DTEND:20270302T100000Z"),
        lines("DTSTART:20280201T100000Z", "DTEND:20280201T110000Z"),
    ) == [(ASKED.since, utc(2027, 3, 2, 10))]


def test_free_busy_is_read_as_well() -> None:
    told = (
        "BEGIN:VFREEBUSY\r\nUID:fb\r\nDTSTAMP:20270101T000000Z\r\n"
        "FREEBUSY:20270320T100000Z/20270320T110000Z,20270321T100000Z/PT1H\r\n"
        "FREEBUSY;FBTYPE=FREE:20270322T100000Z/PT1H\r\nEND:VFREEBUSY\r\n"
    )
    assert times(around=told) == [
        (utc(2027, 3, 20, 10), utc(2027, 3, 20, 11)),
        (utc(2027, 3, 21, 10), utc(2027, 3, 21, 11)),
    ]


def test_nothing_but_times_is_kept() -> None:
    found = busy_times(calendar(lines(*TEN, "SUMMARY:Oncologist", "LOCATION:Clinic")), ASKED)
    assert found == Busy(((utc(2027, 3, 9, 10), utc(2027, 3, 9, 11)),))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=1",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11;BYMINUTE=0,10,20",
    ],
)
def test_a_rule_without_end_within_a_day_is_left_out_and_said(rule: str) -> None:
    found = busy_times(
        calendar(lines(*TEN, f"RRULE:{rule}"), lines("DTSTART:20270310T100000Z", "DURATION:PT1H")), ASKED
    )
    assert found == Busy(((utc(2027, 3, 10, 10), utc(2027, 3, 10, 11)),), left_out=1)


def test_one_broken_entry_is_left_out_and_said() -> None:
    found = busy_times(calendar("DTSTART:tomorrow", lines(*TEN)), ASKED)
    assert (len(found.times), found.left_out) == (1, 1)


def test_more_than_is_kept_is_cut_and_said() -> None:
    until = ASKED.since + timedelta(hours=2 * MOST_TIMES + 10)
    asked = Asked("UTC", "x@y.example", ASKED.since, until)
    hours = "RRULE:FREQ=DAILY;BYHOUR=" + ",".join(str(hour) for hour in range(0, 24, 2))
    found = busy_times(calendar(lines("DTSTART:20270301T000000Z", "DURATION:PT1H", hours)), asked)
    assert (len(found.times), found.cut) == (MOST_TIMES, True)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<!doctype html><html>Sign in</html>", "a web page"),
        (b"", "no calendar"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "no calendar"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTA", "breaks off"),
        (b"BEGIN:VCALENDAR\r\n\x00nonsense\r\nEND:VCALENDAR\r\n", "broken"),
    ],
)
def test_what_is_no_calendar_is_refused(body: bytes, sentence: str) -> None:
    with pytest.raises(NotACalendar, match=sentence):
        busy_times(body, ASKED)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(noise: bytes) -> None:
    body = calendar(lines(*TEN)).replace(b"DTEND", noise + b"\r\nDTEND")
    try:
        found = busy_times(body, ASKED)
    except NotACalendar:
        return
    assert all(ASKED.since <= start < end <= ASKED.until for start, end in found.times)


def test_a_process_of_its_own_says_the_same() -> None:
    body = calendar(lines(*TEN), lines(*TEN, "RRULE:FREQ=SECONDLY"))
    assert read_busy(body, ASKED) == busy_times(body, ASKED)
    with pytest.raises(NotACalendar, match="a web page"):
        read_busy(b"<html>", ASKED)


def test_a_rule_that_is_never_true_is_ended() -> None:
    """The 30th of February: the library looks for it until the year 9999."""
    tangled = [lines("DTSTART:20200309T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")] * 5
    with pytest.raises(NotACalendar, match="too tangled"):
        read_busy(calendar(*tangled), ASKED, seconds=4)
