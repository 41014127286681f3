"""What calendars answer: read from the mailbox, judged, and taken over; a decline is the same as “I cannot”.

Every answer is written down, and those that change nothing with the reason. A mail is dealt with in a transaction of its own, so that one
that cannot be read stops nobody else's.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from planner.actions import commitments as owed
from planner.domain.invitations import ANSWERS, Answer, Invited, Reply, refused
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState
from planner.models import invitations as known
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.invitations import CalendarReply, Invitation
from planner.models.leaders import leader_of
from planner.models.mailboxes import mailbox_named
from planner.models.people import Person
from planner.reminders.mailbox import Box, Line, MailboxDown, Post, open_mailbox
from planner.reminders.replies import MOST_MAIL, ReplyUnreadable, read_reply

MOST_MAILS = 200
"""In one pass; the next takes the rest."""
FIRST_LOOK_BACK = timedelta(days=14)
NO_REASON = "Declined in the calendar, without a word."


@dataclass
class Read:
    """What one pass found: mails in all, answers that counted, answers that changed nothing."""

    mails: int = 0
    counted: int = 0
    refused: int = 0


def read_answers(box: Box, sender: str, now: datetime, stop: Callable[[], bool] = lambda: False) -> Read:
    """One pass over the mailbox. `sender` is PLANNER_MAIL_FROM. A mailbox that is down is written down, not raised."""
    found, went_wrong = Read(), ""
    try:
        with open_mailbox(box) as line:
            _read_new(line, box, parseaddr(sender)[1].lower(), now, stop, found)
    except MailboxDown as trouble:
        went_wrong = str(trouble)
    with writing():
        mailbox = mailbox_named(box.name)
        mailbox.error = went_wrong
        if went_wrong:
            mailbox.error_at = now
        else:
            mailbox.read_at = now
    return found


def _read_new(line: Line, box: Box, organizer: str, now: datetime, stop: Callable[[], bool], found: Read) -> None:
    after = _begin(box, line.uid_validity)
    numbers = line.numbers(after, (now - FIRST_LOOK_BACK).date())
    for post in line.mails(numbers[:MOST_MAILS], MOST_MAIL):
        if stop():
            return
        counted = take(post, organizer, now)
        _remember(box, post.uid)
        found.mails += 1
        found.counted += counted is True
        found.refused += counted is False
        if counted is not None:
            line.put_away(post.uid)


def _begin(box: Box, uid_validity: int) -> int:
    """The number after which to read on: from the beginning when the server numbers its mails anew."""
    with writing():
        mailbox = mailbox_named(box.name)
        if mailbox.uid_validity != uid_validity:
            mailbox.uid_validity, mailbox.last_uid = uid_validity, 0
        return mailbox.last_uid


def _remember(box: Box, uid: int) -> None:
    with writing():
        mailbox_named(box.name).last_uid = uid


def take(post: Post, organizer: str, now: datetime) -> bool | None:
    """Whether a mail's answer counted; None for a mail that is none, and for one that was read before."""
    if post.raw is None:
        return None
    digest = hashlib.sha256(post.raw).hexdigest()
    try:
        reply = read_reply(post.raw)
        return None if reply is None else judge(reply, digest, organizer, now)
    except ReplyUnreadable as trouble:
        reason = str(trouble)
    except Exception as error:  # noqa: BLE001  # whatever is wrong with one mail must not keep the others from being read
        db.session.rollback()
        reason = f"Planner could not make sense of it ({type(error).__name__})."
    return _log(CalendarReply(digest=digest, read_at=now, counted=False, reason=reason))


def _log(row: CalendarReply) -> bool | None:
    with writing():
        if known.reply_known(row.digest):
            return None
        db.session.add(row)
        return row.counted


def judge(reply: Reply, digest: str, organizer: str, now: datetime) -> bool | None:
    """Takes an answer over, or writes down why not. None when this very mail was read before."""
    with writing():
        if known.reply_known(digest):
            return None
        invitation = known.invitation_like(reply.uid, reply.attendee) if reply.uid and reply.attendee else None
        people = _may_answer(invitation)
        reason = refused(reply, _invited(invitation, now), people, organizer)
        if reason is None and invitation is not None:
            reason = _count(invitation, reply, people[reply.sender], now)
        db.session.add(_row(reply, invitation, digest, reason, now))
        return reason is None


def _row(reply: Reply, invitation: Invitation | None, digest: str, reason: str | None, now: datetime) -> CalendarReply:
    return CalendarReply(
        digest=digest,
        read_at=now,
        sender=reply.sender[:250],
        attendee=reply.attendee[:250],
        uid=reply.uid,
        said=("proposed another time" if reply.proposed else str(ANSWERS.get(reply.status, reply.status)))[:40],
        counted=reason is None,
        reason=reason or "",
        invitation=invitation,
    )


def _may_answer(invitation: Invitation | None) -> dict[str, Person]:
    """Who answers for the invited person, by address in lower case."""
    if invitation is None:
        return {}
    person = invitation.person
    leader = leader_of(person)
    people = [person, *([leader.assistant] if leader and leader.assistant and leader.assistant.active else [])]
    return {one.email.lower(): one for one in people if one.active} | {invitation.address.lower(): person}


def _invited(invitation: Invitation | None, now: datetime) -> Invited | None:
    if invitation is None:
        return None
    return Invited(
        address=invitation.address.lower(),
        sequence=invitation.sequence,
        asked_at=invitation.asked_at,
        live=invitation.live,
        over=invitation.ends_at <= now,
        answered=invitation.answered_at,
    )


def _count(invitation: Invitation, reply: Reply, by: Person, now: datetime) -> str | None:
    """Takes the answer over; why not, when what is owed does not allow it."""
    commitment = known.kept_commitment(invitation)
    answer = ANSWERS.get(reply.status, invitation.answer)
    try:
        if commitment is not None:
            _follow(commitment, answer, reply.comment, by, now)
    except Refused as refusal:
        return refusal.sentence
    invitation.answer, invitation.comment = answer, reply.comment
    invitation.answered_at = reply.stamp or now
    if reply.proposed:
        invitation.proposed_start, invitation.proposed_end = reply.proposed
    what = "proposed another time for" if reply.proposed else f"answered “{answer}” to"
    sentence = f"{by.name} {what} “{invitation.title}” from the calendar."
    note("answer invitation", "event", invitation.event_id, sentence, by=by, now=now)
    return None


def _follow(commitment: Commitment, answer: Answer, comment: str, by: Person, now: datetime) -> None:
    """A decline gives the visit back; to accept after that takes it up again."""
    excused = commitment.state is CommitmentState.excused
    if answer is Answer.declined and not excused:
        owed.excuse(commitment, comment or NO_REASON, by, now)
    elif answer in (Answer.accepted, Answer.tentative) and excused and commitment.closed_by_id == by.id:
        owed.reopen(commitment, by, now)
