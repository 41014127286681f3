"""What the draggable calendar is fed with: events in wall times, and shaded days behind them."""

import re
from datetime import date, timedelta

from flask import url_for

from planner.domain.kinds import KINDS
from planner.models.calendar import AnyEvent, event_id_of, state_of, wall_end
from planner.models.events import Event
from planner.models.sites import all_sites, closures_between, holidays_between
from planner.web.access import can
from planner.web.looking import Looking


def dressed(event: AnyEvent, moved: set[int]) -> dict[str, object]:
    """An event as `_partials/calendar.html` describes it. Only HR moves, and only in the draft."""
    kind, number = KINDS[event.kind], event_id_of(event)
    movable = isinstance(event, Event) and not event.cancelled and can("edit the plan")
    pinned = isinstance(event, Event) and event.pinned
    shown: dict[str, object] = {
        "id": number,
        "title": _title(event),
        "start": _moment(event, start=True),
        "end": _moment(event, start=False),
        "allDay": event.all_day,
        "kind": kind.slug,
        "shape": kind.shape,
        "url": url_for("events.event", event_id=number),
        "movable": movable,
        "pinned": pinned,
        "broken": isinstance(event, Event) and bool(event.broken) and not event.cancelled,
        "state": str(state_of(event, moved)),
    }
    return {**shown, "move_url": url_for("event_moves.drag", event_id=number)} if movable else shown


def _title(event: AnyEvent) -> str:
    """The team first: that is what differs from one line of a narrow day to the next."""
    team = event.team.name if event.team else event.site.name if event.site else ""
    bare = re.sub(rf" (to|for|in) {re.escape(team)}$", "", event.title) if team else event.title
    return f"{team}: {bare}" if team else event.title


def _moment(event: AnyEvent, *, start: bool) -> str:
    moment = event.wall_start if start else wall_end(event)
    return moment.date().isoformat() if event.all_day else moment.isoformat()


def shades(looking: Looking, first: date, last: date) -> list[dict[str, object]]:
    """Holidays, peaks and blackouts of the sites that are looked at, as background."""
    site = looking.look.filters.place
    sites = {found.id: found.name for found in all_sites() if site in (None, found.id)}
    holidays: dict[tuple[date, str], list[str]] = {}
    for day in holidays_between(sites.keys(), first, last):
        holidays.setdefault((day.day, day.name), []).append(sites[day.site_id])
    found = [_shade(f"{name} ({', '.join(where)})", day, day, "holiday") for (day, name), where in holidays.items()]
    closures = [one for one in closures_between(first, last) if one.site_id is None or one.site_id in sites]
    return found + [_shade(one.reason, one.starts_on, one.ends_on, one.kind) for one in closures]


def _shade(title: str, first: date, last: date, shade: str) -> dict[str, object]:
    end = last + timedelta(days=1)
    return {"title": title, "start": first.isoformat(), "end": end.isoformat(), "allDay": True, "shade": str(shade)}
