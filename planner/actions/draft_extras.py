"""Events that simple rules place: observances, the celebration week itself, what comes before and after it, the annual celebration."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import cast
from uuid import NAMESPACE_OID, uuid5

from planner.actions.draft_events import Wanted
from planner.actions.problem_year import Year
from planner.domain.instants import MONDAY_TO_FRIDAY, is_workday, resolve
from planner.domain.kinds import EventKind
from planner.domain.observances import between
from planner.domain.preparation import missing_launch
from planner.domain.presets import ANNUAL_CELEBRATION_ACTIVITY
from planner.domain.replication import occurrence_of, suits_every_shift
from planner.models.activities import activities_numbered
from planner.models.bundles import crews

BANNER = "Customer Service Week"
FOLLOW_UP = "Follow-up of the launched change"
MORNING, AFTERNOON = time(10), time(14)


def extras(year: Year) -> list[Wanted]:
    """In the zone of the program, for everybody."""
    found = [*_observances(year), *_annual(year), *_training(year)]
    if year.program.celebration_starts_on is not None and year.program.celebration_ends_on is not None:
        found += _around_the_week(year, year.program.celebration_starts_on, year.program.celebration_ends_on)
    return found


def _entry(
    year: Year,
    kind: EventKind,
    title: str,
    day: date,
    *,
    why: str,
    clock: time | None = None,
    minutes: int = 1440,
    about: str = "",
) -> Wanted:
    """All day without a `clock`."""
    begins = datetime.combine(day, clock or time())
    ends = begins + timedelta(minutes=minutes)
    zone = year.program.zone
    starts_at = resolve(begins, zone)
    values: dict[str, object] = {
        "kind": kind, "title": title, "description": about, "wall_start": begins, "minutes": minutes, "zone": zone,
        "starts_at": starts_at, "ends_at": resolve(ends, zone) if clock is None else starts_at + timedelta(minutes=minutes),
        "all_day": clock is None, "place": "", "link": "", "activity_id": None, "cadence_id": None, "site_id": None, "team_id": None,
        "leader_id": None, "policy_id": None,
    }  # fmt: skip
    return Wanted(("alone", title, None, None), values, [why])


def _observances(year: Year) -> Iterator[Wanted]:
    program = year.program
    for day, observance in between(program.starts_on, program.ends_on):
        if observance.key in program.observances:
            why = f"The rule: {observance.rule}. Switched on for this program."
            yield _entry(year, observance.kind, observance.name, day, why=why)


def _annual(year: Year) -> Iterator[Wanted]:
    """For every shift when its activity suits nights: the night crew has stories, too."""
    day = year.program.annual_celebration_on
    if day is None:
        return
    activity = next(iter(activities_numbered([ANNUAL_CELEBRATION_ACTIVITY])), None)
    title, minutes = (activity.name, activity.minutes or 90) if activity else ("Annual celebration of stories", 90)
    why = "The day that the program gives for the annual celebration, apart from the celebration week."
    entry = _entry(year, EventKind.celebration, title, day, why=why, clock=AFTERNOON, minutes=minutes)
    entry.values["activity_id"] = activity.id if activity else None
    if activity is None or suits_every_shift(activity.night):
        yield from _every_shift(year, entry, minutes)
    else:
        yield entry


def _every_shift(year: Year, entry: Wanted, minutes: int) -> Iterator[Wanted]:
    """The entry once for each shift of each site, inside its hours; as it is where only one crew works."""
    first = cast("datetime", entry.values["wall_start"])
    found = [(site, crew) for site, crew in crews(None, first.date()) if site.id in _sites(year)]
    if len(found) < 2:
        yield entry
        return
    title = str(entry.values["title"])
    bundle = str(uuid5(NAMESPACE_OID, f"{year.program.id}: {title}"))
    for site, crew in found:
        start = occurrence_of(crew, first.date(), first.time(), minutes)
        if start is not None:
            own = f"{title} ({crew.name})"
            starts_at = resolve(start, site.zone)
            values = entry.values | {
                "title": own, "wall_start": start, "zone": site.zone, "starts_at": starts_at, "site_id": site.id, "bundle": bundle,
                "ends_at": starts_at + timedelta(minutes=minutes), "place": site.name,
            }  # fmt: skip
            why = [*entry.why, f"The {crew.name} shift of {site.name} has it as well as every other."]
            yield Wanted(("alone", own, site.id, None), values, why)


def _sites(year: Year) -> set[int]:
    return {team.site_id for team in year.teams.values()}


def _training(year: Year) -> Iterator[Wanted]:
    if year.visits is None:
        return
    day = _open_day(year, year.program.starts_on + timedelta(days=8), 1)
    about = "For leaders: how to look, listen and ask on a floor visit, what to write down, and what not to promise."
    why = "In the second week, before most floor visits."
    title = "What to look for on a floor visit"
    yield _entry(year, EventKind.training, title, day, why=why, clock=MORNING, minutes=45, about=about)


def _around_the_week(year: Year, first: date, last: date) -> Iterator[Wanted]:
    program = year.program
    days = (last - first).days + 1
    theme = f"Theme: {program.theme}." if program.theme else ""
    why = "The celebration week of the program."
    yield _entry(year, EventKind.celebration, BANNER, first, why=why, minutes=1440 * days, about=theme)
    before = _open_day(year, first - timedelta(days=4), -1)
    about = "For team leads: the plan of the week, who is where, and how nights and home workers take part."
    why = "Shortly before the celebration week, while there is still time to ask."
    yield _entry(
        year,
        EventKind.briefing,
        "Briefing before the celebration week",
        before,
        why=why,
        clock=MORNING,
        minutes=30,
        about=about,
    )
    if missing := missing_launch(1 if program.launched_change else 0):
        year.notes.append(missing)
        return
    after = _open_day(year, last + timedelta(days=5), 1)
    about = f"{program.launched_change} What has changed since, and what is still in the way?"
    why = "In the week after the celebration week, so that what it launched does not end with it."
    yield _entry(year, EventKind.milestone, FOLLOW_UP, after, why=why, clock=MORNING, minutes=30, about=about)


def _open_day(year: Year, day: date, step: int) -> date:
    """The day itself, or the next towards `step` on which no site has a holiday; within the program."""
    closed = {holiday.day for site in year.sites.values() for holiday in site.holidays if holiday.observed}
    candidates = (day + timedelta(days=step * away) for away in range(14))
    found = next((candidate for candidate in candidates if is_workday(candidate, closed, MONDAY_TO_FRIDAY)), day)
    return min(max(found, year.program.starts_on), year.program.ends_on)
