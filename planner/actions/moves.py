"""Moving an event by hand: what it breaks in sentences, slots that break nothing, and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from planner.domain.instants import ONE_DAY, resolve, wall
from planner.domain.moves import day_words, objections
from planner.domain.refusals import Refused
from planner.domain.states import EventState, Role
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.surroundings import Surroundings, surroundings

FRIDAY = 4
LOOK_AHEAD_DAYS = 28
NOTICE = timedelta(hours=1)
STEP = timedelta(minutes=30)


class Objected(Refused):
    """The place breaks rules: `sentences`, one each. HR may move the event all the same."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences), "when")
        self.sentences = sentences


@dataclass(frozen=True)
class Moved:
    """A move that was made; `before` and the rest are what `put_back` takes to undo it."""

    event: Event
    sentence: str
    before: datetime
    minutes_before: int
    pinned_before: bool


def objections_to(event: Event, wall_start: datetime, minutes: int | None = None) -> list[str]:
    """Every rule that the event would break if it began at `wall_start` (naive, in its own zone); empty is well."""
    length = timedelta(minutes=event.minutes if minutes is None else minutes)
    around = surroundings(event, wall_start.date(), (wall_start + length).date())
    return _objections(event, wall_start, length, around)


def _objections(event: Event, wall_start: datetime, length: timedelta, around: Surroundings) -> list[str]:
    start = resolve(wall_start, event.zone)
    return objections(start, start + length, around.team, around.leader, around.program)


def move(
    event: Event, wall_start: datetime, by: Person, now: datetime, force: bool = False, minutes: int | None = None
) -> Moved:
    """Puts the event at `wall_start` (naive, in its own zone) and pins it there.

    HR moves in the draft, and may move with `force` where rules break; the broken ones are kept with the event. Anybody else
    moves their own visit to a place that breaks nothing, and it is published at once.

    Raises Objected with what breaks, Refused for a cancelled event.
    """
    with writing():
        _refuse_odd(event, wall_start, minutes)
        broken = objections_to(event, wall_start, minutes)
        if broken and not (force and by.role is Role.hr):
            raise Objected(broken)
        moved = _put(event, wall_start, minutes, broken, by, now)
        if by.role is not Role.hr:
            _publish_alone(event, moved.sentence, by, now)
        return moved


def _refuse_odd(event: Event, wall_start: datetime, minutes: int | None) -> None:
    if event.cancelled:
        raise Refused("This event was cancelled. Restore it first, then move it.")
    if wall_start.tzinfo is not None:
        raise ValueError("A wall time has no zone of its own.")
    if minutes is not None and minutes < 5:
        raise Refused("An event lasts five minutes at least.", "minutes")


def _put(event: Event, start: datetime, minutes: int | None, broken: list[str], by: Person, now: datetime) -> Moved:
    before = Moved(event, _sentence(event, start), event.wall_start, event.minutes, event.pinned)
    set_place(event, start, event.minutes if minutes is None else minutes)
    event.pinned, event.broken = True, broken
    if event.outcome is EventState.missed and event.starts_at > now:
        event.outcome = None
    mark_changed(event)
    note("move", "event", event.id, before.sentence, by=by, now=now, facts=_facts(before, start))
    return before


def set_place(event: Event, wall_start: datetime, minutes: int) -> None:
    """Sets wall time and length, and derives the instants from them."""
    event.wall_start, event.minutes = wall_start, minutes
    event.starts_at = resolve(wall_start, event.zone)
    length = timedelta(minutes=minutes)
    event.ends_at = resolve(wall_start + length, event.zone) if event.all_day else event.starts_at + length


def mark_changed(event: Event) -> None:
    """Says that the draft of the event's program differs from what is published."""
    program = db.session.get_one(Program, event.program_id)
    program.draft_changed = True


def _sentence(event: Event, start: datetime) -> str:
    if start == event.wall_start:
        return f"“{event.title}” has another length."
    return f"“{event.title}” moved from {_at(event.wall_start)} to {_at(start)}."


def _at(wall_time: datetime) -> str:
    return f"{day_words(wall_time.date())}, {wall_time:%H:%M}"


def _facts(before: Moved, start: datetime) -> dict[str, object]:
    return {"from": before.before.isoformat(), "to": start.isoformat(), "broken": before.event.broken}


def _publish_alone(event: Event, sentence: str, by: Person, now: datetime) -> None:
    from planner.actions.publish import publish_only

    publish_only(event, by, sentence, now)


def put_back(event: Event, wall_start: datetime, minutes: int, pinned: bool, by: Person, now: datetime) -> Moved:
    """Undoes a move: the event is where it was, pinned only if it was. Raises Refused for a cancelled event."""
    with writing():
        _refuse_odd(event, wall_start, minutes)
        moved = _put(event, wall_start, minutes, objections_to(event, wall_start, minutes), by, now)
        event.pinned = pinned
        return moved


def offer_slots(event: Event, count: int = 3, *, now: datetime) -> list[datetime]:
    """Up to `count` wall times (naive, in the event's zone), on different days, to which the event could go without breaking a rule.

    The nearest days from the event's own on, or from today when it is over; the usual hour first, then others of the shift.
    Weekends are offered for what stands on a weekend only.
    """
    today = wall(now, event.zone).date()
    first = max(today, event.wall_start.date())
    around = surroundings(event, first, first + timedelta(days=LOOK_AHEAD_DAYS))
    length = timedelta(minutes=event.minutes)
    found: list[datetime] = []
    last_weekday = max(FRIDAY, event.wall_start.weekday())
    days = (first + number * ONE_DAY for number in range(LOOK_AHEAD_DAYS))
    for day in (day for day in days if day.weekday() <= last_weekday):
        slot = _slot_on(day, event, around, length, now)
        found += [slot] if slot is not None else []
        if len(found) == count:
            break
    return found


def _slot_on(day: date, event: Event, around: Surroundings, length: timedelta, now: datetime) -> datetime | None:
    for start in _times(day, event, around):
        if start == event.wall_start or resolve(start, event.zone) < now + NOTICE:
            continue
        if not _objections(event, start, length, around):
            return start
    return None


def _times(day: date, event: Event, around: Surroundings) -> Iterator[datetime]:
    """The usual hour, then every half hour of the shift that starts on the day; office hours where there is no shift."""
    yield datetime.combine(day, event.wall_start.time())
    shift = around.team.shift
    start, end = (shift.start, shift.end) if shift else (time(9), time(17))
    moment, last = datetime.combine(day, start) + STEP, datetime.combine(day, end)
    last += ONE_DAY if end <= start else timedelta()
    while moment < last:
        yield moment
        moment += STEP
