"""Channels: how a message leaves the house. One file each, and one line in the registry below."""

from planner.reminders.channels import chat, email, inbox
from planner.reminders.channels.contract import Channel, Kind
from planner.reminders.letterhead import Letterhead

REGISTRY: dict[str, Kind] = {
    "email": Kind(email.make, "By e-mail", "mail", email.WORDS),
    chat.NAME: Kind(chat.make, "By chat or push", "message-circle", chat.WORDS, takes_address=True),
    "inbox": Kind(inbox.make, "In the inbox only", "inbox", inbox.WORDS),
}


def open_channel(name: str, letterhead: Letterhead) -> Channel:
    """The channel of this name, ready to send. Raises KeyError for one that does not exist."""
    return REGISTRY[name].open(letterhead)
