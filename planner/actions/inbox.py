"""What somebody does in the inbox: opens a message, or puts all of them away as read."""

from datetime import datetime

from planner.models import inbox
from planner.models.base import writing
from planner.models.messages import Message
from planner.models.people import Person


def mark_read(message: Message, now: datetime) -> None:
    """Opened; the first time counts."""
    if message.read_at is None:
        with writing():
            message.read_at = message.read_at or now


def mark_all_read(person: Person, now: datetime) -> int:
    """All of them; how many were not."""
    with writing():
        return inbox.read_all(person.id, now)
