"""What HR does with messages: send a dead one again."""

from datetime import datetime

from planner.domain.refusals import Refused
from planner.domain.states import MessageState
from planner.models.audit import note
from planner.models.base import writing
from planner.models.deliveries import revive
from planner.models.messages import Message
from planner.models.people import Person

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
