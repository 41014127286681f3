"""The year as the year page draws it: every week with its kinds counted, its days shaded, and whether it is empty or too full."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from planner.domain.kinds import KINDS, EventKind
from planner.domain.weeks import WEEK, monday_of, mondays
from planner.models.calendar import Look
from planner.models.names import site_names
from planner.models.program_weeks import counts_by_week, crowded_weeks
from planner.models.sites import Closure, ClosureKind, Holiday, closures_between, holidays_between
from planner.web.looking import Looking

MOST_A_WEEK = 3
"""More events than these for one team in one week are too many, except in the celebration week."""


@dataclass(frozen=True)
class Day:
    shade: str = ""


@dataclass(frozen=True)
class KindInWeek:
    kind: EventKind
    title: str
    url: str
    count: int


@dataclass
class Week:
    """What `_partials/year.html` asks of a week."""

    monday: date
    url: str
    now: bool
    celebration: bool
    load: str
    events: list[KindInWeek]
    days: list[Day] = field(default_factory=list)
    holidays: list[str] = field(default_factory=list)
    peak: str = ""
    blackout: str = ""

    @property
    def label(self) -> str:
        return f"{self.monday.day} {self.monday:%b}"

    @property
    def month(self) -> str:
        return f"{self.monday:%B %Y}"


@dataclass(frozen=True)
class Surface:
    """Days off and closures of the sites that are looked at."""

    holidays: list[Holiday]
    closures: list[Closure]
    sites: dict[int, str]


def weeks_of(looking: Looking, today: date) -> list[Week]:
    """The weeks of the program, first to last. As many questions for 60 teams as for one."""
    program, surface = looking.program, _surface(looking)
    by_week = counts_by_week(looking.look, program.starts_on, program.ends_on)
    full = overloaded(looking.look, program.starts_on)
    # What is said last ends the address: a week's is this one and its Monday.
    agenda = looking.url("calendar.agenda", week="")
    weeks = [
        _week(monday, by_week.get(monday, {}), looking, agenda, today)
        for monday in mondays(program.starts_on, program.ends_on)
    ]
    for week in weeks:
        _shade(week, surface)
        if week.monday in full:
            week.load = "overloaded"
    return weeks


def overloaded(look: Look, first: date) -> set[date]:
    """The Mondays from `first` to the end of the program on which a week begins that is too much for some team; the celebration week is
    full on purpose."""
    celebration = look.program.celebration_starts_on
    on_purpose = {monday_of(celebration)} if celebration else set()
    return crowded_weeks(look, first, look.program.ends_on, MOST_A_WEEK) - on_purpose


def _week(monday: date, counted: dict[EventKind, int], looking: Looking, agenda: str, today: date) -> Week:
    program, address = looking.program, f"{agenda}{monday}"
    celebration = program.celebration_starts_on is not None and monday_of(program.celebration_starts_on) == monday
    empty = not counted and not looking.narrowed
    return Week(
        monday=monday,
        url=address,
        now=monday == monday_of(today),
        celebration=celebration,
        load="empty" if empty else "fine",
        events=[_kind_in(address, monday, kind, counted[kind], looking) for kind in KINDS if kind in counted],
    )


def _kind_in(week: str, monday: date, kind: EventKind, count: int, looking: Looking) -> KindInWeek:
    """`week`: the address of the whole week, which may be narrowed to a kind already: then this one."""
    address = week if "kind" in looking.args else f"{week}&kind={KINDS[kind].slug}"
    return KindInWeek(kind, f"{count} in the week of {monday.day} {monday:%B}", address, count)


def _surface(looking: Looking) -> Surface:
    program, site = looking.program, looking.look.filters.place
    sites = {number: name for number, name in site_names() if site in (None, number)}
    closures = closures_between(program.starts_on, program.ends_on)
    here = [found for found in closures if found.site_id is None or found.site_id in sites]
    return Surface(holidays_between(sites.keys(), program.starts_on, program.ends_on), here, sites)


def _shade(week: Week, surface: Surface) -> None:
    """Days take the strongest shade: a blackout over a holiday over a peak over a weekend."""
    last = week.monday + WEEK - timedelta(days=1)
    off = {found.day for found in surface.holidays if week.monday <= found.day <= last}
    week.holidays = [f"{found.name} ({surface.sites[found.site_id]})" for found in surface.holidays if found.day in off]
    closed = [found for found in surface.closures if found.starts_on <= last and found.ends_on >= week.monday]
    week.peak = _said(closed, ClosureKind.peak, "Peak")
    week.blackout = _said(closed, ClosureKind.blackout, "Blackout")
    week.days = [Day(_shade_of(week.monday + timedelta(days=number), off, closed)) for number in range(7)]


def _said(closed: list[Closure], kind: ClosureKind, word: str) -> str:
    reasons = dict.fromkeys(found.reason for found in closed if found.kind is kind)
    return f"{word}: {', '.join(reasons)}" if reasons else ""


def _shade_of(day: date, off: set[date], closed: list[Closure]) -> str:
    here = {found.kind for found in closed if found.starts_on <= day <= found.ends_on}
    if ClosureKind.blackout in here:
        return "blackout"
    if day in off:
        return "holiday"
    if ClosureKind.peak in here:
        return "peak"
    return "off" if day.weekday() > 4 else ""
