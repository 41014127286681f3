"""How what somebody owes comes into their calendar: by a feed, or as invitations by mail. Never both, or it stands there twice."""

from datetime import datetime

from planner.domain.refusals import Refused
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.invitations import Invitation, Invitee
from planner.models.people import Person
from planner.reminders.invitations import invite, tell_that_it_stays


def choose_invitations(person: Person, by_mail: bool, *, by: Person, now: datetime) -> None:
    """Sets the wish, and writes the invitations or their cancellations at once. Raises Refused for somebody who left."""
    if not person.active:
        raise Refused(f"{person.name} was deactivated and is invited to nothing.")
    with writing():
        wish = db.session.get(Invitee, person.id)
        if by_mail is (wish is not None):
            return
        if wish is None:
            db.session.add(Invitee(person_id=person.id, since=now))
        else:
            db.session.delete(wish)
        db.session.flush()
        what = "as invitations by mail" if by_mail else "by a feed"
        sentence = f"What {person.name} owes comes into their calendar {what}."
        note("choose invitations", "person", person.id, sentence, by=by, now=now)
        invite(now)


def settle_proposal(invitation: Invitation, *, by: Person, now: datetime) -> None:
    """Puts a proposed time aside, and tells its person that the event stays. Raises Refused when there is none."""
    with writing():
        if invitation.proposed_start is None:
            raise Refused("There is no proposal any more.")
        if invitation.live:
            tell_that_it_stays(invitation, invitation.proposed_start, now)
        invitation.proposed_start = invitation.proposed_end = None
        sentence = f"The time that {invitation.person.name} proposed for “{invitation.title}” was put aside."
        note("settle proposal", "event", invitation.event_id, sentence, by=by, now=now)
