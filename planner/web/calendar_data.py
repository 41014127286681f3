"""What the draggable calendar is fed with: events in wall times, and shaded days behind them."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask import url_for

from planner.domain.kinds import KINDS
from planner.domain.states import EventState
from planner.models.occurrences import Occurrence
from planner.models.sites import all_sites, closures_between, holidays_between
from planner.web.access import can
from planner.web.looking import Looking


def dressed(event: Occurrence, to_event: Callable[[int], str]) -> dict[str, object]:
    """An event as `_partials/calendar.html` describes it. Only HR moves, and only in the draft."""
    kind, cancelled = KINDS[event.kind], event.state is EventState.cancelled
    movable = event.drafted and not cancelled and can("edit the plan")
    shown: dict[str, object] = {
        "id": event.number,
        "title": _title(event),
        "start": _moment(event.start, event.all_day),
        "end": _moment(event.end, event.all_day),
        "allDay": event.all_day,
        "kind": kind.slug,
        "shape": kind.shape,
        "url": to_event(event.number),
        "movable": movable,
        "pinned": event.pinned,
        "broken": event.broken,
        "state": str(event.state),
    }
    return {**shown, "move_url": url_for("event_moves.drag", event_id=event.number)} if movable else shown


def _title(event: Occurrence) -> str:
    """The team first: that is what differs from one line of a narrow day to the next."""
    team = event.team or event.site
    bare = re.sub(rf" (to|for|in) {re.escape(team)}$", "", event.title) if team else event.title
    return f"{team}: {bare}" if team else event.title


def _moment(moment: datetime, all_day: bool) -> str:
    return moment.date().isoformat() if all_day else moment.isoformat()


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
