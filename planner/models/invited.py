"""Who has an event from an invitation: asked for every mail about an event, and for a batch of mails at once."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import select

from planner.models.base import db
from planner.models.invitations import Invitation, invitation_for

_known: ContextVar[tuple[frozenset[int], frozenset[tuple[int, int]]] | None] = ContextVar(
    "known_invitations", default=None
)


@contextmanager
def invitations_known(events: Collection[int]) -> Iterator[None]:
    """In here `has_invitation` asks nothing about these events: all their invitations were read at once."""
    question = select(Invitation.event_id, Invitation.person_id).where(Invitation.event_id.in_(events), Invitation.live)
    found = [(event, person) for event, person in db.session.execute(question)] if events else []
    token = _known.set((frozenset(events), frozenset(found)))
    try:
        yield
    finally:
        _known.reset(token)


def has_invitation(event_id: int, person_id: int) -> bool:
    """Whether the person has the event in their calendar from an invitation."""
    known = _known.get()
    if known is not None and event_id in known[0]:
        return (event_id, person_id) in known[1]
    invitation = invitation_for(event_id, person_id)
    return invitation is not None and invitation.live
