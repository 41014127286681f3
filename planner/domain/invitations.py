"""Answers to an invitation that come by mail, and which of them count. A reply is judged before anything is changed.

Anybody can write a mail: what does not fit the invitation exactly as it was last sent changes nothing, and HR reads why.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Answer(StrEnum):
    """What somebody said to an invitation."""

    waiting = "no answer yet"
    accepted = "accepted"
    tentative = "tentative"
    declined = "declined"


ANSWERS = {"ACCEPTED": Answer.accepted, "TENTATIVE": Answer.tentative, "DECLINED": Answer.declined}
"""PARTSTAT as calendars write it; DELEGATED and others are no answer that Planner could follow."""
SLOW_CLOCK = timedelta(minutes=10)
"""So much a calendar's clock may be behind ours."""


@dataclass(frozen=True)
class Reply:
    """One calendar answer as it was read. Addresses are bare and in lower case, instants aware UTC.

    `sequence` and `stamp` are None where the calendar left them out. `proposed` is the other time of a COUNTER.
    """

    method: str
    sender: str
    attendee: str
    uid: str
    status: str
    sequence: int | None = None
    stamp: datetime | None = None
    organizer: str = ""
    comment: str = ""
    proposed: tuple[datetime, datetime] | None = None
    part_of_series: bool = False
    spoofed: bool = False
    """The mail server that took it in says that the sender's domain did not send it."""


@dataclass(frozen=True)
class Invited:
    """The invitation as it stands: `sequence` and `asked_at` of the last mail, `answered` the stamp of the answer that counts."""

    address: str
    sequence: int
    asked_at: datetime
    live: bool
    over: bool
    answered: datetime | None = None


def refused(reply: Reply, invited: Invited | None, may_answer: Container[str], organizer: str) -> str | None:
    """Why a reply changes nothing, as a sentence for HR; None when it counts.

    `may_answer` holds the addresses of the invited person and of whoever acts for them; `organizer` is our own.
    """
    return _not_ours(reply, organizer) or _forged(reply, invited, may_answer) or _stale(reply, invited)


def _not_ours(reply: Reply, organizer: str) -> str | None:
    if reply.method not in ("REPLY", "COUNTER"):
        return f"It is no answer: its method is {reply.method or 'missing'}."
    if reply.organizer and reply.organizer != organizer:
        return f"It answers an invitation of {reply.organizer}, not of {organizer}."
    if reply.part_of_series:
        return "It answers one occurrence of a series, and Planner sends none."
    if reply.status not in ANSWERS and reply.proposed is None:
        return f"It neither accepts nor declines: it says {reply.status or 'nothing'}."
    return None


def _forged(reply: Reply, invited: Invited | None, may_answer: Container[str]) -> str | None:
    if invited is None:
        return f"Nobody with the address {reply.attendee or '(none)'} was invited to an event of this number."
    if reply.spoofed:
        return f"The mail server says that this mail does not come from where {reply.sender} has its mail."
    if reply.sender not in may_answer:
        return f"It was sent by {reply.sender or 'nobody'}, who does not answer for {reply.attendee}."
    return None


def _stale(reply: Reply, invited: Invited | None) -> str | None:
    if invited is None or not invited.live:
        return "The invitation was withdrawn."
    if invited.over:
        return "The event is over."
    if reply.sequence is not None and reply.sequence != invited.sequence:
        return f"It answers version {reply.sequence} of the invitation; the latest is {invited.sequence}."
    if reply.sequence is None and (reply.stamp is None or reply.stamp < invited.asked_at - SLOW_CLOCK):
        return "It does not say which version it answers, and is older than the latest."
    if reply.stamp is not None and invited.answered is not None and reply.stamp < invited.answered:
        return "A later answer was read before it."
    return None
