"""A visit that was missed, or does not suit: another time that breaks no rule, published at once whoever chooses it."""

from datetime import datetime

from planner.actions.moves import Moved, move, offer_slots
from planner.actions.publish import publish_only
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState, Role
from planner.models.base import writing
from planner.models.commitments import Commitment
from planner.models.events import Event
from planner.models.people import Person

AGAIN = (CommitmentState.open, CommitmentState.late, CommitmentState.missed)


def times_for(owed: Commitment, now: datetime) -> list[datetime]:
    """Up to three times (naive, in the event's zone) to which what is still owed could go; none without an event that stands."""
    event = owed.event
    if event is None or event.cancelled or owed.withdrawn or owed.state not in AGAIN:
        return []
    return offer_slots(event, 3, now=now)


def plan_again(event: Event, wall_start: datetime, by: Person, now: datetime) -> Moved:
    """Moves the event there and publishes it alone; what is owed for it is open again, with a ladder of its own.

    Raises Objected when it does not fit any more. Other changes of the draft stay unpublished.
    """
    with writing():
        moved = move(event, wall_start, by, now)
        if by.role is Role.hr:
            publish_only(event, by, moved.sentence, now)
        return moved


def choose_again(owed: Commitment, wall_start: datetime, by: Person, now: datetime) -> Moved:
    """`plan_again` for one of `times_for`. Raises Refused for what is settled or any other time."""
    if owed.event is None or wall_start not in times_for(owed, now):
        raise Refused("This time is not to be had any more. Choose one of these.", "start")
    return plan_again(owed.event, wall_start, by, now)
