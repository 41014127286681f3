"""Finding the line of column names in a sheet, and which kind of sheet it makes."""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.actions.imports.columns import LABELS, TABLES, Table, plain_header
from planner.actions.imports.sheets import Line, Sheet

LOOKED_AT = 10
"""Lines at the top among which the column names may stand, below a title or a date."""


@dataclass(frozen=True)
class Layout:
    """A sheet understood: `facts` says which column holds what, `unknown` names the columns that nobody can place."""

    sheet: Sheet
    table: Table
    line: int
    facts: dict[str, int]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]


def _headers(line: Line) -> list[str]:
    return [cell.strip() if isinstance(cell, str) else "" for cell in line.cells]


def _layout(sheet: Sheet, line: Line, table: Table) -> Layout:
    facts: dict[str, int] = {}
    unknown, twice = [], []
    for place, header in enumerate(_headers(line)):
        fact = table.names.get(plain_header(header))
        if header and fact is None:
            unknown.append(header)
        elif fact in facts:
            twice.append(header)
        elif fact:
            facts[fact] = place
    return Layout(sheet, table, line.number, facts, tuple(unknown), tuple(twice))


def _lacks(layout: Layout) -> list[str]:
    """Needed facts without a column; a sheet of everything needs one anchor only, and two columns at least."""
    missing = [fact for fact in layout.table.needs if fact not in layout.facts]
    if layout.table.title == "Everything":
        return [] if len(missing) < len(layout.table.needs) and len(layout.facts) > 1 else missing
    return missing


def _tables_for(sheet: Sheet) -> tuple[Table, ...]:
    """A sheet that is named for a thing is about it; any other is known by its columns."""
    named = tuple(table for table in TABLES if table.title == sheet.name.strip().capitalize())
    return named or TABLES


def _candidates(sheet: Sheet) -> Iterator[Layout]:
    for line in sheet.lines[:LOOKED_AT]:
        for table in _tables_for(sheet):
            yield _layout(sheet, line, table)


def recognise(sheet: Sheet) -> Layout | str:
    """What the sheet is; or, when no line of it can be the column names, a sentence that says what is missing."""
    candidates = list(_candidates(sheet))
    fitting = [layout for layout in candidates if not _lacks(layout)]
    if fitting:
        first = min(layout.line for layout in fitting)
        return max((layout for layout in fitting if layout.line == first), key=lambda layout: len(layout.facts))
    return _why_not(max(candidates, key=lambda layout: (len(layout.facts), -len(_lacks(layout)))))


def _why_not(nearest: Layout) -> str:
    if not nearest.facts:
        kinds = ", ".join(table.title.lower() for table in TABLES[:-1])
        return (
            "No line of column names was found. The first line says what stands below it, such as Name, E-mail, Role, "
            f"Site, Team. A sheet can hold {kinds}, or all in one; “How sheets are read” shows each."
        )
    lacking = " and ".join(f"“{LABELS[fact]}”" for fact in _lacks(nearest))
    found = ", ".join(f"“{_headers(_line(nearest))[place]}”" for place in nearest.facts.values())
    return f"This looks like a sheet of {nearest.table.title.lower()} (it has {found}), but there is no column {lacking}. Add it."


def _line(layout: Layout) -> Line:
    return next(line for line in layout.sheet.lines if line.number == layout.line)
