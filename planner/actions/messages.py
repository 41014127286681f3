"""What HR does with messages that could not be sent: send one again, or all that failed for the same reason."""

from datetime import datetime, timedelta

from planner.domain.refusals import Refused
from planner.domain.states import MessageState
from planner.models.audit import note
from planner.models.base import writing
from planner.models.deliveries import revive
from planner.models.message_log import dead_of
from planner.models.messages import Message
from planner.models.people import Person

SHOWN_FOR = timedelta(days=30)
"""So long what could not be sent stands at the top of the log."""
REVIVABLE = frozenset({MessageState.dead, MessageState.expired})


def send_again(message: Message, by: Person, now: datetime) -> None:
    """Queues a message that could not be delivered once more. Raises Refused for one that is not dead or expired."""
    with writing():
        if message.state not in REVIVABLE:
            raise Refused("Only a message that could not be delivered can be sent again.")
        if message.name == "sign-in":
            raise Refused("A sign-in link lasts fifteen minutes. Ask for a new one on the sign-in page.")
        revive(message, now)
        sentence = f"The message “{message.name}” to {message.recipient.name} was queued again."
        note("send again", "message", message.id, sentence, by=by, now=now)


def send_all_again(channel: str, words: str, by: Person, now: datetime) -> int:
    """Queues every message that could not be sent for this reason; how many. Sign-in links are too old by then."""
    with writing():
        dead = [message for message in dead_of(channel, words, now - SHOWN_FOR) if message.name != "sign-in"]
        for message in dead:
            revive(message, now)
        if dead:
            sentence = f"{len(dead)} messages that could not be sent were queued again: {words[:200]}"
            note("send again", "message", dead[-1].id, sentence, by=by, now=now, facts={"count": len(dead)})
    return len(dead)
