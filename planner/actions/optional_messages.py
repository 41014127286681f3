"""Optional messages: somebody leaves one by its link or on a page, and takes it again."""

from datetime import datetime

from planner.domain.refusals import Refused
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.messages import OPTIONAL, Declined, has_declined
from planner.models.people import Person


def want(person: Person, name: str, wanted: bool, *, by: Person, now: datetime) -> None:
    """Takes an optional message, or leaves it; once is enough. Raises Refused for one that is not optional."""
    if name not in OPTIONAL:
        raise Refused("This message is not optional: it is about what somebody owes, or about a change.")
    with writing():
        if wanted is not has_declined(person.id, name):
            return
        _note_down(person.id, name, wanted=wanted)
        wish = f"wants the message “{name}” again" if wanted else f"does not want the message “{name}” any more"
        act = "subscribe" if wanted else "unsubscribe"
        note(act, "person", person.id, f"{person.name} {wish}.", by=by, now=now)


def _note_down(person_id: int, name: str, *, wanted: bool) -> None:
    if not wanted:
        db.session.add(Declined(person_id=person_id, name=name))
        return
    declined = db.session.get(Declined, (person_id, name))
    if declined is not None:
        db.session.delete(declined)
