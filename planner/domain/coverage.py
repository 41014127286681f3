"""Who was seen and thanked: team by shift by month, nights in the same table as days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from planner.domain.weeks import months_touched

Month = tuple[int, int]


@dataclass(frozen=True)
class Sighting:
    """A floor visit or a recognition of a team on a (shift) date; not done means planned."""

    team: str
    day: date
    what: Literal["visit", "recognition"]
    done: bool = False


@dataclass(frozen=True)
class TeamOf:
    """A row's heading: the team, its shift and site."""

    team: str
    shift: str
    site: str = ""


@dataclass
class Cell:
    visits_planned: int = 0
    visits_done: int = 0
    recognitions_planned: int = 0
    recognitions_done: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.visits_planned or self.visits_done or self.recognitions_planned or self.recognitions_done)


@dataclass(frozen=True)
class Row:
    """One team over the months. `never_visited` looks at the whole history handed in, not at the months alone."""

    team: TeamOf
    cells: dict[Month, Cell] = field(default_factory=dict)
    last_visit: date | None = None
    last_recognition: date | None = None

    @property
    def never_visited(self) -> bool:
        return self.last_visit is None

    def days_unseen(self, today: date) -> int | None:
        """Days since the last visit that took place, None when there was none."""
        return (today - self.last_visit).days if self.last_visit else None


def _add(cell: Cell, sighting: Sighting) -> None:
    if sighting.what == "visit":
        cell.visits_done += sighting.done
        cell.visits_planned += not sighting.done
    else:
        cell.recognitions_done += sighting.done
        cell.recognitions_planned += not sighting.done


def _last_done(sightings: Iterable[Sighting], what: str) -> date | None:
    return max((found.day for found in sightings if found.what == what and found.done), default=None)


def coverage(teams: Iterable[TeamOf], sightings: Sequence[Sighting], start: date, end: date) -> list[Row]:
    """One row a team, in the order given, with a cell for every month from `start` to `end`."""
    by_team: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        by_team.setdefault(sighting.team, []).append(sighting)
    return [_row(team, by_team.get(team.team, []), start, end) for team in teams]


def _row(team: TeamOf, sightings: list[Sighting], start: date, end: date) -> Row:
    cells = {month: Cell() for month in months_touched(start, end)}
    for sighting in sightings:
        if start <= sighting.day <= end:
            _add(cells[sighting.day.year, sighting.day.month], sighting)
    return Row(team, cells, _last_done(sightings, "visit"), _last_done(sightings, "recognition"))


def never_visited(rows: Iterable[Row]) -> list[TeamOf]:
    """Teams that no leader has ever visited, for the list that HR sees first."""
    return [row.team for row in rows if row.never_visited]


def by_shift(rows: Iterable[Row]) -> dict[str, Cell]:
    """The same counts per shift, so that a neglected night shift shows."""
    totals: dict[str, Cell] = {}
    for row in rows:
        total = totals.setdefault(row.team.shift, Cell())
        for cell in row.cells.values():
            total.visits_planned += cell.visits_planned
            total.visits_done += cell.visits_done
            total.recognitions_planned += cell.recognitions_planned
            total.recognitions_done += cell.recognitions_done
    return totals
