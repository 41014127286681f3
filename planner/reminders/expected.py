"""What the ladders ask for in a stretch of time, worked out from all there is.

The tick asks the database only for what it lacks. The nightly audit compares the two, so that what the tick overlooked is seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.ladders import Step
from planner.models.expected import commitments_around, events_around
from planner.models.ladders import running_steps
from planner.models.readers import readers
from planner.reminders.matters import Matter, commitment_matters, event_matters
from planner.reminders.placing import Entry, entry_of

SLACK = timedelta(days=14)
"""A step may move over a stretch of closed days."""

StepKey = tuple[str, int, int, str]


@dataclass(frozen=True)
class Asked:
    """A matter that ladders may speak of; `since` is when it came to stand where it does."""

    matter: Matter
    since: datetime | None


def expected_between(first: datetime, last: datetime, now: datetime) -> list[Entry]:
    """Every step that falls due from `first` up to `last`, for everybody it goes to, as things stand now."""
    ladders = running_steps()
    asked = [
        (one, step, person)
        for one in _matters(ladders.values(), first, last)
        for step, person in _steps(one.matter, ladders.get(one.matter.ladder, ()))
    ]
    people = readers({person for _, _, person in asked}, now)
    entries = [(one, entry_of(one.matter, step, people[who])) for one, step, who in asked if who in people]
    return [entry for one, entry in entries if first <= entry.due_at < last and _counts(entry, one.since)]


def step_key(entry: Entry) -> StepKey:
    """What a row is found by, whoever got it: somebody who takes over gets no second one."""
    matter = entry.matter
    return matter.about, matter.id, matter.time_version, str(entry.step.position)


def _matters(ladders: Iterable[tuple[Step, ...]], first: datetime, last: datetime) -> list[Asked]:
    steps = [step for ladder in ladders for step in ladder]
    if not steps:
        return []
    span = SLACK + max(timedelta(days=abs(step.days), hours=abs(step.hours)) for step in steps)
    owed, events = commitments_around(first - span, last + span), events_around(first - span, last + span)
    found = [Asked(matter, owed[matter.id]) for matter in commitment_matters(owed)]
    return found + [Asked(matter, events[matter.id]) for matter in event_matters(events)]


def _steps(matter: Matter, steps: Iterable[Step]) -> list[tuple[Step, int]]:
    return [(step, person) for step in steps if step.anchor in matter.anchors for person in matter.audience(step)]


def _counts(entry: Entry, since: datetime | None) -> bool:
    """Not what was due before HR put the step in, or before the event came to stand where it does."""
    began = [instant for instant in (entry.step.since, since) if instant is not None]
    return all(entry.due_at > instant for instant in began)
