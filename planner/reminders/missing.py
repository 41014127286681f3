"""Which steps of which matters have no row yet, and who would read them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from planner.domain.ladders import Step
from planner.models.ladders import running_steps
from planner.models.reach import commitment_steps, event_steps, reach_from
from planner.models.readers import Reader, readers
from planner.reminders.matters import Matter, cast, commitment_matters, event_matters
from planner.reminders.placing import Entry, entry_of

Missing = list[tuple[Matter, tuple[Step, ...]]]
Wanted = Callable[[Step], bool]


def _all(_step: Step) -> bool:
    return True


def missing_steps(now: datetime, ahead: timedelta = timedelta(0), wanted: Wanted = _all) -> Missing:
    """Matters in reach with their steps that have no row yet, of what may be due by `now` + `ahead`; only of steps that are `wanted`."""
    ladders = {about: tuple(filter(wanted, steps)) for about, steps in running_steps().items()}
    reach = reach_from(now, ahead)
    owed = commitment_steps(ladders, reach)
    coming = event_steps(ladders.get("event", ()), reach)
    known = cast() if owed or coming else None
    return [
        *_with_steps(commitment_matters(owed, known), owed, ladders),
        *_with_steps(event_matters(coming, known), coming, ladders),
    ]


def _with_steps(
    matters: Iterable[Matter], positions: Mapping[int, set[int]], ladders: Mapping[str, tuple[Step, ...]]
) -> Missing:
    return [
        (matter, tuple(step for step in ladders[matter.ladder] if step.position in positions[matter.id]))
        for matter in matters
    ]


def readers_of(missing: Missing, now: datetime) -> dict[int, Reader]:
    """Everybody whom one of these steps goes to."""
    return readers({person for matter, steps in missing for step in steps for person in matter.audience(step)}, now)


def by_person(matter: Matter, steps: Iterable[Step], people: Mapping[int, Reader]) -> dict[int, dict[int, Entry]]:
    """The steps of a matter by their readers and positions."""
    found: dict[int, dict[int, Entry]] = {}
    for step in steps:
        if step.anchor not in matter.anchors:
            continue
        for person in matter.audience(step):
            if person in people and _counts(entry := entry_of(matter, step, people[person])):
                found.setdefault(person, {})[step.position] = entry
    return found


def _counts(entry: Entry) -> bool:
    """A step that HR put in lately says nothing of what was due before."""
    return entry.step.since is None or entry.due_at >= entry.step.since
