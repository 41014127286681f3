"""Folding: the same bytes as icalendar's own, whatever the line."""

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Event
from icalendar.parser import Contentline

from planner.feeds.folding import folded, text_of

PARTS = st.sampled_from(["a", "\\", "^", "é", "東", "\U0001f389", "\\n", "^'", " ", "x" * 73, "\\,"])
LINES = st.lists(PARTS, min_size=1, max_size=120).map("".join) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=400
)


@given(LINES)
@example("x" * 74)
@example("x" * 75)
@example("x" * 73 + "\\n")
@example("x" * 72 + "\\\\" + "x" * 80)
def test_it_is_what_icalendar_makes_of_the_line(line: str) -> None:
    assert folded(line) == Contentline(line).to_ical()  # type: ignore[no-untyped-call]  # the library's own folding has no types


@given(LINES)
def test_no_line_is_longer_than_it_may_be_and_nothing_is_lost(line: str) -> None:
    found = folded(line)
    assert max(map(len, found.split(b"\r\n"))) <= 75
    assert found.replace(b"\r\n ", b"").decode() == line


def test_an_event_is_what_icalendar_writes() -> None:
    event = Event()
    event.add("SUMMARY", "Tea, cake; and “more” " * 9)
    assert text_of(event.content_lines(sorted=False)) == event.to_ical(sorted=False)
