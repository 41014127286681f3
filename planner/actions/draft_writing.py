"""Writing a draft: what is wanted meets what is there, so that an event which stays the same event keeps its identity."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.actions.draft_events import Series, Wanted, series_of
from planner.models import drafts
from planner.models.base import db
from planner.models.events import Event
from planner.models.programs import Program


@dataclass
class Written:
    """How many events are new, were moved or changed, stayed, and went."""

    added: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0


def write_draft(
    program: Program,
    wanted: list[Wanted],
    *,
    held: Collection[int],
    near: Collection[int],
    celebrations: frozenset[int],
) -> Written:
    """Replaces what was generated, in the running transaction; pinned events stay.

    `held` has the ids of events that the plan was made around, `near` those that are too close to be moved. What a person pinned while
    the plan was being made takes the place of the nearest of its series.
    """
    there = drafts.draft_events(program.id)
    fixed = [event for event in there if event.pinned or event.id in near]
    todo = _by_series(wanted)
    for event in fixed:
        if event.id not in held:
            _drop_nearest(todo[series_of(event, celebrations)], event.starts_at)
            _mark_clashes(todo, event)
    free = [event for event in there if event.generated and event not in fixed]
    return _meet(program, todo, free, celebrations)


def _by_series(wanted: Iterable[Wanted]) -> defaultdict[Series, list[Wanted]]:
    found: defaultdict[Series, list[Wanted]] = defaultdict(list)
    for entry in wanted:
        found[entry.series].append(entry)
    return found


def _drop_nearest(entries: list[Wanted], when: datetime) -> None:
    if entries:
        entries.remove(min(entries, key=lambda entry: abs(_start(entry) - when)))


def _mark_clashes(todo: Mapping[Series, list[Wanted]], event: Event) -> None:
    """The plan was not made around this event: what overlaps it for the same team says so."""
    if event.team_id is None or event.cancelled:
        return
    for entry in (entry for entries in todo.values() for entry in entries):
        start, end = _start(entry), _start(entry) + timedelta(minutes=int(str(entry.values["minutes"])))
        if entry.values["team_id"] == event.team_id and start < event.ends_at and event.starts_at < end:
            entry.broken = [*entry.broken, f"“{event.title}”, which was set by hand, is at the same time."]


def _start(entry: Wanted) -> datetime:
    start = entry.values["starts_at"]
    assert isinstance(start, datetime)  # noqa: S101  # every writer of entries sets it
    return start


def _meet(
    program: Program, todo: defaultdict[Series, list[Wanted]], free: list[Event], celebrations: frozenset[int]
) -> Written:
    written = Written()
    old: defaultdict[Series, list[Event]] = defaultdict(list)
    for event in free:
        if _may_serve(event):
            old[series_of(event, celebrations)].append(event)
    for series in {**todo, **old}:
        pairs, spare, missing = _pair(todo[series], old[series])
        for entry, event in pairs:
            _update(event, entry, written)
        for event in spare:
            _remove(event, written)
        for entry in missing:
            _add(program, entry, written)
    db.session.flush()
    return written


def _may_serve(event: Event) -> bool:
    """A cancelled event comes back only while readers have not been told that it was cancelled."""
    return not event.cancelled or (event.published is not None and not event.published.cancelled)


def _pair(entries: list[Wanted], events: list[Event]) -> tuple[list[tuple[Wanted, Event]], list[Event], list[Wanted]]:
    """Those with the same start first, then in the order of time; what is left on either side. Cancelled events come last."""
    entries, events = sorted(entries, key=_start), sorted(events, key=lambda event: (event.cancelled, event.starts_at))
    by_start = {event.starts_at: event for event in reversed(events)}
    pairs = [(entry, by_start[_start(entry)]) for entry in entries if _start(entry) in by_start]
    taken = {id(event) for _, event in pairs}
    met = {id(entry) for entry, _ in pairs}
    spare, missing = [e for e in events if id(e) not in taken], [e for e in entries if id(e) not in met]
    count = min(len(spare), len(missing))
    return pairs + list(zip(missing, spare, strict=False)), spare[count:], missing[count:]


def _update(event: Event, entry: Wanted, written: Written) -> None:
    values = entry.values | {"cancelled": False}
    differs = {name: value for name, value in values.items() if getattr(event, name) != value}
    for name, value in differs.items():
        setattr(event, name, value)
    if event.why != entry.why:
        event.why = entry.why
    if event.broken != entry.broken:
        event.broken = entry.broken
    if differs:
        written.changed += 1
    else:
        written.same += 1


def _remove(event: Event, written: Written) -> None:
    """Deleted when nobody but HR ever saw it, else cancelled."""
    if event.published is None and event.outcome is None:
        db.session.delete(event)
    elif not event.cancelled:
        event.cancelled = True
    else:
        return
    written.gone += 1


def _add(program: Program, entry: Wanted, written: Written) -> None:
    values = entry.values | {"why": entry.why, "broken": entry.broken}
    db.session.add(
        Event(program_id=program.id, uid=drafts.new_uid(), generated=True, cancelled=False, pinned=False, **values)
    )
    written.added += 1
