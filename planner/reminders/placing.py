"""When a step reaches a person: its instant, moved off unkind hours, or folded into the digest. Pure; due.py does the asking."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from planner.domain.instants import at, plus_workdays, wall
from planner.domain.kindness import Haste, Quiet, allowed_at, over_weekly_cap, too_soon
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
    """When and how: `digest` means that it waits for the digest at `at`, `haste` why it goes although the week may be full."""

    at: datetime
    expires_at: datetime
    digest: bool = False
    haste: Haste | None = None


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
    step, wanted = entry.step, max(entry.due_at, now)
    waits, haste = step.digest, Haste.eve if is_eve(step) else None
    turn = _in_turn(_kind_instant(wanted, entry, kindness), entry, kindness)
    when = wanted if step.is_reminder and turn >= entry.expires_at else turn
    if haste is None:
        full = _is_full(entry.reader, when, kindness)
        waits, haste = waits or full or turn > wanted + LONGEST_WAIT, Haste.late if full else None
    folded = _in_digest(entry, now, kindness) if waits else None
    if folded is not None:
        return folded
    useful_until = entry.expires_at if step.is_reminder else max(entry.expires_at, when + SHORTEST_USE)
    return Place(when, useful_until, haste=haste)


def _is_full(reader: Reader, when: datetime, kindness: Kindness) -> bool:
    """Whether the week of `when` has no place for what may wait: a last one is kept for news of tomorrow, besides those that are known."""
    of_all = [*reader.recent, *reader.taken]
    if over_weekly_cap(of_all, when, reader.zone, kindness.cap):
        return True
    return over_weekly_cap(reader.recent, when, reader.zone, kindness.room)


def is_eve(step: Step) -> bool:
    """Whether the step speaks of tomorrow's or today's event: such a message waits for nothing but a kinder hour."""
    return step.anchor is not Anchor.opens and (step.days == 0 or (step.anchor is Anchor.starts and step.days == -1))


def cannot_wait(entry: Entry, kindness: Kindness) -> bool:
    """Whether the message goes however full its week is: it speaks of tomorrow, or the next digest after it would come too late."""
    return is_eve(entry.step) or (entry.step.is_reminder and _in_digest(entry, entry.due_at, kindness) is None)


def _kind_instant(instant: datetime, entry: Entry, kindness: Kindness) -> datetime:
    not_after = entry.expires_at if entry.step.is_reminder else None
    away = () if is_eve(entry.step) else entry.reader.absences
    return allowed_at(instant, entry.reader.zone, entry.reader.quiet or kindness.quiet, away, not_after)


def _in_turn(instant: datetime, entry: Entry, kindness: Kindness) -> datetime:
    reader = entry.reader
    last = None if is_eve(entry.step) else max(reader.recent, default=None)
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
