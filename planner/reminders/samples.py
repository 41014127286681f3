"""A message looked at before it goes: made from its step as everything stands now, never kept, and without links that answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.ladders import Step
from planner.models.base import db
from planner.models.ladders import ladder_step
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.readers import readers
from planner.reminders.matters import Matter, commitment_matters, event_matters
from planner.reminders.placing import entry_of

TEST = "test"
"""The name of the message in which HR gets somebody else's."""


@dataclass(frozen=True)
class Sample:
    """One step of one thing for one person; `at` is when it would go (an instant)."""

    matter: Matter
    step: Step
    recipient: Person
    at: datetime

    @property
    def facts(self) -> dict[str, object]:
        """What a test needs to find it again."""
        return {
            "about": self.matter.about, "about_id": self.matter.id, "step": self.step.position,
            "recipient_id": self.recipient.id, "at": self.at.isoformat(),
        }  # fmt: skip


def sample_of(about: str, about_id: int, step_id: int, person_id: int, now: datetime) -> Sample | None:
    """The message of a step about a thing to a person; None when that person would not get it."""
    row, matters = ladder_step(step_id), _matters(about, about_id)
    if row is None or not matters:
        return None
    step, matter = row.step, matters[0]
    if row.ladder.about != matter.ladder or step.anchor not in matter.anchors or person_id not in matter.audience(step):
        return None
    reader = readers([person_id], now).get(person_id)
    if reader is None:
        return None
    due = entry_of(matter, step, reader).due_at
    return Sample(matter, step, db.session.get_one(Person, person_id), max(due, now))


def _matters(about: str, about_id: int) -> list[Matter]:
    return {"commitment": commitment_matters, "event": event_matters}.get(about, lambda _ids: [])([about_id])


def sample_in(facts: Mapping[str, object]) -> Sample:
    """The sample of a test message, read anew. Raises LookupError when there is no such message any more."""
    at = datetime.fromisoformat(str(facts["at"]))
    numbers = [int(str(facts[name])) for name in ("about_id", "step", "recipient_id")]
    found = sample_of(str(facts["about"]), numbers[0], numbers[1], numbers[2], at)
    if found is None:
        raise LookupError("This message would not go any more.")
    return found


def transient(sample: Sample) -> Message:
    """The row that the tick would write; it belongs to no session."""
    return Message(
        key="example", name=sample.step.message, about=sample.matter.about, about_id=sample.matter.id,
        time_version=sample.matter.time_version, step=str(sample.step.position), channel="email",
        recipient_id=sample.recipient.id, recipient=sample.recipient, message_id="example", optional=False,
        facts={"as": sample.matter.capacity(sample.step, sample.recipient.id)},
        due_at=sample.at, next_try_at=sample.at, expires_at=sample.at + timedelta(days=1),
    )  # fmt: skip
