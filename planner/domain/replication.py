"""One event for every shift: where it lies in each, so that the night shift has it as well as the day shift."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from planner.domain.instants import ONE_DAY, is_workday, resolve, wall
from planner.domain.shifts import Shift, holds, span

SETTLED = timedelta(hours=1)
"""How long after its start a crew can be spared, where the hour that was asked for is not in its shift."""
LOOK_AHEAD_DAYS = 14


@dataclass(frozen=True)
class Crew:
    """Those who work one shift at one site: the hours, the weekdays on which it begins, and its days off."""

    name: str
    shift: Shift
    workdays: frozenset[int]
    zone: str
    closed: Container[date]


def occurrence_of(crew: Crew, day: date, clock: time, minutes: int) -> datetime | None:
    """The wall time (naive, in the crew's zone) at which the crew has the event: on the day or the next on which it works.

    At the hour that was asked for where that lies in the shift, else an hour into it. None when the crew does not work for two weeks, or
    its shift is too short.
    """
    days = (day + number * ONE_DAY for number in range(LOOK_AHEAD_DAYS))
    found = next((one for one in days if is_workday(one, crew.closed, crew.workdays)), None)
    if found is None:
        return None
    begins, ends = span(found, crew.shift, crew.zone)
    length = timedelta(minutes=minutes)
    if ends - begins < length:
        return None
    for asked in (datetime.combine(found, clock), datetime.combine(found + ONE_DAY, clock)):
        start = resolve(asked, crew.zone)
        if holds(start, start + length, crew.shift, crew.zone) == found:
            return asked
    return wall(min(begins + SETTLED, ends - length), crew.zone)


def suits_every_shift(night: str) -> bool:
    """Whether an activity may be held at night as well: what the catalogue says, with or without a note behind it."""
    return not night.startswith("no")


def stem_of(title: str) -> str:
    """A title without the shift or the wave in brackets behind it."""
    return title[: title.rindex(" (")] if title.endswith(")") and " (" in title else title


def suffix_of(title: str) -> str:
    """What `stem_of` takes away, with the space before it."""
    return title[len(stem_of(title)) :]
