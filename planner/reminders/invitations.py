"""Who is to be invited, told anew or told off: what is owed now is compared with what each person was told last.

The comparison holds no state of its own: a move, a change of leader, a cancellation or another wish is seen by the next look, whoever
made it, and each mail is a message row like any other.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from planner.domain.invitations import Answer
from planner.domain.states import MessageState
from planner.models import invitations as asked
from planner.models.base import db, writing
from planner.models.concerned import owner_of
from planner.models.events import PublishedEvent
from planner.models.invitations import TOLD, Invitation, Owed
from planner.models.messages import Message, insert_new
from planner.models.ticks import take_turn
from planner.reminders.rows import message_row

AHEAD = timedelta(days=91)
"""What begins later is invited to when it comes nearer: nobody wants forty mails in the minute in which a year is published."""
INVITE, UPDATE, CANCEL = "invitation", "invitation-update", "invitation-cancel"
STAYS = "invitation-stays"
"""The answer to a proposed time that was put aside; one that was taken is answered by the update."""
NAMES = (INVITE, UPDATE, CANCEL, STAYS)

_Key = tuple[int, int]


def invite(now: datetime) -> int:
    """Writes a row for every invitation, update or cancellation that is owed at `now`; how many were new. Another worker's turn gives 0."""
    if not asked.anybody_invited() or not _work(now):
        return 0
    with writing():
        return insert_new(_rows(now)) if take_turn() else 0


def _work(now: datetime) -> bool:
    """Whether there is anything to do; asked without a lock."""
    wanted, there = _now(now)
    return bool(_calls(wanted, there, now) or _withdrawn(wanted, there, now))


def _now(now: datetime) -> tuple[dict[_Key, Owed], dict[_Key, Invitation]]:
    wanted = {(one.event.event_id, one.person.id): one for one in asked.owed_to_come(now)}
    return wanted, asked.invitations_to_come(now)


def _rows(now: datetime) -> list[dict[str, object]]:
    wanted, there = _now(now)
    calls, gone = _calls(wanted, there, now), _withdrawn(wanted, there, now)
    mails = asked.mails_of(one.id for one in there.values())
    rows = [_call(owed, there.get(key), mails, now) for key, owed in calls.items()]
    return rows + [row for one in gone if (row := _take_back(one, mails.get(one.id, []), now)) is not None]


def _calls(wanted: Mapping[_Key, Owed], there: Mapping[_Key, Invitation], now: datetime) -> dict[_Key, Owed]:
    """What its person has to be told, for the first time or anew."""
    return {key: owed for key, owed in wanted.items() if _to_be_told(owed, there.get(key), now)}


def _to_be_told(owed: Owed, before: Invitation | None, now: datetime) -> bool:
    if before is None or not before.live:
        return owed.open and now < owed.event.starts_at <= now + AHEAD
    if not owed.open and not _another_time(before, owed):
        return False
    return not tells(before, owed)


def tells(invitation: Invitation, owed: Owed) -> bool:
    """Whether the invitation says what is published."""
    return all(getattr(invitation, name) == value for name, value in owed.told.items())


def _another_time(invitation: Invitation, owed: Owed) -> bool:
    return (invitation.starts_at, invitation.ends_at) != (owed.event.starts_at, owed.event.ends_at)


def _withdrawn(wanted: Mapping[_Key, Owed], there: Mapping[_Key, Invitation], now: datetime) -> list[Invitation]:
    return [one for key, one in there.items() if one.live and key not in wanted and one.ends_at > now]


def _call(
    owed: Owed, before: Invitation | None, mails: Mapping[int, list[Message]], now: datetime
) -> dict[str, object]:
    earlier = mails.get(before.id, []) if before else []
    again = before is not None and before.live and asked.may_have_reached(earlier)
    _give_way(earlier)
    invitation = before or _fresh(owed)
    if not invitation.live or _another_time(invitation, owed):
        _forget_answer(invitation)
    _tell(invitation, owed, now)
    return _row(UPDATE if again else INVITE, invitation, now)


def _fresh(owed: Owed) -> Invitation:
    """Its first number is the feed's, so that who goes from one to the other sees it rise."""
    sequence = owed.event.sequence - 1
    invitation = Invitation(event_id=owed.event.event_id, person_id=owed.person.id, sequence=sequence, **owed.told)
    invitation.live, invitation.comment = True, ""
    _forget_answer(invitation)
    db.session.add(invitation)
    return invitation


def _forget_answer(invitation: Invitation) -> None:
    invitation.answer, invitation.answered_at, invitation.comment = Answer.waiting, None, ""
    invitation.proposed_start = invitation.proposed_end = None


def _tell(invitation: Invitation, owed: Owed, now: datetime) -> None:
    for name in TOLD:
        setattr(invitation, name, owed.told[name])
    invitation.sequence = max(invitation.sequence + 1, owed.event.sequence)
    invitation.live, invitation.asked_at = True, now
    db.session.flush()


def _take_back(invitation: Invitation, mails: list[Message], now: datetime) -> dict[str, object] | None:
    """A cancellation, unless the person cannot have heard of it."""
    heard = asked.may_have_reached(mails)
    _give_way(mails)
    invitation.live = False
    invitation.proposed_start = invitation.proposed_end = None
    if not heard:
        return None
    invitation.sequence, invitation.asked_at = invitation.sequence + 1, now
    return _row(CANCEL, invitation, now)


def _give_way(mails: Iterable[Message]) -> None:
    """What nobody has begun to send is told by the newer mail."""
    for message in mails:
        if message.state is MessageState.pending:
            message.state = MessageState.superseded
            message.last_words = "The event changed before this was sent; a newer message tells of it."


def speaks_for(message: Message, event: PublishedEvent, now: datetime) -> bool:
    """Whether the recipient hears of the event's change by an invitation, so that this notice would say it twice."""
    if not message.step.startswith("version-") or not asked.wants_invitations(message.recipient_id):
        return False
    invitation = asked.invitation_for(event.event_id, message.recipient_id)
    if invitation is not None:
        return invitation.live or invitation.asked_at >= event.changed_at
    return owner_of(event) == message.recipient_id and now < event.starts_at <= now + AHEAD


def tell_that_it_stays(invitation: Invitation, proposed: datetime, now: datetime) -> None:
    """Answers a proposed time, in the running transaction. Once for each time that was proposed to this version."""
    row = _row(STAYS, invitation, now, f"by-mail-stays-{proposed:%Y%m%d%H%M}")
    insert_new([{**row, "facts": {"proposed": proposed.isoformat()}}])


def _row(name: str, invitation: Invitation, now: datetime, step: str = "") -> dict[str, object]:
    return message_row(
        name=name,
        about="invitation",
        about_id=invitation.id,
        time_version=invitation.sequence,
        step=step or f"by-mail-{name}",
        recipient_id=invitation.person_id,
        due_at=now,
        expires_at=invitation.ends_at,
        now=now,
    )
