"""Years side by side: the figures that HR cares about in rows, the draft and the scenarios in columns, differences said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for

from planner.actions.scenarios import Standing
from planner.domain.scenarios import Settings
from planner.models.generations import Generation
from planner.models.programs import Program
from planner.web.figure_rows import Row, Value, groups_for
from planner.web.strips import Strip, Weeks, scale_of, strips_of


@dataclass(frozen=True)
class Column:
    """The draft has no number; `weeks` are drawn to one scale for all columns."""

    title: str
    address: str
    number: int | None
    words: list[str]
    figures: dict[str, object]
    weeks: Weeks


@dataclass(frozen=True)
class Cell:
    """`best` marks the best of a row whose values differ; `difference` is against the first column."""

    text: str
    best: bool = False
    difference: str = ""


@dataclass(frozen=True)
class Line:
    label: str
    note: str
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        return len({cell.text for cell in self.cells}) > 1


@dataclass(frozen=True)
class Comparison:
    columns: list[Column]
    groups: list[tuple[str, list[Line]]]
    sites: list[tuple[str, list[tuple[Column, Strip]]]]
    """For each site the strips of all columns, beside one another."""


def comparison_of(program: Program, draft: Standing | None, scenarios: Sequence[Generation]) -> Comparison:
    """Without scenarios there is nothing to compare: everything is empty."""
    columns = [_draft(program, draft)] if draft is not None else []
    columns += [_scenario(one) for one in scenarios]
    rows = groups_for(column.figures for column in columns) if columns else []
    groups = [(title, [_line(row, columns) for row in found]) for title, found in rows]
    return Comparison(columns, groups, _sites(program, columns))


def _draft(program: Program, draft: Standing) -> Column:
    address = url_for("programs.draft", program_id=program.id)
    return Column("The draft as it stands", address, None, [], draft.figures, draft.weeks)


def _scenario(one: Generation) -> Column:
    address = url_for("generations.show", generation_id=one.id)
    return Column(one.name, address, one.id, Settings.from_json(one.settings).words(), one.figures, one.weeks)


def _line(row: Row, columns: list[Column]) -> Line:
    values = [row.value(column.figures) for column in columns]
    best = _best(row, values)
    cells = [
        Cell(row.words(value), value is not None and value == best, _difference(row, value, values[0]) if at else "")
        for at, value in enumerate(values)
    ]
    return Line(row.label, row.note, cells)


def _best(row: Row, values: list[Value]) -> Value:
    """None where nothing is better than something else."""
    known = [value for value in values if value is not None]
    choose: Callable[[list[float]], float] | None = {"low": min, "high": max}.get(row.better)
    return choose(known) if choose is not None and len(set(known)) > 1 else None


def _difference(row: Row, value: Value, first: Value) -> str:
    if value is None or first is None or value == first:
        return ""
    return f"{'+' if value > first else '−'}{row.words(abs(value - first))}"


def _sites(program: Program, columns: list[Column]) -> list[tuple[str, list[tuple[Column, Strip]]]]:
    scale = scale_of([column.weeks for column in columns], program)
    strips = [(column, {one.site: one for one in strips_of(column.weeks, program, scale)}) for column in columns]
    names = sorted({site for _, found in strips for site in found})
    return [(site, [(column, found[site]) for column, found in strips if site in found]) for site in names]
