"""gzip of a long text of which little changed: its blocks are compressed apart and kept, and stand in one member.

Several members would be simpler, and give Thunderbird and Evolution no event at all.
"""

import struct
import zlib
from collections.abc import Iterable

_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""No time and no name in it: the same text gives the same bytes."""
_LEVEL = 6


def squeeze(blocks: Iterable[bytes], known: dict[bytes, bytes]) -> bytes:
    """The blocks as one gzip member, the same bytes each time. `known` holds what was compressed before, and takes the new."""
    check, length, pieces = 0, 0, [_HEAD]
    for block in blocks:
        check, length = zlib.crc32(block, check), length + len(block)
        pieces.append(known.get(block) or known.setdefault(block, _deflated(block)))
    return b"".join((*pieces, zlib.compressobj(wbits=-15).flush(), struct.pack("<LL", check, length & 0xFFFFFFFF)))


def _deflated(block: bytes) -> bytes:
    """A block that needs none before it, and ends on a whole byte."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
