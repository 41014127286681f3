"""One event as text: the bytes as they are kept, and what six independent readers make of them."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.kinds import KINDS, EventKind
from planner.feeds.calendars import Title, head, join
from planner.feeds.fragments import render
from planner.models.people import Person
from planner.models.sites import Site
from planner.models.teams import Team
from tests.feeds.events import MADE, unsaved
from tests.feeds.readers import READERS, Seen, by_icalendar

EXPECTED = Path(__file__).parent / "expected"
BASE = "https://planner.example"
TITLE = Title("Billing (Planner)", "What one team takes part in.", "Europe/Dublin")

HOSTILE = (
    "Ana’s “big” day; 50 % off, \\n is not a line\nsecond line\r\nthird\x00\x07\x0b\x7f\u0085\u2028\u2029\ufeff"
    "\ud800 \U0001f389\U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301 BEGIN:VEVENT\r\nEND:VCALENDAR C:\\notes\t"
)

EVENTS = {
    "floor-visit": lambda: unsaved(
        title="Elif Kaya visits Billing",
        place="Floor 3",
        site=Site(name="Dublin"),
        team=Team(name="Billing"),
        leader=Person(name="Elif Kaya"),
        description="Ask about the refund limit.",
    ),
    "all-day": lambda: unsaved(
        "2027-10-04T00:00", kind=EventKind.celebration, title="Customer Service Week", all_day=True, minutes=5 * 1440
    ),
    "one-day": lambda: unsaved(
        "2027-10-04T00:00", kind=EventKind.milestone, title="Kick-off", all_day=True, minutes=1440
    ),
    "cancelled": lambda: unsaved(title="Tea with Tomas", cancelled=True, sequence=2, kind=EventKind.recognition),
    "virtual": lambda: unsaved(title="Calm calls", kind=EventKind.training, link="https://meet.example/calm?a=1,2;b"),
    "night": lambda: unsaved("2027-03-03T23:30", title="Night visit", zone="America/New_York", minutes=60),
    "hostile": lambda: unsaved(title=HOSTILE, description=HOSTILE * 12, place=HOSTILE, kind=EventKind.policy_review),
}


def calendar(*events: bytes) -> bytes:
    return join(head(TITLE, MADE), events)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_written_as_it_was(name: str) -> None:
    assert render(EVENTS[name](), BASE) == (EXPECTED / f"{name}.ics").read_bytes()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", EVENTS)
def test_every_reader_sees_the_same_event(name: str, reader: Callable[[bytes], list[Seen]]) -> None:
    event = EVENTS[name]()
    (seen,) = reader(calendar(render(event, BASE)))
    assert (seen.uid, seen.cancelled) == (event.uid, event.cancelled)
    if event.all_day:
        assert seen.start == event.wall_start.date()
        assert seen.end == date(2027, 10, 9 if name == "all-day" else 5)
    else:
        assert (seen.start, seen.end) == (event.starts_at, event.ends_at)


ZONES = ("America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin")
WALLS = (
    "2027-03-14T01:30", "2027-03-14T02:30", "2027-03-14T03:30", "2027-11-07T00:30", "2027-11-07T01:30", "2027-11-07T02:30",
    "2027-04-04T01:15", "2027-04-04T01:45", "2027-04-04T02:15", "2027-10-03T01:45", "2027-10-03T02:15", "2027-10-03T02:45",
    "2026-02-15T02:30", "2026-02-15T03:30", "2026-03-22T01:30", "2026-03-22T02:30", "2026-09-20T01:30", "2026-09-20T02:30",
    "2027-02-07T02:30", "2027-02-07T03:30", "2027-03-14T02:00", "2027-03-28T01:30", "2027-10-31T01:30", "2027-07-15T12:00",
)  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("zone", ZONES)
def test_every_reader_sees_the_right_instant_across_clock_changes(
    zone: str, reader: Callable[[bytes], list[Seen]]
) -> None:
    events = [unsaved(wall, zone=zone, uid=f"{number}@events.planner", minutes=45) for number, wall in enumerate(WALLS)]
    seen = reader(calendar(*(render(event, BASE) for event in events)))
    assert {s.uid: (s.start, s.end) for s in seen} == {e.uid: (e.starts_at, e.ends_at) for e in events}


def test_the_description_names_the_time_on_the_events_own_clock() -> None:
    """10:00 in Kolkata is 04:30 UTC."""
    (seen,) = by_icalendar(calendar(render(unsaved("2027-03-03T10:00", zone="Asia/Kolkata"), BASE)))
    assert seen.start == datetime(2027, 3, 3, 4, 30, tzinfo=UTC)
    assert seen.text == (
        "Floor visit: Wednesday 3 March 2027, 10:00 to 10:30 (Asia/Kolkata).\n\nIn Planner: https://planner.example/events/7"
    )


def test_the_last_day_of_days_is_named_and_the_end_is_the_day_after() -> None:
    text = render(EVENTS["all-day"](), BASE).replace(b"\r\n ", b"")
    assert b"\r\nDTSTART;VALUE=DATE:20271004\r\nDTEND;VALUE=DATE:20271009\r\n" in text
    assert b"Celebration: Monday 4 October 2027 to Friday 8 October 2027." in text


def test_the_same_data_give_the_same_bytes() -> None:
    assert render(EVENTS["hostile"](), BASE) == render(EVENTS["hostile"](), BASE)


@pytest.mark.parametrize("column", [{"changed_at": MADE.replace(hour=10)}, {"sequence": 1}])
def test_each_part_of_the_revision_shows(column: dict[str, Any]) -> None:
    assert render(unsaved(**column), BASE) != render(unsaved(), BASE)


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_has_a_category_and_a_colour(kind: EventKind) -> None:
    text = render(unsaved(kind=kind), BASE).decode()
    assert f"\r\nCATEGORIES:{KINDS[kind].label}\r\nCOLOR:{KINDS[kind].css_name}\r\n" in text


@pytest.mark.parametrize(
    ("event", "looks"),
    [
        ({}, ("CONFIRMED", "OPAQUE", "BUSY")),
        ({"cancelled": True}, ("CANCELLED", "TRANSPARENT", "FREE")),
        ({"all_day": True, "minutes": 1440}, ("CONFIRMED", "TRANSPARENT", "FREE")),
        ({"kind": EventKind.milestone}, ("CONFIRMED", "TRANSPARENT", "FREE")),
    ],
)
def test_an_event_keeps_people_busy_only_when_it_does(event: dict[str, Any], looks: tuple[str, str, str]) -> None:
    text = render(unsaved(**event), BASE).decode()
    lines = "STATUS:{}\r\nTRANSP:{}\r\nX-MICROSOFT-CDO-BUSYSTATUS:{}\r\nEND:VEVENT\r\n".format(*looks)
    assert text.endswith(lines)


def test_an_event_without_a_uid_is_refused() -> None:
    with pytest.raises(ValueError, match="Event 7 has no UID"):
        render(unsaved(uid=""), BASE)


def test_an_event_that_ends_when_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="Event 7 ends before it starts"):
        render(unsaved(minutes=0), BASE)


ANY_TEXT = st.text(st.characters(codec=None), max_size=400) | st.text(
    st.sampled_from("\r\n\t\x00\x07\\;:,\"'^n\u0085\u2028\u2029\ufeff\ud83dé🎉= "), max_size=80
)


@settings(deadline=None)
@given(title=ANY_TEXT, description=ANY_TEXT, place=ANY_TEXT)
def test_whatever_people_type_stays_in_its_property(title: str, description: str, place: str) -> None:
    text = render(unsaved(title=title, description=description, place=place), BASE)
    text.decode("utf-8")
    lines = text.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(byte < 0x20 or byte == 0x7F for line in lines for byte in line)
    unfolded = text.replace(b"\r\n ", b"").decode().split("\r\n")
    names = [line.split(":")[0].split(";")[0] for line in unfolded if line]
    assert names.count("BEGIN") == names.count("END") == names.count("SUMMARY") == names.count("DESCRIPTION") == 1
    (seen,) = by_icalendar(calendar(text))
    assert seen.title == (" ".join(plain(title).split()) or "Floor visit")


def plain(text: str) -> str:
    """Text as people see it: no control characters, composed."""
    for end in ("\r\n", "\r", "\u0085", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    kept = [
        "\ufffd" if "\ud800" <= c <= "\udfff" else c
        for c in text
        if c in "\n\t" or (unicodedata.category(c) != "Cc" and c != "\ufeff")
    ]
    return unicodedata.normalize("NFC", "".join(kept)).strip()
