"""When a step reaches a person: its instant, moved off unkind hours, or folded into the digest. Pure; due.py does the asking."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from planner.domain.instants import at, plus_workdays, wall
from planner.domain.kindness import Quiet, allowed_at, over_weekly_cap, too_soon
from planner.domain.ladders import Anchor, Step, expires_at, instant_of
from planner.domain.weeks import monday_of
from planner.models.readers import Reader
from planner.reminders.matters import Matter

DIGEST_CLOCK = time(8)
WORKDAYS_BETWEEN = 2
"""At most one nudge per leader in so many working days."""
LONGEST_WAIT = timedelta(days=7)
"""A nudge that would wait longer than this for its turn goes into the digest instead."""
SHORTEST_USE = timedelta(days=4)
DIGEST_USE = timedelta(days=21)
"""How long a nudge waits for a digest: somebody's next one may be put off by an absence that nobody knows of yet."""
DIGEST_USEFUL_FOR = timedelta(days=4, hours=10)
"""A weekly digest is read until Friday evening."""
MOST_DIGESTS = 60
"""Nobody is away for more weeks than this."""


@dataclass(frozen=True)
class Kindness:
    """What may be asked of people: quiet hours, and how many nudges a week."""

    quiet: Quiet = field(default_factory=Quiet)
    cap: int = 5

    @property
    def room(self) -> int:
        """How many of a week may be about something other than today or tomorrow: the last place is kept for what cannot wait."""
        return max(self.cap - 1, 1)


@dataclass(frozen=True)
class Entry:
    """A step of a matter for one person, with its nominal instant and until when it is worth sending."""

    matter: Matter
    step: Step
    reader: Reader
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Place:
    """When and how: `digest` means that it waits for the digest at `at`."""

    at: datetime
    expires_at: datetime
    digest: bool = False


def entry_of(matter: Matter, step: Step, reader: Reader) -> Entry:
    """The step for this reader. A nudge never comes before the event that it asks about is over (the night shift's visit)."""
    instant = instant_of(step, matter.anchors, reader.zone, reader.closed)
    ends = matter.anchors.get(Anchor.ends)
    if not step.is_reminder and isinstance(ends, datetime):
        instant = max(instant, ends)
    if matter.snoozed_until is not None:
        instant = max(instant, at(matter.snoozed_until, time(9), reader.zone))
    return Entry(matter, step, reader, instant, expires_at(step, instant, matter.anchors, reader.zone))


def place(entry: Entry, now: datetime, kindness: Kindness) -> Place:
    """Where the message goes in the reader's days, given what they got lately."""
    reader, step = entry.reader, entry.step
    wanted = max(entry.due_at, now)
    moved = _kind_instant(wanted, entry, kindness)
    waits = step.digest
    if not is_eve(step):
        moved = _in_turn(moved, entry, kindness)
        late = moved > wanted + LONGEST_WAIT
        waits = waits or late or over_weekly_cap(reader.recent, moved, reader.zone, kindness.room)
    folded = _in_digest(entry, now, kindness) if waits else None
    if folded is not None:
        return folded
    if moved >= entry.expires_at and step.is_reminder:
        return Place(wanted, entry.expires_at)
    return Place(moved, max(entry.expires_at, moved + SHORTEST_USE) if not step.is_reminder else entry.expires_at)


def is_eve(step: Step) -> bool:
    """Whether the step speaks of tomorrow's or today's event: such a message waits for nothing but a kinder hour."""
    return step.anchor is not Anchor.opens and (step.days == 0 or (step.anchor is Anchor.starts and step.days == -1))


def _kind_instant(instant: datetime, entry: Entry, kindness: Kindness) -> datetime:
    not_after = entry.expires_at if entry.step.is_reminder else None
    away = () if is_eve(entry.step) else entry.reader.absences
    return allowed_at(instant, entry.reader.zone, entry.reader.quiet or kindness.quiet, away, not_after)


def _in_turn(instant: datetime, entry: Entry, kindness: Kindness) -> datetime:
    reader = entry.reader
    last = max(reader.recent, default=None)
    if last is None or not reader.is_leader or not too_soon(last, instant, reader.zone, WORKDAYS_BETWEEN):
        return instant
    turn = _next_turn(last, reader.zone, reader.closed, wall(entry.due_at, reader.zone).time())
    return _kind_instant(max(instant, turn), entry, kindness)


def _next_turn(last: datetime, zone: str, closed: Container[date], clock: time) -> datetime:
    return at(plus_workdays(wall(last, zone).date(), WORKDAYS_BETWEEN, closed), clock, zone)


def _in_digest(entry: Entry, now: datetime, kindness: Kindness) -> Place | None:
    """In the first digest that reaches the reader from the step's own time on; None for a reminder of which that would be too late."""
    when, read_at = digest_for(entry.reader, max(entry.due_at, now), kindness.quiet)
    if entry.step.is_reminder:
        return Place(when, entry.expires_at, digest=True) if read_at < entry.expires_at else None
    return Place(when, max(entry.expires_at, when + DIGEST_USE), digest=True)


def digest_for(reader: Reader, now: datetime, quiet: Quiet) -> tuple[datetime, datetime]:
    """The first digest after `now` that is of use when it reaches the reader, who may be away: its instant, and when it is read."""
    when = next_digest(now, reader.zone)
    for _ in range(MOST_DIGESTS):
        read_at = allowed_at(when, reader.zone, reader.quiet or quiet, reader.absences)
        if read_at < when + DIGEST_USEFUL_FOR:
            break
        when = next_digest(when, reader.zone)
    return when, read_at


def next_digest(now: datetime, zone: str) -> datetime:
    """The coming Monday, eight in the morning where the reader is; never now or before."""
    monday = monday_of(wall(now, zone).date())
    this_week = at(monday, DIGEST_CLOCK, zone)
    return this_week if this_week > now else at(monday + timedelta(days=7), DIGEST_CLOCK, zone)
