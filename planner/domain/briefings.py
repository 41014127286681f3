"""The briefing gate: nothing is launched before the agents who will be asked about it have heard of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS_BEFORE = 1


class Light(StrEnum):
    green = "briefed"
    red = "not briefed"
    past = "launched unbriefed"


@dataclass(frozen=True)
class Gate:
    """How a launch stands. `late` has the teams whose briefing comes too late, `bare` those without any."""

    light: Light
    bare: tuple[int, ...] = ()
    late: tuple[int, ...] = ()

    @property
    def open(self) -> bool:
        return self.light is Light.green


def gate(
    teams: Iterable[int], briefed: Iterable[tuple[int, date]], launch_on: date, today: date, days: int = DAYS_BEFORE
) -> Gate:
    """`briefed` has (team, day of a briefing) in any order. A team is briefed by its earliest one, `days` before the launch at least."""
    last = launch_on - timedelta(days=days)
    earliest: dict[int, date] = {}
    for team, day in briefed:
        earliest[team] = min(day, earliest.get(team, day))
    wanted = sorted(set(teams))
    bare = tuple(team for team in wanted if team not in earliest)
    late = tuple(team for team in wanted if team in earliest and earliest[team] > last)
    if wanted and not bare and not late:
        return Gate(Light.green)
    return Gate(Light.past if launch_on <= today else Light.red, bare, late)
