"""The mail that keeps a promise: to each who waited, what became of it, in the words of whoever tells."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from planner.domain.text import header_text
from planner.models.base import db
from planner.models.messages import insert_new
from planner.models.people import Person
from planner.models.promises import Promise
from planner.reminders import phrases
from planner.reminders.rows import message_row

if TYPE_CHECKING:
    from planner.reminders.context import Context, Desk

TOLD = "told-back"
PROMISE = "promise"
TOLD_USEFUL_FOR = timedelta(days=14)


def tell_hearers(promise: Promise, by: Person, now: datetime) -> int:
    """Writes a mail to each who waited and is still here, in the running transaction; not to whoever tells. How many are new."""
    people = [person for person in promise.hearers if person.active and person.id != by.id]
    return insert_new(_row(promise, person, now) for person in people)


def _row(promise: Promise, person: Person, now: datetime) -> dict[str, object]:
    return message_row(
        name=TOLD,
        about=PROMISE,
        about_id=promise.id,
        step=TOLD,
        recipient_id=person.id,
        due_at=now,
        expires_at=now + TOLD_USEFUL_FOR,
        now=now,
    )


def told_context(desk: "Desk") -> "Context":
    """What the words of the mail need."""
    promise = db.session.get_one(Promise, desk.message.about_id)
    return {
        "title": header_text(promise.commitment.title),
        "words": promise.words,
        "teller": promise.told_by.name if promise.told_by else "",
        "others": promise.voices - 1,
        "in_time": promise.told_on is not None and promise.told_on <= promise.commitment.due_on,
        "due": phrases.day_words(promise.commitment.due_on),
        "page": desk.letterhead.link(f"/promises/{promise.id}"),
    }
