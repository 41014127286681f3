"""“Send me this one”: somebody else's message, as a test to HR alone. It counts for nothing and answers nothing."""

from datetime import datetime, timedelta

from planner.models.audit import note
from planner.models.base import writing
from planner.models.messages import insert_new
from planner.models.people import Person
from planner.reminders.rows import message_row
from planner.reminders.samples import TEST, Sample

USEFUL_FOR = timedelta(days=1)


def send_test(sample: Sample, by: Person, now: datetime) -> None:
    """Queues the message for `by` alone; the one whom it concerns gets theirs at its time, as if nobody had looked."""
    name, recipient = sample.step.message, sample.recipient.name
    with writing():
        row = message_row(
            name=TEST,
            about="person",
            about_id=by.id,
            recipient_id=by.id,
            step=f"test-{now:%Y%m%d%H%M%S%f}",
            due_at=now,
            expires_at=now + USEFUL_FOR,
            now=now,
            facts=sample.facts,
        )
        insert_new([row])
        note("send test", "person", by.id, f"The message “{name}” for {recipient} was sent as a test.", by=by, now=now)
