"""Calendars of leaders that Planner reads: naming one, reading it in its turn, and letting it go.

Nothing is fetched inside a transaction. What goes wrong is written beside the calendar, and what was known before stays.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from planner.domain.instants import at
from planner.domain.refusals import Refused
from planner.feeds.addresses import OutsideRefused, checked, host_of
from planner.feeds.busy import Asked, Busy, NotACalendar
from planner.feeds.outside import Condition, Fetched, fetch
from planner.feeds.reading import read_busy
from planner.models import busy as known
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.busy import BusyCalendar
from planner.models.people import Person
from planner.models.programs import programs_newest_first
from planner.models.readers import home_zone, zone_of
from planner.net import Net

EVERY = timedelta(hours=1)
WHOLE_EVERY = timedelta(days=7)
"""Unchanged or not, a calendar is read as a whole so often: rules without an end run into the window."""
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)
BEHIND = timedelta(days=2)
AT_LEAST, AT_MOST = timedelta(days=370), timedelta(days=800)
AT_ONCE = 20
"""Calendars that one pass reads at most."""

Reader = Callable[[bytes, Asked], Busy]


def name_calendar(person: Person, address: str, *, by: Person, now: datetime) -> BusyCalendar:
    """Takes the address of a person's published calendar; the worker reads it within a minute. Raises Refused."""
    if not person.active:
        raise Refused(f"{person.name} was deactivated: no calendar is read.", "address")
    try:
        where = checked(address)
    except OutsideRefused as refusal:
        raise Refused(str(refusal), "address") from None
    with writing():
        calendar = known.calendar_of(person.id) or BusyCalendar(person_id=person.id)
        db.session.add(calendar)
        calendar.address, calendar.made_at, calendar.next_at = where, now, now
        calendar.etag = calendar.last_modified = calendar.error = calendar.note = ""
        calendar.read_at = calendar.whole_at = calendar.covers_from = calendar.covers_until = None
        calendar.failures = 0
        db.session.flush()
        known.forget_times(calendar.id)
        sentence = f"A calendar at {host_of(where)} is read for {person.name}."
        note("read calendar", "person", person.id, sentence, by=by, now=now)
        return calendar


def drop_calendar(calendar: BusyCalendar, *, by: Person, now: datetime) -> None:
    """Stops reading, and forgets the address and every busy time."""
    with writing():
        sentence = f"No calendar is read for {calendar.person.name} any more."
        note("drop calendar", "person", calendar.person_id, sentence, by=by, now=now)
        known.forget_times(calendar.id)
        db.session.delete(calendar)


def read_again(calendar: BusyCalendar, *, now: datetime) -> None:
    """Puts a calendar at the front of the row."""
    with writing():
        calendar.next_at = now


def read_due(now: datetime, *, net: Net | None = None, reader: Reader = read_busy) -> int:
    """Reads the calendars whose turn it is; how many."""
    due = known.calendars_due(now, AT_ONCE)
    for number in due:
        read_one(number, now, net=net, reader=reader)
    return len(due)


def read_one(number: int, now: datetime, *, net: Net | None = None, reader: Reader = read_busy) -> None:
    """Fetches a calendar if it changed, and keeps when its person is busy."""
    with writing():
        calendar = known.calendar_with(number)
        if calendar is None or calendar.next_at > now:
            return
        # Another worker leaves it alone meanwhile.
        calendar.next_at = now + FIRST_PAUSE
        address, asked, condition = calendar.address, _asked(calendar.person, now), _condition(calendar, now)
    try:
        fetched = fetch(address, condition, net=net)
        busy = reader(fetched.body, asked) if fetched is not None else None
    except (OutsideRefused, NotACalendar) as trouble:
        _failed(number, address, str(trouble), now)
    else:
        _keep(number, address, fetched, busy, asked, now)


def _asked(person: Person, now: datetime) -> Asked:
    since, until = window(now)
    return Asked(zone_of(person, home_zone()), person.email, since, until, known.our_uids())


def window(now: datetime) -> tuple[datetime, datetime]:
    """From two days ago to the end of the last program, a year at least."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    ends = [at(program.ends_on, time(), "UTC") + BEHIND for program in programs_newest_first()]
    until = min(max([today + AT_LEAST, *ends]), today + AT_MOST)
    return today - BEHIND, until


def _condition(calendar: BusyCalendar, now: datetime) -> Condition | None:
    """What lets the server say “unchanged”; nothing when what we have would not do."""
    _, until = window(now)
    fresh = calendar.whole_at is not None and now - calendar.whole_at < WHOLE_EVERY
    covered = calendar.covers_until is not None and calendar.covers_until >= until - WHOLE_EVERY
    return Condition(calendar.etag, calendar.last_modified) if fresh and covered else None


def _still(number: int, address: str) -> BusyCalendar | None:
    """The calendar, unless somebody removed it or named another while it was read."""
    calendar = known.calendar_with(number)
    return calendar if calendar is not None and calendar.address == address else None


def _failed(number: int, address: str, words: str, now: datetime) -> None:
    with writing():
        calendar = _still(number, address)
        if calendar is not None:
            calendar.failures += 1
            calendar.error = words
            calendar.next_at = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(calendar.failures - 1, 8))


def _keep(number: int, address: str, fetched: Fetched | None, busy: Busy | None, asked: Asked, now: datetime) -> None:
    with writing():
        calendar = _still(number, address)
        if calendar is None:
            return
        calendar.read_at, calendar.next_at = now, now + EVERY
        calendar.failures, calendar.error = 0, ""
        if fetched is None or busy is None:
            return
        known.replace_times(number, busy.times)
        calendar.etag, calendar.last_modified = fetched.condition.etag, fetched.condition.last_modified
        calendar.covers_from, calendar.covers_until, calendar.whole_at = asked.since, asked.until, now
        calendar.note = _note(busy)


def _note(busy: Busy) -> str:
    found = []
    if busy.left_out:
        found.append(f"Left out: {busy.left_out} that could not be read, or that would repeat all day long.")
    if busy.cut:
        found.append(f"There are more than {len(busy.times):,} busy times; the later ones were left out.")
    return " ".join(found)
