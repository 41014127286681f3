"""Writing a repair: into the draft, or into the draft and published in one step, in which the rest of the draft stays as it is."""

from datetime import datetime

from planner.actions.moves import mark_changed
from planner.actions.publish import publish_these
from planner.actions.repair_changes import Change
from planner.domain.refusals import Refused
from planner.models.base import db
from planner.models.drafts import new_uid
from planner.models.events import PLACEMENT, Event
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.versions import Version

WORDS = ("title", "description", "place", "link")
"""What HR may have written anew in the draft without publishing it: that stays in the draft."""
RELATED = ("activity", "leader", "team", "site", "policy")


def write_published(
    program: Program, changes: list[Change], sentence: str, by: Person, now: datetime
) -> Version | None:
    """In the running transaction: only these events change, in the draft and as published."""
    unpublished = {}
    events = []
    for change in changes:
        event = _event(program, change)
        if not change.by_hand:
            unpublished[event.id] = _unpublished_words(event, change)
            _as_published(event)
            _write(event, change)
        events.append(event)
    _settle(events)
    version = publish_these(program.id, frozenset(event.id for event in events), by=by, sentence=sentence, now=now)
    for event in events:
        _give_back(event, unpublished.get(event.id, {}))
    return version


def write_draft_only(program: Program, changes: list[Change]) -> None:
    """In the running transaction: the draft has the repair, and publishing waits."""
    events = []
    for change in (change for change in changes if not change.by_hand):
        event = _event(program, change)
        _write(event, change)
        mark_changed(event)
        events.append(event)
    _settle(events)


def _event(program: Program, change: Change) -> Event:
    if change.event is None:
        event = Event(program_id=program.id, uid=new_uid(), generated=True, pinned=False, cancelled=False, waves=1)
        for name, value in change.columns.items():
            setattr(event, name, value)
        db.session.add(event)
        db.session.flush()
        return event
    found = db.session.get(Event, change.event)
    if found is None:
        raise Refused(f"“{change.title}” is gone meanwhile. Work the repair out again.")
    return found


def _unpublished_words(event: Event, change: Change) -> dict[str, object]:
    published = event.published
    names = (name for name in WORDS if name not in change.values)
    return {n: getattr(event, n) for n in names if published is not None and getattr(event, n) != getattr(published, n)}


def _as_published(event: Event) -> None:
    if event.published is not None:
        for name in PLACEMENT:
            setattr(event, name, getattr(event.published, name))


def _write(event: Event, change: Change) -> None:
    columns = change.columns
    for name, value in columns.items():
        setattr(event, name, value)
    event.why, event.broken = list(change.why), []
    if not columns.get("cancelled"):
        event.pinned = False


def _settle(events: list[Event]) -> None:
    """Writes the columns, so that the people and places beside them are read afresh."""
    db.session.flush()
    for event in events:
        db.session.expire(event, RELATED)


def _give_back(event: Event, words: dict[str, object]) -> None:
    for name, value in words.items():
        setattr(event, name, value)
    if words:
        mark_changed(event)
