"""gzip from blocks: one member, whatever the blocks, and nothing is compressed twice."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.feeds import squeezing
from planner.feeds.squeezing import squeeze


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_the_blocks_are_one_member_that_holds_the_text(blocks: list[bytes]) -> None:
    packed = squeeze(blocks, {})
    reader = zlib.decompressobj(31)
    assert reader.decompress(packed) == b"".join(blocks)
    assert (reader.eof, reader.unused_data) == (True, b"")


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_what_was_compressed_before_gives_the_same_bytes(blocks: list[bytes]) -> None:
    known: dict[bytes, bytes] = {}
    assert squeeze(blocks, known) == squeeze(blocks, known) == squeeze(blocks, {})


def test_only_the_block_that_changed_is_compressed(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[bytes] = []
    deflated = squeezing._deflated

    def noted(block: bytes) -> bytes:
        done.append(block)
        return deflated(block)

    monkeypatch.setattr(squeezing, "_deflated", noted)
    known: dict[bytes, bytes] = {}
    squeeze([b"one", b"two", b"three"], known)
    squeeze([b"one", b"TWO", b"three"], known)
    assert done == [b"one", b"two", b"three", b"TWO"]
