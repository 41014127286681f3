"""Places of a reader's weeks that messages which cannot wait will need: what may wait leaves them free."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from planner.domain.ladders import Step
from planner.models.readers import Reader
from planner.reminders.missing import by_person, missing_steps
from planner.reminders.placing import Entry, Kindness, cannot_wait, is_eve, place
from planner.reminders.several import TOLD_TOGETHER

HORIZON = timedelta(days=14)
"""What may wait goes within a week, and the week in which it goes may have six days more."""


def keep_room(send: Iterable[Entry], now: datetime, kindness: Kindness) -> None:
    """Tells the readers of what may wait which places are needed, as everything stands now."""
    people = {entry.reader.id: entry.reader for entry in send if not is_eve(entry.step)}
    if not people:
        return
    shared: set[tuple[int, datetime]] = set()
    for entry in _ahead(people, now):
        if not cannot_wait(entry, kindness):
            continue
        where = entry.reader.id, place(entry, entry.due_at, kindness).at
        if entry.step.message == TOLD_TOGETHER and where in shared:
            continue
        entry.reader.taken.append(where[1])
        if entry.step.message == TOLD_TOGETHER:
            shared.add(where)


def _ahead(people: Mapping[int, Reader], now: datetime) -> Iterator[Entry]:
    for matter, steps in missing_steps(now, HORIZON, _hurries):
        for entries in by_person(matter, steps, people).values():
            yield from (entry for entry in entries.values() if entry.due_at > now)


def _hurries(step: Step) -> bool:
    return is_eve(step) or (step.is_reminder and not step.digest)
