"""Lines of a calendar folded to 75 bytes, as icalendar folds them; that one takes a character at a time, and a year's text minutes."""

from collections.abc import Iterable

LONGEST = 74
"""Bytes of a piece; the blank before it makes 75."""


def folded(line: str) -> bytes:
    """One line without its end. No character is split, and no escape (backslash or caret) from what it escapes."""
    raw, pieces, start = line.encode(), [], 0
    while len(raw) - start > LONGEST:
        end = start + LONGEST
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        if raw[end - 1] in b"\\^" and end - 1 > start:
            end -= 1
        pieces.append(raw[start:end])
        start = end
    return b"\r\n ".join([*pieces, raw[start:]])


def text_of(lines: Iterable[str]) -> bytes:
    """The lines with their ends."""
    return b"".join(folded(line) + b"\r\n" for line in lines if line)
