"""Handing a published visit to another leader: that one event changes, in the draft and as published, and those concerned are told."""

from datetime import datetime

from planner.actions.moves import Objected, objections_to
from planner.actions.repair_applying import write_published
from planner.actions.repair_changes import Change
from planner.domain.instants import wall
from planner.domain.refusals import Refused
from planner.models.audit import note
from planner.models.base import db
from planner.models.events import Event
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.programs import Program


def hand_over(event: Event, to: Person, starts_at: datetime, *, by: Person, now: datetime) -> None:
    """In the running transaction. Raises Objected when the leader, or at another time anybody, cannot then."""
    shown = event.published or event
    moved = starts_at != shown.starts_at
    sentence = f"{to.name} makes “{event.title}”" + (f" instead of {shown.leader.name}." if shown.leader else ".")
    change = Change(
        "reassigned", event.id, event.kind.value, event.title, "", "", "", [sentence], [], _values(event, to, starts_at)
    )
    write_published(db.session.get_one(Program, event.program_id), [change], sentence, by, now)
    against = [found for found in objections_to(event, event.wall_start) if moved or found.startswith(to.name)]
    if against:
        raise Objected(against)
    event.pinned = True
    note("hand over", "event", event.id, sentence, by=by, now=now)


def _values(event: Event, to: Person, starts_at: datetime) -> dict[str, object]:
    shown = event.published or event
    values: dict[str, object] = {"leader_id": to.id}
    if starts_at != shown.starts_at:
        values["starts_at"] = starts_at.isoformat()
        values["ends_at"] = (starts_at + (shown.ends_at - shown.starts_at)).isoformat()
        values["wall_start"] = wall(starts_at, event.zone).isoformat()
    return values


def refuse_unfit(event: Event, to: Person) -> None:
    """Raises Refused for somebody who was deactivated, is no leader, or has the visit already."""
    if not to.active:
        raise Refused(f"{to.name} was deactivated. Choose somebody else.", "leader")
    if to.id == (event.published or event).leader_id:
        raise Refused(f"{to.name} has it already. Choose somebody else.", "leader")
    if db.session.get(Leader, to.id) is None:
        raise Refused(f"{to.name} is not a leader who visits. Choose one who is.", "leader")
