"""Workbooks: .xlsx read a row at a time, after a look at how much they would unpack to."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Protocol

from planner.actions.imports.sheets import Cell, Formula, Line, Sheet
from planner.actions.imports.texts import MOST_LINES, within
from planner.domain.refusals import Refused

MOST_UNPACKED = 64 * 1024 * 1024
MOST_PARTS = 2_000
MOST_RATIO = 100
PIECE = 64 * 1024
SMALL = 1024 * 1024
"""What unpacks to less is let pass, however much it was squeezed."""
MOST_BLANK = 2_000
"""Blank rows after which a sheet has ended: formatted emptiness goes on for a million rows."""

_NOT_SAVED_SO = "No spreadsheet program saves one like that: save it again as .xlsx."
_DAMAGED = "This workbook is damaged. Open it in your spreadsheet program and save it again as .xlsx."


class SheetCell(Protocol):
    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """The sheets that can be seen, in their order. Raises Refused for what is damaged, too large or no workbook."""
    _look_before_unpacking(data)
    try:
        return tuple(_sheets(data))
    except Refused:
        raise
    except Exception:  # noqa: BLE001  # a damaged workbook makes openpyxl raise nearly anything
        raise Refused(_DAMAGED, "file") from None


def _look_before_unpacking(data: bytes) -> None:
    """A few kilobytes can unpack to gigabytes; the directory says how much; whether it is true is found out afterwards, in pieces."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused(_DAMAGED, "file") from None
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Refused("This is not an .xlsx workbook. Save the sheet as .xlsx or .csv.", "file")
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise Refused("This workbook unpacks to more than 64 MB. Keep only the sheets that Planner needs.", "file")
    if unpacked > MOST_RATIO * len(data) and unpacked > SMALL:
        raise Refused(f"This workbook unpacks to more than {MOST_RATIO} times its size. {_NOT_SAVED_SO}", "file")
    _refuse_declarations(data)


def _refuse_declarations(data: bytes) -> None:
    """No spreadsheet program declares a document type; what is declared there can grow without end, or read files of the server.

    Read in pieces, and every part to its end: a directory may say ten bytes of a part that has a gigabyte.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            declared = sum(_declares(parts, part) for part in parts.infolist())
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        raise Refused(_DAMAGED, "file") from None
    if declared:
        raise Refused(f"This workbook declares a document type. {_NOT_SAVED_SO}", "file")


def _declares(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part declares a document type. Raises BadZipFile when it is longer than it says."""
    more = copy(part)
    more.file_size = part.file_size + 1
    del more.CRC  # reading stops where the directory says; one more byte is asked for, whose checksum nobody knows
    length, found, before = 0, False, b""
    with parts.open(more) as text:
        while piece := text.read(PIECE):
            length += len(piece)
            plain = before + piece.replace(b"\0", b"")
            found = found or b"<!DOCTYPE" in plain or b"<!ENTITY" in plain
            before = plain[-len(b"<!DOCTYPE") :]
    if length > part.file_size:
        raise zipfile.BadZipFile(part.filename)
    return found


def _sheets(data: bytes) -> Iterator[Sheet]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # some writers state a wrong size
                yield Sheet(sheet.title, tuple(_lines(sheet.title, sheet.iter_rows())))
    finally:
        book.close()


def _lines(title: str, rows: Iterable[Iterable[SheetCell]]) -> Iterator[Line]:
    blank = kept = 0
    for number, cells in enumerate(rows, start=1):
        row = list(cells)
        kept_cells = within([cell.value for cell in row], f"{title}, line {number}")
        line = Line(number, tuple(_cell(cell) for cell in row[: len(kept_cells)]))
        blank, kept = (blank + 1, kept) if line.blank else (0, kept + 1)
        if kept > MOST_LINES:
            raise Refused(f"The sheet {title} has more than {MOST_LINES:,} lines. Split it in two.", "file")
        if blank > MOST_BLANK:
            return
        if not line.blank:
            yield line


def _cell(cell: SheetCell) -> Cell:
    if cell.data_type == "f":
        return Formula(str(cell.value))
    value: Cell = cell.value  # type: ignore[assignment]  # openpyxl hands out these types only
    return value
