"""Bundles: events that are one event for people, an occurrence a shift or its waves; and the crews that have one each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from planner.domain.replication import LOOK_AHEAD_DAYS, Crew
from planner.domain.shifts import Shift
from planner.models.base import db
from planner.models.events import Event
from planner.models.shifts import Shift as ShiftRow
from planner.models.sites import ClosureKind, Site, closures_between, holidays_between
from planner.models.teams import active_teams


def bundled_with(event: Event) -> list[Event]:
    """The event and those that belong to it, in the order of time; the event alone when it has no bundle."""
    if event.bundle is None:
        return [event]
    beside = (joinedload(Event.team), joinedload(Event.site), joinedload(Event.published))
    question = select(Event).options(*beside).where(Event.bundle == event.bundle, Event.program_id == event.program_id)
    return list(db.session.scalars(question.order_by(Event.starts_at, Event.id)))


def bundle_size(event: Event) -> int:
    """How many events belong together, those that are off left out."""
    if event.bundle is None:
        return 1
    question = select(func.count()).select_from(Event).where(Event.bundle == event.bundle, Event.cancelled.is_(False))
    return db.session.scalar(question) or 1


def crews(site: Site | None, day: date) -> list[tuple[Site, Crew]]:
    """Each shift that active teams work at a site, or at every site, with the days off from `day` on. Nights included."""
    worked: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    rows: dict[tuple[int, int], tuple[Site, ShiftRow]] = {}
    for team in active_teams():
        if site is None or team.site_id == site.id:
            key = (team.site_id, team.shift_id)
            worked[key].update(team.workdays)
            rows[key] = (team.site, team.shift)
    closed = _closed({place.id for place, _ in rows.values()}, day)
    found = [
        (place, Crew(shift.name, Shift(shift.starts, shift.ends), frozenset(worked[key]), place.zone, closed[place.id]))
        for key, (place, shift) in rows.items()
    ]
    return sorted(found, key=lambda one: (one[0].name, one[1].shift.start, one[1].name))


def _closed(sites: Iterable[int], day: date) -> dict[int, set[date]]:
    numbers = list(sites)
    last = day + timedelta(days=LOOK_AHEAD_DAYS)
    found: dict[int, set[date]] = {number: set() for number in numbers}
    for holiday in holidays_between(numbers, day, last):
        found[holiday.site_id].add(holiday.day)
    for closure in closures_between(day, last):
        if closure.kind is ClosureKind.blackout:
            days = {day + timedelta(days=n) for n in range(LOOK_AHEAD_DAYS + 1)}
            shut = {one for one in days if closure.starts_on <= one <= closure.ends_on}
            for number in numbers if closure.site_id is None else [closure.site_id]:
                found.get(number, set()).update(shut)
    return found
