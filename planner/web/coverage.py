"""The coverage map: which team was visited and thanked in which month, and which was forgotten."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from planner.actions.coverage_map import sightings
from planner.domain.coverage import Cell, Row, TeamOf, by_shift, coverage
from planner.domain.instants import wall
from planner.domain.shifts import Shift
from planner.models.calendar import Look
from planner.models.teams import Team, active_teams
from planner.web.looking import Looking

THIN, ENOUGH, PLENTY = 1, 2, 4
"""From how many visits and recognitions together a month has each level."""


@dataclass(frozen=True)
class CellLook:
    """What `_partials/coverage.html` asks of a cell."""

    visits: int
    recognitions: int
    level: int
    gap: bool
    ahead: bool
    url: str


@dataclass(frozen=True)
class RowLook:
    team: str
    site: str
    shift: str
    night: bool
    url: str
    cells: list[CellLook]
    last_visit: date | None


@dataclass(frozen=True)
class Coverage:
    """The whole page: months, rows, teams that nobody visited yet, and the sums by shift."""

    months: list[str]
    rows: list[RowLook]
    unvisited: list[RowLook]
    shifts: dict[str, Cell]
    gaps: int


def coverage_of(looking: Looking, now: datetime) -> Coverage:
    """The map for the teams that the filters leave: as many questions for 60 teams as for one."""
    program = looking.program
    teams = [team for team in active_teams() if _looked_at(team, looking.look)]
    headings = [TeamOf(str(team.id), team.shift.name, team.site.name) for team in teams]
    rows = coverage(headings, sightings(looking.look), program.starts_on, program.ends_on)
    today = wall(now, program.zone).date()
    drawn = [_row(row, team, looking, today) for row, team in zip(rows, teams, strict=True)]
    drawn.sort(key=lambda row: (row.site, row.night, row.team))
    months = [f"{date(year, month, 1):%b}" for year, month in rows[0].cells] if rows else []
    gaps = sum(cell.gap for row in drawn for cell in row.cells)
    return Coverage(months, drawn, [row for row in drawn if row.last_visit is None], by_shift(rows), gaps)


def _looked_at(team: Team, look: Look) -> bool:
    wanted = look.filters
    return all(
        (
            wanted.site in (None, team.site_id),
            wanted.shift in (None, team.shift_id),
            wanted.team in (None, team.id),
        )
    )


def _row(row: Row, team: Team, looking: Looking, today: date) -> RowLook:
    shift = Shift(team.shift.starts, team.shift.ends)
    cells = [_cell(cell, date(year, month, 1), team, looking, today) for (year, month), cell in row.cells.items()]
    address = looking.url("calendar.agenda", team=team.id)
    return RowLook(team.name, team.site.name, team.shift.name, shift.crosses_midnight, address, cells, row.last_visit)


def _cell(cell: Cell, month: date, team: Team, looking: Looking, today: date) -> CellLook:
    visits = cell.visits_done + cell.visits_planned
    thanks = cell.recognitions_done + cell.recognitions_planned
    address = looking.url("calendar.agenda", team=team.id, month=month)
    ahead = month > today.replace(day=1)
    if cell.is_empty:
        return CellLook(0, 0, 0, _owed(month, looking), ahead, _fill_address(month, team, looking) or address)
    return CellLook(visits, thanks, _level(visits + thanks), False, ahead, address)


def _level(both: int) -> int:
    return 3 if both >= PLENTY else 2 if both >= ENOUGH else 1


def _owed(month: date, looking: Looking) -> bool:
    """A month that the program holds whole: the odd days at either end owe nothing."""
    program = looking.program
    return program.starts_on <= month and month.replace(day=28) <= program.ends_on


def _fill_address(month: date, team: Team, looking: Looking) -> str | None:
    """HR is led to places that fit; what is over is shown as it was."""
    from planner.web.access import can

    if not can("edit the plan"):
        return None
    return url_for("coverage_gaps.show", program_id=looking.program.id, team=team.id, month=f"{month:%Y-%m}")
