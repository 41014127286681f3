"""I8 to I10: a calendar that comes from elsewhere can neither keep the machine busy, nor fill it, nor touch an event of ours."""

import gzip
import io
import random
import resource
import time
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.actions.busy import name_calendar, read_due
from planner.actions.closure_imports import MOST_BYTES, bring_in, preview
from planner.domain.refusals import Refused
from planner.feeds import reading
from planner.feeds.busy import MOST_EVENTS, Asked, Busy, NotACalendar, busy_times
from planner.feeds.closed_days import closed_days
from planner.feeds.outside import fetch
from planner.models.base import db
from planner.models.events import Event, PublishedEvent
from planner.models.people import Person
from tests.calendars import TUESDAY, Put, make_program
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import utc
from tests.outside_server import CALENDAR, outside_server, whole

ClientOf = Callable[[Person | None], FlaskClient]
ASKED = Asked("Europe/Dublin", "elif@example.org", utc(2027, 3, 1), utc(2027, 4, 30))


def calendar(*events: str, uid: str = "") -> bytes:
    parts = "".join(
        f"BEGIN:VEVENT\r\nUID:{uid or number}\r\nDTSTAMP:20270101T000000Z\r\n{event}\r\nEND:VEVENT\r\n"
        for number, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{parts}END:VCALENDAR\r\n".encode()


TEN = "DTSTART:20270309T100000Z\r\nDTEND:20270309T110000Z"
BOMBS = (
    "FREQ=SECONDLY",
    "FREQ=SECONDLY;COUNT=1000000000",
    "FREQ=MINUTELY;UNTIL=99991231T235959Z",
    "FREQ=HOURLY;COUNT=1000000000",
    "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11;BYMINUTE=0,1,2,3,4,5,6,7,8,9",
    "FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60))),
    "FREQ=YEARLY;BYHOUR=1,2,3,4,5,6;BYMINUTE=1,2,3,4,5,6;BYSECOND=1,2,3",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=-1",
    "COUNT=1000000000",
)


@pytest.mark.parametrize("rule", BOMBS)
def test_i8_a_rule_that_is_a_load_and_no_appointment_is_refused_before_it_is_expanded(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing reaches the library that expands rules; an occurrence a day for a thousand years is asked for its few in the window."""
    expanded: list[object] = []
    monkeypatch.setattr("recurring_ical_events.of", lambda calendar, **_: _Nothing(calendar, expanded))
    found = busy_times(calendar(f"{TEN}\r\nRRULE:{rule}"), ASKED)
    assert (found, expanded) == (Busy((), left_out=1), [])


class _Nothing:
    """In place of what expands: it notes what it was given."""

    def __init__(self, calendar: object, seen: list[object]) -> None:
        seen.extend(getattr(calendar, "subcomponents"))  # noqa: B009  # a component of a library without types

    def between(self, *_: object) -> list[object]:
        return []


def test_i8_a_rule_without_an_end_is_followed_through_the_window_and_no_further() -> None:
    found = busy_times(calendar(f"{TEN}\r\nRRULE:FREQ=DAILY;COUNT=1000000000"), ASKED)
    assert len(found.times) == (ASKED.until.date() - date(2027, 3, 9)).days


def test_i8_our_own_events_have_no_rules(cast: Cast) -> None:
    """A cadence is counted by the generator: there is no column in which a rule could be kept."""
    columns = {column.name for row in (Event, PublishedEvent) for column in row.__table__.columns}
    assert [name for name in columns if "rule" in name or "recur" in name] == []


def fuzzed(seed: int) -> bytes:
    """A calendar that somebody broke. Rules that are never true are left to the limits of the process that reads."""
    dice = random.Random(seed)
    good = calendar(TEN, f"{TEN}\r\nRRULE:FREQ=WEEKLY", "DTSTART;TZID=Europe/Dublin:20270310T100000\r\nDURATION:PT1H")
    lines = good.split(b"\r\n")
    for _ in range(dice.randint(1, 6)):
        where = dice.randrange(1, len(lines) - 2)
        match dice.randrange(9):
            case 0:
                lines[where] = dice.randbytes(dice.randrange(200))
            case 1:
                del lines[where]
            case 2:
                lines.insert(where, lines[dice.randrange(len(lines))])
            case 3:
                lines[where] = lines[where].replace(
                    b"2027", dice.choice([b"9999", b"0000", b"-001", b"20270", b"1582"])
                )
            case 4:
                lines.insert(where, b"BEGIN:VEVENT")
            case 5:
                lines[where] += b";X=" + b"A" * dice.randrange(5000)
            case 6:
                lines.insert(
                    where,
                    b"RRULE:FREQ=" + dice.choice([b"YEARLY;BYDAY=-5XX", b"MONTHLY;BYDAY=1", b"", b"DAILY;UNTIL=1"]),
                )
            case 7:
                lines.insert(where, b"EXDATE:" + b",".join([b"20270309T100000Z"] * dice.randrange(500)))
            case _:
                lines[where] = lines[where][::-1]
    return b"\r\n".join(lines)


def cost(bodies: list[bytes]) -> tuple[float, int]:
    """Seconds of processor, and how many could be read."""
    began, read = time.process_time(), 0
    for body in bodies:
        try:
            read += busy_times(body, ASKED) is not None
            closed_days(body, date(2027, 3, 1), date(2027, 4, 30))
        except NotACalendar:
            continue
    return time.process_time() - began, read


def test_i9_two_hundred_broken_calendars_are_read_or_refused_at_the_price_of_sound_ones() -> None:
    good = [calendar(TEN, f"{TEN}\r\nRRULE:FREQ=WEEKLY", TEN)] * 50
    cost(good[:5])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    usual, _ = cost(good)
    broken, read = cost([fuzzed(seed) for seed in range(200)])
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (broken < 40 * usual, grown < 100_000, 0 < read < 200) == (True, True, True), (broken, usual, grown, read)


NESTED = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5_000 + b"END:VEVENT\r\n" * 5_000 + b"END:VCALENDAR\r\n"


def _zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.ics", b"0" * 1_000_000)
    return file.getvalue()


REFUSED = {
    "more entries than anybody has": calendar(*([TEN] * (MOST_EVENTS + 1))),
    "nested": NESTED,
    "zip": _zipped(),
    "gzip": gzip.compress(calendar(TEN)),
    "a line without end": b"BEGIN:VCALENDAR\r\nX:" + b"a" * 5_000_000,
    "folds without end": b"BEGIN:VCALENDAR\r\nX:" + b"\r\n a" * 200_000,
    "noise": bytes(range(256)) * 2_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_i9_what_is_no_calendar_or_too_much_of_one_is_refused(name: str) -> None:
    with pytest.raises(NotACalendar):
        busy_times(REFUSED[name], ASKED)


def test_i9_a_million_lines_are_too_large_to_be_brought_in(cast: Cast, client_of: ClientOf) -> None:
    large = b"BEGIN:VCALENDAR\r\n" + b"X:1\r\n" * (MOST_BYTES // 5) + b"END:VCALENDAR\r\n"
    with pytest.raises(Refused, match="larger than 2 MB"):
        preview(large, cast.dublin, NOW)
    answer = client_of(cast.hana).post(
        f"/sites/{cast.dublin.id}/blackouts",
        data={"file": (io.BytesIO(large), "a.ics")},
        content_type="multipart/form-data",
    )
    assert (answer.status_code, "larger than 2 MB" in answer.text) == (422, True)


def test_i9_a_small_answer_that_unpacks_to_a_large_one_is_refused() -> None:
    bomb = gzip.compress(b"BEGIN:VCALENDAR\r\n" + b"X:1\r\n" * 4_000_000)
    with (
        outside_server(whole(bomb, Content_Encoding="gzip")) as site,
        pytest.raises(Exception, match="larger than"),
    ):
        fetch(site.address(), net=site.net())


def test_i9_the_process_that_reads_has_so_much_processor_and_memory_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", lambda which, what: limits.update({which: what}))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"what": "none"}\n')))
    with pytest.raises(KeyError):
        reading.main()
    seconds, memory = reading.PROCESSOR_SECONDS, reading.MEMORY
    assert limits == {resource.RLIMIT_CPU: (seconds, seconds), resource.RLIMIT_AS: (memory, memory)}


def ours() -> list[tuple[object, ...]]:
    rows = [
        *db.session.query(Event).order_by(Event.id),
        *db.session.query(PublishedEvent).order_by(PublishedEvent.event_id),
    ]
    return [tuple(getattr(row, column.key) for column in type(row).__table__.columns) for row in rows]


def test_i10_a_calendar_with_our_names_in_it_changes_no_event_of_ours(app: Flask, cast: Cast) -> None:
    put = Put(make_program(cast), cast.hana)
    event = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    before = ours()
    stolen = "DTSTART;VALUE=DATE:20270309\r\nDTEND;VALUE=DATE:20270311\r\nSUMMARY:Taken over\r\nSEQUENCE:99\r\nSTATUS:CANCELLED"
    day = calendar(stolen.replace("STATUS:CANCELLED", "STATUS:CONFIRMED"), uid=event.uid)
    with outside_server(whole(CALENDAR.replace(b"dentist@elsewhere", event.uid.encode()))) as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        read_due(NOW, net=site.net(), reader=busy_times)
    assert bring_in(day, cast.dublin, {0}, everywhere=False, by=cast.hana, now=NOW) == 1
    db.session.expire_all()
    assert ours() == before
