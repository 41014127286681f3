"""Blackouts from somebody else's calendar: read, shown, and only what HR ticks is brought in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.actions.busy import window
from planner.actions.closures import LONGEST_DAYS, ClosureFacts, add_closure
from planner.domain.refusals import Refused
from planner.feeds.addresses import OutsideRefused
from planner.feeds.busy import NotACalendar
from planner.feeds.closed_days import ClosedDays, Stretch
from planner.feeds.outside import fetch
from planner.feeds.reading import read_closed_days
from planner.models.base import writing
from planner.models.people import Person
from planner.models.sites import ClosureKind, Site, closures_of
from planner.net import Net

MOST_BYTES = 2 * 1024 * 1024
FETCH_SECONDS = 10.0
READ_SECONDS = 20.0


@dataclass(frozen=True)
class Line:
    """A stretch as the preview shows it; `known` when the site has this very blackout already."""

    number: int
    stretch: Stretch
    known: bool


@dataclass(frozen=True)
class Preview:
    lines: list[Line]
    with_hours: int
    cut: bool


def fetch_calendar(address: str, net: Net | None = None) -> bytes:
    """The calendar at an address. Raises Refused."""
    try:
        fetched = fetch(address, net=net, most=MOST_BYTES, seconds=FETCH_SECONDS)
    except OutsideRefused as refusal:
        raise Refused(str(refusal), "address") from None
    return fetched.body if fetched is not None else b""


def preview(data: bytes, site: Site, now: datetime) -> Preview:
    """What would be brought in, from this month to the end of the last program. Raises Refused for what is no calendar."""
    found = _read(data, now)
    there = {
        (one.starts_on, one.ends_on, one.reason) for one in closures_of(site.id) if one.kind is ClosureKind.blackout
    }
    lines = [
        Line(number, one, (one.first, one.last, one.title) in there)
        for number, one in enumerate(found.stretches)
        if (one.last - one.first) < timedelta(days=LONGEST_DAYS)
    ]
    return Preview(lines, found.with_hours, found.cut)


def _read(data: bytes, now: datetime) -> ClosedDays:
    if len(data) > MOST_BYTES:
        raise Refused("The calendar is larger than 2 MB. Publish a smaller one.", "file")
    since, until = window(now)
    try:
        return read_closed_days(data, since.date().replace(day=1), until.date(), READ_SECONDS)
    except NotACalendar as refusal:
        raise Refused(str(refusal), "file") from None


def bring_in(data: bytes, site: Site, chosen: Collection[int], *, everywhere: bool, by: Person, now: datetime) -> int:
    """Adds the chosen stretches as blackouts; how many. What is known already is not added twice. Raises Refused."""
    lines = [line for line in preview(data, site, now).lines if line.number in chosen and not line.known]
    with writing():
        for line in lines:
            one = line.stretch
            place = None if everywhere else site
            add_closure(ClosureFacts(ClosureKind.blackout, one.first, one.last, one.title, place), by=by, now=now)
    return len(lines)
