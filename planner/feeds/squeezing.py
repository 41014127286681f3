"""gzip of a long text of which little changed: its pieces are compressed apart and stand in one member.

Several members would be simpler, and give Thunderbird and Evolution no event at all.
"""

import struct
import zlib
from collections.abc import Iterable

_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""No time and no name in it: the same text gives the same bytes."""
_LEVEL = 6


def squeeze(text: bytes, pieces: Iterable[bytes]) -> bytes:
    """`text` as one gzip member. `pieces` are its parts in order, each as `deflated` made it."""
    trailer = struct.pack("<LL", zlib.crc32(text), len(text) & 0xFFFFFFFF)
    return b"".join((_HEAD, *pieces, zlib.compressobj(wbits=-15).flush(), trailer))


def deflated(piece: bytes) -> bytes:
    """A piece that needs none before it, and ends on a whole byte."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
