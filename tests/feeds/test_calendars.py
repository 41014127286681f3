"""A whole calendar: its head in the order of the specification, its tag, and a calendar without events."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.feeds.calendars import Title, etag, head, join, last_change
from planner.feeds.fragments import render
from tests.feeds.events import MADE, unsaved
from tests.feeds.readers import READERS
from tests.feeds.test_fragments import ANY_TEXT, TITLE

EXPECTED = Path(__file__).parent / "expected" / "calendars"
ROWS = [(1, 0, MADE), (2, 3, MADE + timedelta(days=1))]


def test_a_calendar_is_written_as_it_was() -> None:
    body = join(head(TITLE, MADE), [render(unsaved(), "https://planner.example")])
    assert body == (EXPECTED / "one-event.ics").read_bytes()


def test_a_calendar_without_events_holds_a_zone_and_nothing_else() -> None:
    assert join(head(TITLE, MADE), []) == (EXPECTED / "empty.ics").read_bytes()


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_takes_an_empty_calendar(reader: object) -> None:
    assert reader(join(head(TITLE, MADE), [])) == []  # type: ignore[operator]  # one of READERS


@settings(deadline=None)
@given(name=ANY_TEXT, sentence=ANY_TEXT)
def test_a_name_cannot_write_lines_of_its_own(name: str, sentence: str) -> None:
    text = head(Title(name, sentence, "UTC"), MADE)
    unfolded = text.replace(b"\r\n ", b"").decode().split("\r\n")
    assert [line.partition(":")[0] for line in unfolded] == [
        "BEGIN", "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "X-WR-TIMEZONE", "COLOR",
        "X-APPLE-CALENDAR-COLOR", "REFRESH-INTERVAL;VALUE=DURATION", "X-PUBLISHED-TTL", "LAST-MODIFIED", "",
    ]  # fmt: skip


def test_the_tag_stands_still_while_nothing_changes() -> None:
    assert etag(b"head", "full", None, ROWS) == etag(b"head", "full", None, list(ROWS))


OTHERS = {
    "an event less": (b"head", "full", None, ROWS[:1]),
    "an event more": (b"head", "full", None, [*ROWS, (3, 0, MADE)]),
    "another order": (b"head", "full", None, ROWS[::-1]),
    "another event": (b"head", "full", None, [(3, 0, MADE), ROWS[1]]),
    "a sequence": (b"head", "full", None, [(1, 1, MADE), ROWS[1]]),
    "an instant": (b"head", "full", None, [(1, 0, MADE + timedelta(seconds=1)), ROWS[1]]),
    "the head": (b"Head", "full", None, ROWS),
    "the level": (b"head", "busy", None, ROWS),
    "an alarm": (b"head", "full", 10, ROWS),
    "nothing left": (b"head", "full", None, []),
}


@pytest.mark.parametrize("what", OTHERS)
def test_the_tag_moves_with_whatever_shows(what: str) -> None:
    assert etag(*OTHERS[what]) != etag(b"head", "full", None, ROWS)


def test_all_those_tags_differ_from_each_other() -> None:
    assert len({etag(*other) for other in OTHERS.values()}) == len(OTHERS)


def test_the_last_change_is_the_newest_rows_or_what_is_given() -> None:
    assert last_change(ROWS, MADE) == MADE + timedelta(days=1)
    assert last_change([], MADE) == MADE


@settings(deadline=None)
@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # bounds without zone, as the strategy wants
def test_the_head_says_when_the_calendar_changed(at: datetime) -> None:
    assert head(TITLE, at).endswith(f"LAST-MODIFIED:{at:%Y%m%dT%H%M%SZ}\r\n".encode())
