"""What the words of an invitation may use, and the calendar part that makes it one."""

from dataclasses import dataclass, field
from datetime import datetime

from planner.domain.text import header_text
from planner.models.base import db
from planner.models.events import PublishedEvent
from planner.models.invitations import Invitation, kept_commitment
from planner.reminders import phrases
from planner.reminders.answers import Act
from planner.reminders.context import ANSWERS_LAST, Context, Desk
from planner.reminders.imip import cancellation, refusal, request
from planner.reminders.invitations import CANCEL, INVITE, STAYS, UPDATE

METHODS = {INVITE: "REQUEST", UPDATE: "REQUEST", CANCEL: "CANCEL", STAYS: "DECLINECOUNTER"}
"""What each message asks the reader's calendar to do."""


@dataclass(frozen=True)
class Enclosed:
    """Nothing, for any other message."""

    context: Context = field(default_factory=dict)
    calendar: bytes = b""


def invitation_in(desk: Desk) -> Enclosed:
    """What an invitation says, as things stand now. The stamp is the row's, so that a repeat after a crash is the same mail."""
    if desk.message.about != "invitation":
        return Enclosed()
    invitation = db.session.get_one(Invitation, desk.message.about_id)
    sender, stamp = desk.letterhead.sender, desk.message.made_at
    if desk.message.name == CANCEL:
        return Enclosed(_words(desk, invitation, None), cancellation(invitation, sender, stamp))
    event = db.session.get_one(PublishedEvent, invitation.event_id)
    if desk.message.name == STAYS:
        return Enclosed(
            {**_words(desk, invitation, event), "proposed": _proposed(desk)}, refusal(invitation, sender, stamp)
        )
    calendar = request(invitation, event, sender, stamp, wants_answer=desk.letterhead.reads_answers)
    return Enclosed(_words(desk, invitation, event), calendar)


def _words(desk: Desk, invitation: Invitation, event: PublishedEvent | None) -> Context:
    told = {
        "title": header_text(invitation.title),
        "kind": event.kind if event else None,
        "when": _when(desk, invitation),
        "hours": phrases.hours(
            invitation.starts_at, invitation.ends_at, invitation.zone, desk.zone, all_day=invitation.all_day
        ),
        "tile": phrases.tile(invitation.starts_at, invitation.zone if invitation.all_day else desk.zone),
        "was": "",
        "short_when": phrases.short_when(invitation.starts_at, desk.zone, invitation.all_day),
        "place": invitation.place,
        "link": event.link if event else "",
        "page": desk.letterhead.link(f"/events/{invitation.event_id}"),
    }
    settings = desk.letterhead.link(f"/people/{desk.reader.id}/calendar")
    return {
        "event": told,
        "answers": _answers(desk, invitation) if event else {},
        "reads_answers": desk.letterhead.reads_answers,
        "settings": settings,
    }


def _when(desk: Desk, told: Invitation) -> str:
    return phrases.when(told.starts_at, told.ends_at, told.zone, desk.zone, all_day=told.all_day)


def _proposed(desk: Desk) -> str:
    return phrases.short_when(datetime.fromisoformat(str(desk.message.facts["proposed"])), desk.zone)


def _answers(desk: Desk, invitation: Invitation) -> dict[str, str]:
    """Links that answer without a calendar."""
    owed = kept_commitment(invitation)
    until = invitation.ends_at + ANSWERS_LAST
    acts = (Act.move, Act.cannot)
    return {act.value: desk.answer(act, str(owed.id), until) for act in acts} if owed else {}
