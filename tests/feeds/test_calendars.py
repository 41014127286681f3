"""A whole calendar: its head in the order of the specification, and a calendar without events."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.feeds.calendars import Title, head, join
from planner.feeds.fragments import render
from tests.feeds.events import MADE, unsaved
from tests.feeds.readers import READERS
from tests.feeds.test_fragments import ANY_TEXT, TITLE

EXPECTED = Path(__file__).parent / "expected" / "calendars"


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


@settings(deadline=None)
@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # bounds without zone, as the strategy wants
def test_the_head_says_when_the_calendar_changed(at: datetime) -> None:
    assert head(TITLE, at).endswith(f"LAST-MODIFIED:{at:%Y%m%dT%H%M%SZ}\r\n".encode())
