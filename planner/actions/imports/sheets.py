"""What every step of an import speaks of: sheets of cells, the place of a mistake, and the mistake in words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True)
class Formula:
    """A cell that a spreadsheet would work out; only its result can be brought in."""

    text: str


Cell = str | int | float | bool | date | time | datetime | timedelta | Formula | None


@dataclass(frozen=True)
class Line:
    """`number` counts as spreadsheets and editors do, from 1."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> bool:
        return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    """`name` is empty for a text file, which has one sheet only."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, order=True)
class Place:
    """A line of a sheet. `turn` is the place of the sheet in its file."""

    turn: int
    line: int
    sheet: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}, line {self.line}" if self.sheet else f"Line {self.line}"


@dataclass(frozen=True)
class Trouble:
    """Something that is wrong. `follows` means that the line is fine in itself and needs a line that is not."""

    place: Place
    column: str
    sentence: str
    follows: bool = False

    def __str__(self) -> str:
        return f"{self.place}, {self.column}: {self.sentence}" if self.column else f"{self.place}: {self.sentence}"


class Wrong(Exception):
    """Raised while one cell is read; the text is the sentence that the person reads."""
