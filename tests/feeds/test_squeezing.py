"""gzip in pieces: one member, whatever the pieces."""

import zlib

from hypothesis import given
from hypothesis import strategies as st

from planner.feeds.squeezing import deflated, squeeze


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_the_pieces_are_one_member_that_holds_the_text(pieces: list[bytes]) -> None:
    packed = squeeze(pieces, map(deflated, pieces))
    reader = zlib.decompressobj(31)
    assert reader.decompress(packed) == b"".join(pieces)
    assert (reader.eof, reader.unused_data) == (True, b"")


@given(st.binary(max_size=300))
def test_the_same_text_gives_the_same_bytes(text: bytes) -> None:
    assert squeeze([text], [deflated(text)]) == squeeze([text], [deflated(text)])
