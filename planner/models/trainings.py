"""Trainings of a program as they are in the draft."""

from sqlalchemy import select

from planner.domain.kinds import EventKind
from planner.models.base import db
from planner.models.events import Event


def trainings_of(program_id: int) -> list[Event]:
    """The trainings that take place, the earliest first."""
    question = select(Event).where(
        Event.program_id == program_id, Event.kind == EventKind.training, Event.cancelled.is_(False)
    )
    return list(db.session.scalars(question.order_by(Event.starts_at, Event.id)))
