"""Which figures of a year are compared, in which words, and which direction is better.

Rows name figures of `planner.planning.judge.figures`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

Value = float | None
Figures = Mapping[str, object]


@dataclass(frozen=True)
class Row:
    """`better` is low, high, or empty where neither is. `times` scales what is read: 100 makes a share a percentage."""

    label: str
    read: str | Callable[[Figures], object]
    better: str = "low"
    unit: str = ""
    note: str = ""
    decimals: int = 0
    times: int = 1

    def value(self, figures: Figures) -> Value:
        found = figures.get(self.read) if isinstance(self.read, str) else self.read(figures)
        return round(found * self.times, self.decimals) if isinstance(found, int | float) else None

    def words(self, value: Value) -> str:
        return "–" if value is None else f"{value:,.{self.decimals}f}{self.unit}"


GROUPS: list[tuple[str, list[Row]]] = [
    (
        "All in all",
        [
            Row("Rules broken", "hard"),
            Row("Points", "cost", note="What is not ideal, by the weights of the program"),
            Row("Events", "events", ""),
        ],
    ),
    (
        "Coverage",
        [
            Row("Longest wait for a floor visit", "longest_wait_weeks", unit=" weeks"),
            Row("Teams that see no senior leader", "teams_without_senior"),
            Row("Visits by senior leaders", "senior_share", "high", unit=" %", times=100),
            Row("Average wait of a policy review", "review_delay_weeks", unit=" weeks", decimals=1),
        ],
    ),
    (
        "Evenness",
        [
            Row("Events of a site in its busiest week", "busiest_week"),
            Row("Recognition: a week is off the average by", "recognition_spread", decimals=2, unit=" events"),
            Row("Floor visits: a week is off the average by", "visit_spread", decimals=2, unit=" visits"),
        ],
    ),
    ("Trips and cost", [Row("Journeys of leaders", "trips"), Row("Money spent", "spent")]),
    (
        "Nights and weekends",
        [
            Row("Events at night", "night_share", "", unit=" %", times=100),
            Row("Events at weekends", "weekend_share", "", unit=" %", times=100),
        ],
    ),
]


def groups_for(columns: Iterable[Figures]) -> list[tuple[str, list[Row]]]:
    """The rows for some years: those of all, and what each shift gets, nights beside days."""
    names = dict.fromkeys(str(row["name"]) for figures in columns for row in _shifts(figures))
    rows = [row for name in names for row in _rows_of(name)]
    return [*GROUPS, *([("What each shift gets, for each team", rows)] if rows else [])]


def _rows_of(shift: str) -> list[Row]:
    return [
        Row(f"{shift}: recognitions", partial(_of_shift, shift, "recognitions"), "high", decimals=1),
        Row(f"{shift}: floor visits", partial(_of_shift, shift, "visits"), "high", decimals=1),
        Row(f"{shift}: longest wait for a visit", partial(_of_shift, shift, "longest_wait_weeks"), unit=" weeks"),
    ]


def _of_shift(shift: str, what: str, figures: Figures) -> object:
    return next((row.get(what) for row in _shifts(figures) if row["name"] == shift), None)


def _shifts(figures: Figures) -> list[Mapping[str, object]]:
    rows = figures.get("shifts")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
