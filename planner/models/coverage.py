"""What the coverage map asks of the calendar: floor visits, and events that thank a team, as planned or done."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from planner.domain.kinds import EventKind
from planner.domain.states import EventState
from planner.models.base import db
from planner.models.calendar import Look
from planner.models.events import Event
from planner.models.visibility import visible_to

SEEING = (EventKind.floor_visit,)
THANKING = (EventKind.recognition, EventKind.celebration)


@dataclass(frozen=True)
class EventMark:
    event_id: int
    team_id: int
    day: date
    kind: EventKind
    outcome: EventState | None


def event_marks(look: Look) -> list[EventMark]:
    """Every live visit, recognition and celebration of a team in the program, in one question."""
    row = look.row
    number = Event.id if look.draft else row.event_id  # type: ignore[union-attr]  # only a published row has it
    question = select(number, row.team_id, row.wall_start, row.kind, Event.outcome).where(
        row.program_id == look.program.id,
        row.cancelled.is_(False),
        row.team_id.is_not(None),
        row.kind.in_(SEEING + THANKING),
        visible_to(look.reader, row),
    )
    if not look.draft:
        question = question.where(Event.id == number)
    found = db.session.execute(question)
    return [EventMark(event, team, start.date(), kind, outcome) for event, team, start, kind, outcome in found]


def visits_by_leader(program_id: int) -> dict[int, int]:
    """How many floor visits of the draft each leader has, so that the next goes to whoever has room."""
    question = select(Event.leader_id, func.count(Event.id)).where(
        Event.program_id == program_id,
        Event.kind == EventKind.floor_visit,
        Event.cancelled.is_(False),
        Event.leader_id.is_not(None),
    )
    found = db.session.execute(question.group_by(Event.leader_id))
    return {leader: count for leader, count in found if leader is not None}
