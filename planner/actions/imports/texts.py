"""Text sheets: .csv of any spreadsheet, and what a copied range becomes when it is pasted."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from typing import TypeVar

from planner.actions.imports.sheets import Cell, Formula, Line, Sheet
from planner.domain.refusals import Refused

MOST_LINES = 10_000
MOST_COLUMNS = 50
LONGEST_CELL = 2_000
HEAD = 20_000
"""So many letters of the first line tell what divides its cells."""
LONGEST_QUOTE = 50
"""Lines that one quoted cell may span; a quotation mark that never ends would swallow the rest of the file."""

C = TypeVar("C")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(data: bytes) -> Sheet:
    """The sheet in a text. Raises Refused when it is no text, too long, or a quotation never ends."""
    text = _decode(data)
    if "\0" in text:
        raise Refused("This is not a text that Planner can read. Save the sheet as .xlsx or as .csv (UTF-8).", "file")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return Sheet("", tuple(_lines(rest, first.strip()[4], 1)))
    return Sheet("", tuple(_lines(text, _delimiter(text), 0)))


def _decode(data: bytes) -> str:
    """By its byte order mark; else UTF-16 that lacks one, UTF-8, and Windows' own letters at last."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    head = data[:400]
    if head and head.count(0) * 3 > len(head):
        return _strictly(data, "utf-16-le" if head[1:2] == b"\0" else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "cp1252")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(
            "The letters of this file cannot be read. Save the sheet as .xlsx or as .csv (UTF-8).", "file"
        ) from None


def _delimiter(text: str) -> str:
    """What splits the first line that is not empty into the most cells."""
    head = next((line for line in io.StringIO(text, newline=None) if line.strip(" ,;\t\r\n")), "")
    return max(",;\t", key=lambda mark: len(next(csv.reader([head[:HEAD]], delimiter=mark), [])))


def _lines(text: str, delimiter: str, before: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    kept, number = 0, before + 1
    try:
        for cells in reader:
            if before + reader.line_num - number > LONGEST_QUOTE:
                raise Refused(f"A quotation mark on line {number} is never closed. Close it or leave it out.", "file")
            line = Line(number, tuple(_cell(text) for text in within(cells, f"Line {number}")))
            number = before + reader.line_num + 1
            if not line.blank:
                kept += 1
                yield line
            if kept > MOST_LINES:
                raise Refused(f"This sheet has more than {MOST_LINES:,} lines. Split it in two.", "file")
    except csv.Error:
        raise Refused(f"A cell on line {number} is too long, or a quotation mark is never closed.", "file") from None


def within(cells: Sequence[C], where: str) -> Sequence[C]:
    """The cells of a line without the empty ones at its end. Raises Refused for a line that is too wide, or a cell that is too long."""
    if any(cell not in ("", None) for cell in cells[MOST_COLUMNS:]):
        raise Refused(f"{where} has more than {MOST_COLUMNS} columns. Keep only those that Planner needs.", "file")
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
        raise Refused(f"{where} has a cell of more than {LONGEST_CELL:,} characters. Shorten it.", "file")
    return cells[:MOST_COLUMNS]


def _cell(text: str) -> Cell:
    return Formula(text) if text.startswith("=") and len(text) > 1 else text
