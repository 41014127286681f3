"""Two leaders exchange a visit each: both must be able to come, and both visits are published at once."""

from datetime import datetime

from planner.actions.moves import Objected, mark_changed, objections_to
from planner.actions.publish import publish_only
from planner.domain.refusals import Refused
from planner.domain.states import OPEN_COMMITMENT_STATES, CommitmentKind
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import Event
from planner.models.people import Person


def swap(one: Commitment, other: Commitment, *, by: Person, now: datetime) -> None:
    """The owner of the one makes the other, and the other way round.

    Raises Refused when either is settled, Objected when one of the two cannot come.
    """
    with writing():
        first, second = _visit_of(one), _visit_of(other)
        if one.owner_id == other.owner_id:
            raise Refused("Both visits are the same leader’s already.", "other")
        one.owner, other.owner = other.owner, one.owner
        first.leader, second.leader = one.owner, other.owner
        for event in (first, second):
            event.pinned = True
            mark_changed(event)
        one.snoozed_until = other.snoozed_until = None
        db.session.flush()
        _refuse_clash(first, second)
        for owed, event in ((one, first), (other, second)):
            name = owed.owner.name if owed.owner else "Nobody"
            sentence = f"{owed.title}: {name} comes instead, by a swap."
            note("swap", "commitment", owed.id, sentence, by=by, now=now)
            publish_only(event, by, sentence, now)


def _visit_of(owed: Commitment) -> Event:
    settled = owed.withdrawn or owed.state not in OPEN_COMMITMENT_STATES
    if settled or owed.kind is not CommitmentKind.floor_visit or owed.event is None:
        raise Refused("Only visits that are on the calendar and still to come can be swapped.", "other")
    return owed.event


def _refuse_clash(first: Event, second: Event) -> None:
    """What stands against the leaders alone: the places themselves have not changed."""
    against = [
        found
        for event in (first, second)
        for found in objections_to(event, event.wall_start)
        if event.leader is not None and found.startswith(event.leader.name)
    ]
    if against:
        raise Objected(against)
