"""gzip of a long text of which little changed: its pieces are compressed apart and stand in one member.

Several members would be simpler, and give Thunderbird and Evolution no event at all.
"""

import struct
import zlib
from collections.abc import Iterable

_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""No time and no name in it: the same text gives the same bytes."""
_LEVEL = 6


def squeeze(texts: Iterable[bytes], pieces: Iterable[bytes]) -> bytes:
    """The texts one after the other as one gzip member. `pieces`: the same, as `deflated` made them, in parts of any size."""
    check, length = 0, 0
    for text in texts:
        check, length = zlib.crc32(text, check), length + len(text)
    trailer = struct.pack("<LL", check, length & 0xFFFFFFFF)
    return b"".join((_HEAD, *pieces, zlib.compressobj(wbits=-15).flush(), trailer))


def deflated(piece: bytes) -> bytes:
    """A piece that needs none before it, and ends on a whole byte."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
