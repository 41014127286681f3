"""From the lines of a sheet to facts: every cell read, and what could not be read said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from planner.actions.imports.cells import NOTHING, plain
from planner.actions.imports.columns import EMPTIED, LABELS, READERS
from planner.actions.imports.headers import Layout, recognise
from planner.actions.imports.sheets import Place, Sheet, Trouble, Wrong
from planner.domain.refusals import Refused
from planner.domain.text import mixed_word

MOST_ALIKE = 20


@dataclass
class Row:
    """One line: its facts by thing.fact (None means: taken away), and the facts whose cell is wrong."""

    place: Place
    facts: dict[str, object] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    role_word: str = ""
    """The role as it was written: “leader”, “director” and “manager” make the person a leader as well."""


@dataclass
class Reading:
    """A file read through: its rows, and remarks about what was left out."""

    rows: list[Row]
    remarks: list[str]


def read_rows(sheets: Iterable[Sheet]) -> Reading:
    """All rows of all sheets that hold something. Raises Refused, with every reason, when a sheet cannot be understood."""
    reading, refusals = Reading([], []), []
    filled = [sheet for sheet in sheets if sheet.lines]
    for turn, sheet in enumerate(filled):
        layout = recognise(sheet)
        if isinstance(layout, str):
            refusals.append(f"{sheet.name}: {layout}" if len(filled) > 1 else layout)
            continue
        reading.rows.extend(_rows(layout, turn, many=len(filled) > 1))
        reading.remarks.extend(_remarks(layout))
    reading.remarks.extend(_alike(reading.rows))
    if refusals:
        raise Refused(" ".join(refusals), "file")
    return reading


def _alike(rows: Iterable[Row]) -> list[str]:
    """Names whose letters come from two alphabets that look alike: taken, and told."""
    found = [
        f"{row.place}: “{word}” mixes letters of two alphabets that look alike. Look whether it should."
        for row in rows
        for fact, value in row.facts.items()
        if fact.endswith(".name") and isinstance(value, str) and (word := mixed_word(value)) is not None
    ]
    return found[:MOST_ALIKE]


def _remarks(layout: Layout) -> Iterator[str]:
    where = f"{layout.sheet.name}: " if layout.sheet.name else ""
    if layout.unknown:
        named = ", ".join(f"“{header[:40]}”" for header in layout.unknown)
        yield f"{where}{named} {'is' if len(layout.unknown) == 1 else 'are'} not known to Planner and left out."
    if layout.twice:
        named = ", ".join(f"“{header[:40]}”" for header in layout.twice)
        yield f"{where}{named} says the same as a column before it and is left out."


def _rows(layout: Layout, turn: int, *, many: bool) -> Iterator[Row]:
    for line in layout.sheet.lines:
        if line.number > layout.line:
            row = Row(Place(turn, line.number, layout.sheet.name if many else ""))
            for fact, column in layout.facts.items():
                if column < len(line.cells):
                    _read_cell(row, fact, line.cells[column])
            yield row


def _read_cell(row: Row, fact: str, cell: object) -> None:
    try:
        text = plain(cell)  # type: ignore[arg-type]  # a Cell
        if fact in EMPTIED and text.lower() in NOTHING:
            row.facts[fact] = None
        elif text:
            row.facts[fact] = READERS[fact](cell)  # type: ignore[arg-type]  # a Cell
            row.role_word = text.lower() if fact == "person.role" else row.role_word
    except Wrong as wrong:
        row.troubles.append(Trouble(row.place, LABELS[fact], str(wrong)))
