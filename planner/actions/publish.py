"""Publishing: the draft becomes a version with a changelog, what is owed follows, and only those concerned are told."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app

from planner.actions.draft_changes import Difference, differences, differs_at_all
from planner.actions.preparation import Owed, owed_for
from planner.actions.programs import known
from planner.actions.publish_commitments import sync
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind
from planner.feeds.fragments import rendered
from planner.models import drafts
from planner.models.audit import note as write_down
from planner.models.base import db, writing
from planner.models.concerned import who_is_who
from planner.models.events import Event, PublishedEvent, take_over
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.versions import Version, last_version, write_changelog
from planner.reminders.notices import concerned, tell_changes, told_of

AT_ONCE = 1000
"""So many events are written together: what a whole year waits with takes a hundred megabytes."""
NOTHING = "There is nothing to publish: the draft and what is published are the same."


@dataclass(frozen=True)
class Preview:
    """What publishing would do. `told` has who would hear of how many changes; the first version goes to everybody in one mail each."""

    differences: list[Difference]
    told: list[tuple[Person, int]]
    tasks: list[Owed]
    first: bool

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(str(difference.change.what) for difference in self.differences))


def preview(program: Program, *, by: Person | None, now: datetime) -> Preview:
    """Reads only. `tasks` are the preparation tasks that are not known yet."""
    events = drafts.draft_events(program.id)
    found = differences(events)
    there = drafts.commitments_of(program.id)
    tasks = [
        one for one in owed_for(program, events, by) if one.kind is CommitmentKind.preparation and one.key not in there
    ]
    return Preview(found, _told(found, now), tasks, last_version(program.id) is None)


def _told(found: list[Difference], now: datetime) -> list[tuple[Person, int]]:
    counts: Counter[int] = Counter()
    who = who_is_who()
    for difference in found:
        event = difference.event
        if max(event.ends_at, event.published.ends_at if event.published else event.ends_at) > now:
            sides = [side for side in (event, event.published) if side is not None]
            counts.update(frozenset().union(*(concerned(cast("PublishedEvent", side), who) for side in sides)))
    people = sorted(drafts.people_with(counts), key=lambda person: person.name)
    return [(person, counts[person.id]) for person in people]


def publish(program_id: int, *, by: Person | None, note: str = "", now: datetime) -> Version:
    """One transaction. Raises Refused when the draft does not differ from what is published."""
    with writing():
        program = known(program_id)
        events = drafts.draft_events(program.id)
        found = differences(events)
        if not found:
            raise Refused(NOTHING)
        version = _version(program, note, by, now)
        _publish_events(program, events, found, version, now)
        sync(program, owed_for(program, events, by), now)
        program.draft_changed = False
        sentence = f"Version {version.number} of “{program.name}” was published: {_many(len(found))}."
        write_down("publish", "program", program.id, sentence, by=by, now=now)
        return version


def publish_only(event: Event, by: Person | None, sentence: str, now: datetime) -> Version | None:
    """Publishes one event and leaves the rest of the draft as it is. None when nothing differs."""
    with writing():
        version = publish_these(event.program_id, frozenset({event.id}), by=by, sentence=sentence, now=now)
        if version is not None:
            write_down("publish", "event", event.id, sentence, by=by, now=now)
        return version


def publish_these(
    program_id: int, ids: frozenset[int], *, by: Person | None, sentence: str, now: datetime
) -> Version | None:
    """Publishes some events as one version and leaves the rest of the draft as it is. None when nothing differs."""
    with writing():
        program = known(program_id)
        everything = drafts.draft_events(program.id)
        found = [difference for difference in differences(everything) if difference.event.id in ids]
        if not found:
            program.draft_changed = any(differs_at_all(other) for other in everything)
            return None
        version = _version(program, sentence, by, now)
        _publish_events(program, [difference.event for difference in found], found, version, now)
        sync(program, owed_for(program, everything, by), now, only=ids)
        program.draft_changed = any(differs_at_all(other) for other in everything)
        return version


def _many(number: int) -> str:
    return "1 event changed" if number == 1 else f"{number} events changed"


def _version(program: Program, note: str, by: Person | None, now: datetime) -> Version:
    before = last_version(program.id)
    number = before.number + 1 if before else 1
    version = Version(
        program_id=program.id,
        number=number,
        note=note.strip(),
        published_at=now,
        published_by_id=by.id if by else None,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _publish_events(
    program: Program, events: list[Event], found: list[Difference], version: Version, now: datetime
) -> None:
    who = who_is_who()
    before = {d.event.id: concerned(d.event.published, who) for d in found if d.event.published is not None}
    was = {d.event.id: told_of(d.event.published) for d in found}
    seen = {difference.event.id for difference in found}
    write_changelog(version, [(d.event.id, str(d.change.what), d.sentence) for d in found])
    base_url = str(current_app.config["PLANNER_BASE_URL"])
    for number, event in enumerate(events):
        if differs_at_all(event):
            published = _copy(program, event, version, now, seen=event.id in seen)
            if event.id in seen:
                published.fragment = rendered(published, base_url)
        if number % AT_ONCE == 0:
            db.session.flush()
    db.session.flush()
    tell_changes(version, now, before, was)


def _copy(program: Program, event: Event, version: Version, now: datetime, *, seen: bool) -> PublishedEvent:
    """The published row as the draft has it. What no reader sees moves neither sequence nor time stamp."""
    published = event.published
    if published is None:
        published = PublishedEvent(program_id=program.id, uid=event.uid, sequence=0, version=version, changed_at=now)
        published.event_id, published.event = event.id, event
        db.session.add(published)
    elif seen:
        published.sequence += 1
        published.version, published.changed_at = version, now
    take_over(published, event)
    return published
