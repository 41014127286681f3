"""A body in blocks: whatever changed in whatever order, it comes to the bytes and the tag of a body that was made at once."""

import zlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.feeds import bodies
from planner.feeds.bodies import Blocks, Body, blocks_of, changed, last_change
from planner.feeds.calendars import EMPTY, TAIL
from planner.models.selections import Held
from tests.feeds.events import MADE

FIRST = datetime(2027, 1, 4, tzinfo=UTC)


def event(number: int, hour: int = 0, turn: int = 0) -> Held:
    text = f"event {number} at {hour}, turn {turn}\r\n".encode() * (1 + turn % 3)
    return Held(FIRST + timedelta(hours=hour), number, MADE + timedelta(minutes=turn), text)


def head(blocks: Blocks) -> bytes:
    return f"changed {last_change(blocks, FIRST)}\r\n".encode()


def body(events: Iterable[Held]) -> Body:
    blocks = blocks_of(sorted(events))
    return Body(head(blocks), blocks)


NUMBERS = st.integers(1, 12)
HOURS = st.integers(0, 24 * 40)
CHANGES = st.dictionaries(NUMBERS, st.none() | HOURS, max_size=5)


@given(st.dictionaries(NUMBERS, HOURS), st.lists(CHANGES, max_size=6))
def test_changed_piece_by_piece_it_is_what_it_would_be_made_at_once(
    held: dict[int, int], turns: list[dict[int, int | None]]
) -> None:
    """Made, moved, taken out and put back, several at a time, also what was not there."""
    known = {number: event(number, hour) for number, hour in held.items()}
    found = body(known.values())
    for turn, change in enumerate(turns, 1):
        changes = {number: None if hour is None else event(number, hour, turn) for number, hour in change.items()}
        known = {number: one for number, one in {**known, **changes}.items() if one is not None}
        found = changed(found, changes, head)
    at_once = body(known.values())
    assert (found.plain, found.etag, found.gzipped) == (at_once.plain, at_once.etag, at_once.gzipped)
    assert sorted(found.numbers()) == sorted(known)


def test_the_text_is_head_events_in_order_and_tail() -> None:
    events = [event(1, 500), event(2, 3), event(3, 3)]
    expected = b"".join((head(blocks_of(sorted(events))), events[1].text, events[2].text, events[0].text, TAIL))
    assert body(events).plain == expected


def test_a_body_without_events_holds_a_zone() -> None:
    assert body([]).plain == head({}) + EMPTY + TAIL


def test_only_the_day_that_changed_is_made_anew() -> None:
    before = body([event(1), event(2, 200), event(3, 400)])
    after = changed(before, {2: event(2, 201, 1)}, head)
    kept = [old is new for old, new in zip(before.blocks.values(), after.blocks.values(), strict=True)]
    assert kept == [True, False, True]


def test_an_event_that_moves_to_another_day_leaves_its_own() -> None:
    before = body([event(1), event(2, 200), event(3, 400)])
    after = changed(before, {2: event(2, 401, 1)}, head)
    assert [sorted(block.ids) for block in after.blocks.values()] == [[1], [2, 3]]


OTHERS = {
    "an event less": [event(1)],
    "an event more": [event(1), event(2, 1), event(3, 2)],
    "another order": [event(1, 2), event(2, 1)],
    "another event": [event(3), event(2, 1)],
    "another text": [event(1, turn=1), event(2, 1)],
    "nothing left": [],
}


@pytest.mark.parametrize("what", OTHERS)
def test_the_tag_moves_with_whatever_shows(what: str) -> None:
    assert body(OTHERS[what]).etag != body([event(1), event(2, 1)]).etag


def test_the_tag_moves_with_the_head() -> None:
    blocks = blocks_of([event(1)])
    assert Body(b"one", blocks).etag != Body(b"two", blocks).etag


def test_the_tag_is_not_of_the_moment() -> None:
    assert body([event(1), event(2, 1)]).etag == body([event(1), event(2, 1)]).etag


def test_a_large_body_is_compressed_in_blocks_and_stays_one_member(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [event(number, number * 40) for number in range(1, 13)]
    monkeypatch.setattr(bodies, "AT_ONCE", 10)
    found = body(events)
    reader = zlib.decompressobj(31)
    assert reader.decompress(found.gzipped) == found.plain
    assert (reader.eof, reader.unused_data) == (True, b"")


def test_after_a_change_only_its_block_is_compressed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "AT_ONCE", 10)
    before = body([event(1), event(2, 200), event(3, 400)])
    assert before.gzipped
    done: list[bytes] = []

    def noted(piece: bytes) -> bytes:
        done.append(piece)
        return piece

    monkeypatch.setattr(bodies, "deflated", noted)
    after = changed(before, {2: event(2, 201, 1)}, lambda _: before.head)
    assert after.gzipped
    assert done == [event(2, 201, 1).text, after.head, TAIL]


def test_the_last_change_is_the_newest_events_or_what_is_given() -> None:
    assert last_change(blocks_of([event(1, turn=5), event(2, 400)]), FIRST) == MADE + timedelta(minutes=5)
    assert last_change({}, FIRST) == FIRST
