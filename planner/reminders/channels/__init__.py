"""Channels: how a mail leaves the house. One file each, and one line in the registry below."""

from collections.abc import Callable

from planner.reminders.channels import email
from planner.reminders.channels.contract import Channel
from planner.reminders.letterhead import Letterhead

REGISTRY: dict[str, Callable[[Letterhead], Channel]] = {
    "email": email.make,
}


def open_channel(name: str, letterhead: Letterhead) -> Channel:
    """The channel of this name, ready to send. Raises KeyError for one that does not exist."""
    return REGISTRY[name](letterhead)
