"""Asked just before each message leaves: is it still true? What was due an hour ago may be done, moved or off by now."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from planner.domain.instants import at
from planner.domain.ladders import Anchor
from planner.domain.states import Audience, CommitmentState, MessageState
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.feed_truth import still_behind
from planner.models.invitations import Invitation, owed_for
from planner.models.ladders import ladder_step
from planner.models.messages import Message, has_declined
from planner.models.reach import OWED
from planner.models.readers import home_zone, zone_of
from planner.reminders.invitations import CANCEL, speaks_for, tells


@dataclass(frozen=True)
class Fallen:
    """Why a message does not go, and the state in which it stays."""

    state: MessageState
    words: str


@dataclass(frozen=True)
class Delayed:
    """The message waits until then."""

    until: datetime
    words: str


def standing(message: Message, now: datetime) -> Fallen | Delayed | None:
    """None when the message may go; else why not. To be asked in a transaction of its own, which has read nothing before."""
    if not message.recipient.active and message.team_id is None:
        return Fallen(MessageState.cancelled, f"{message.recipient.name} was deactivated.")
    if message.optional and has_declined(message.recipient_id, message.name):
        return Fallen(MessageState.cancelled, f"{message.recipient.name} does not want this message any more.")
    if message.expires_at <= now:
        return Fallen(MessageState.expired, "It could not be delivered while it was of use.")
    if message.about == "commitment":
        return _of_commitment(message, now)
    if message.about == "event":
        return _of_event(message, now)
    if message.about == "invitation":
        return _of_invitation(message, now)
    return None


def _of_commitment(message: Message, now: datetime) -> Fallen | Delayed | None:
    commitment = db.session.get(Commitment, message.about_id)
    if commitment is None or commitment.withdrawn:
        return Fallen(MessageState.cancelled, "Nothing is owed any more: its event was cancelled.")
    if commitment.state not in OWED:
        return Fallen(MessageState.cancelled, f"It is {commitment.state.value} already.")
    if commitment.time_version != message.time_version:
        return Fallen(MessageState.cancelled, "It was moved; the new time has messages of its own.")
    if message.facts.get("as") == Audience.owner and commitment.owner_id != message.recipient_id:
        return Fallen(MessageState.cancelled, "Somebody else owes it now.")
    return _if_started(message, commitment.event_id, now) or _if_snoozed(message, commitment, now)


def _if_started(message: Message, event_id: int | None, now: datetime) -> Fallen | None:
    """A word about tomorrow's event is worth nothing once it has begun, and nothing at all when the event was cancelled."""
    step = ladder_step(int(message.step)) if message.step.isdigit() else None
    event = db.session.get(PublishedEvent, event_id) if event_id is not None else None
    if step is None or event is None or step.anchor != Anchor.starts:
        return None
    if event.cancelled:
        return Fallen(MessageState.cancelled, "The event was cancelled.")
    return Fallen(MessageState.expired, "The event has begun.") if event.starts_at <= now and step.days < 0 else None


def _if_snoozed(message: Message, commitment: Commitment, now: datetime) -> Delayed | None:
    if commitment.snoozed_until is None or commitment.state is CommitmentState.missed:
        return None
    until = at(commitment.snoozed_until, time(9), zone_of(message.recipient, home_zone()))
    return Delayed(until, "It was snoozed.") if until > now else None


def _of_event(message: Message, now: datetime) -> Fallen | None:
    event = db.session.get(PublishedEvent, message.about_id)
    if event is None:
        return Fallen(MessageState.cancelled, "The event is gone.")
    if event.sequence != message.time_version:
        return Fallen(MessageState.superseded, "The event changed again; a newer message tells of it.")
    if message.name == "feed-behind" and not _behind(message):
        return Fallen(MessageState.cancelled, "Their calendar has seen it by now.")
    if event.cancelled and message.name not in ("event-cancelled", "feed-behind"):
        return Fallen(MessageState.cancelled, "The event was cancelled.")
    if event.event.outcome is not None:
        return Fallen(MessageState.cancelled, f"The event is {event.event.outcome.value} already.")
    if message.team_id is None and speaks_for(message, event, now):
        return Fallen(MessageState.superseded, "The invitation tells of it.")
    return _if_started(message, message.about_id, now)


def _behind(message: Message) -> bool:
    """Whether one of the feeds for which it was written has still not been read."""
    feeds, since = message.facts.get("feeds"), datetime.fromisoformat(str(message.facts["since"]))
    return isinstance(feeds, list) and still_behind(feeds, since)


LOOK_AGAIN = timedelta(minutes=1)


def _of_invitation(message: Message, now: datetime) -> Fallen | Delayed | None:
    """An invitation goes only while it says what is published; until the next look has written a newer one, it waits."""
    invitation = db.session.get(Invitation, message.about_id)
    cancels = message.name == CANCEL
    if invitation is None or invitation.sequence != message.time_version or invitation.live is cancels:
        return Fallen(MessageState.superseded, "A newer message tells of it.")
    owed = None if cancels else owed_for(invitation)
    if cancels or (owed is not None and tells(invitation, owed)):
        return None
    return Delayed(now + LOOK_AGAIN, "The event has just changed.")
