"""The weeks of a plan as strips: for each site a lane of bars for every kind, drawn on the server."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.kinds import KINDS, EventKind
from planner.domain.weeks import week_index
from planner.models.programs import Program

Weeks = Mapping[str, Mapping[str, Sequence[int]]]
"""Site -> kind -> a count a week, as `planner.actions.plan_weeks` makes it."""
HEIGHT = 10
"""Of a lane; a week is one wide."""


@dataclass(frozen=True)
class Lane:
    """`path` draws the bars; `words` say the same to who does not see them."""

    kind: EventKind
    path: str
    total: int
    words: str


@dataclass(frozen=True)
class Strip:
    """One site. `celebration` is the number of the week that stands out, -1 for none."""

    site: str
    lanes: list[Lane]
    weeks: int
    celebration: int

    @property
    def total(self) -> int:
        return sum(lane.total for lane in self.lanes)


Scale = Mapping[str, int]
"""Kind -> how many a full bar stands for."""


def strips_of(weeks: Weeks, program: Program, scale: Scale | None = None) -> list[Strip]:
    """The sites of a plan by name. `scale` is that of other plans beside it; without it the plan has its own."""
    found, celebration = scale or scale_of([weeks], program), celebration_week(program)
    return [
        Strip(site, [_lane(kind, kinds[kind], program.starts_on, found[kind]) for kind in KINDS if kind in kinds],
              max((len(counts) for counts in kinds.values()), default=0), celebration)
        for site, kinds in sorted(weeks.items()) if kinds
    ]  # fmt: skip


def scale_of(plans: Iterable[Weeks], program: Program) -> Scale:
    """The most of each kind in a week of any site of these plans. The celebration week is left out: it would dwarf all others."""
    apart, top = celebration_week(program), dict[str, int]()
    for kind, counts in (lane for weeks in plans for kinds in weeks.values() for lane in kinds.items()):
        usual = [count for week, count in enumerate(counts) if week != apart]
        top[kind] = max(1, top.get(kind, 1), *usual)
    return top


def celebration_week(program: Program) -> int:
    """Which week stands out, counted from 0; -1 for none."""
    first = program.celebration_starts_on
    return week_index(program.starts_on, first) if first else -1


def months_along(program: Program) -> list[str]:
    """The first letters of the twelve months that lie along a strip."""
    first = program.starts_on
    return [f"{date(2000, (first.month - 1 + number) % 12 + 1, 1):%b}" for number in range(12)]


def _lane(kind: EventKind, counts: Sequence[int], first: date, top: int) -> Lane:
    bars = "".join(_bar(week, min(1.0, count / top)) for week, count in enumerate(counts) if count)
    return Lane(kind, bars, sum(counts), _words(kind, counts, first))


def _bar(week: int, share: float) -> str:
    height = max(1.0, HEIGHT * share)
    return f"M{week}.1 {HEIGHT}v-{height:.1f}h.8v{height:.1f}z"


def _words(kind: EventKind, counts: Sequence[int], first: date) -> str:
    busiest = max(range(len(counts)), key=lambda week: (counts[week], -week))
    monday = first + timedelta(weeks=busiest)
    label = KINDS[kind].plural if sum(counts) != 1 else KINDS[kind].label
    return f"{sum(counts)} {label.lower()} in {len(counts)} weeks, most in the week of {monday.day} {monday:%B} ({counts[busiest]})"
