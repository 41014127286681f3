"""The next messages that the ladders will send, as everything stands now: what HR looks at before trusting them."""

from dataclasses import dataclass
from datetime import datetime

from planner.domain.ladders import Step
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.reminders.due import coming_entries
from planner.reminders.matters import Matter
from planner.reminders.placing import Kindness, place

DAYS_AHEAD = 30


@dataclass(frozen=True)
class Coming:
    """One message to come. `digest` means that it waits for the weekly digest."""

    at: datetime
    person: str
    step: Step
    title: str
    page: int | None
    digest: bool


def coming_messages(now: datetime, kindness: Kindness, most: int = 20) -> list[Coming]:
    """The next `most` messages, moved off unkind hours as the tick will move them."""
    found: list[Coming] = []
    for entry in coming_entries(now, DAYS_AHEAD)[: most * 2]:
        where = place(entry, entry.due_at, kindness)
        if not where.digest:
            entry.reader.recent.append(where.at)
        title, page = _about(entry.matter)
        found.append(Coming(where.at, entry.reader.name, entry.step, title, page, where.digest))
    return sorted(found, key=lambda message: message.at)[:most]


def _about(matter: Matter) -> tuple[str, int | None]:
    if matter.about == "event":
        return db.session.get_one(PublishedEvent, matter.id).title, matter.id
    commitment = db.session.get_one(Commitment, matter.id)
    return commitment.title, commitment.event_id
