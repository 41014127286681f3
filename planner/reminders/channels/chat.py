"""Chat and push: Slack, Teams, ntfy, a webhook and others, through Apprise. A few words and a link, to one address a person or team."""

import re

from planner.net import Net
from planner.reminders.channels.carrier import Carrier
from planner.reminders.channels.chat_addresses import open_plugin
from planner.reminders.channels.contract import Channel, Handover, NotSent
from planner.reminders.channels.signing import is_webhook, webhook_key
from planner.reminders.envelope import Letter
from planner.reminders.letterhead import Letterhead

NAME = "chat"
SECONDS = 30.0
WORDS = "A few words with a link, to Slack, Teams, a phone or a program of yours. What it refuses comes by e-mail."


def make(letterhead: Letterhead) -> Channel:
    return Chat(letterhead.net, letterhead.base_url, secret=letterhead.secret)


class Chat:
    """A server that does not answer is not asked again in the same batch: each hangs for half a minute, and others wait."""

    instead = "email"

    def __init__(self, net: Net, base_url: str, seconds: float = SECONDS, secret: str = "") -> None:
        self.net, self.base_url, self.seconds, self.secret = net, base_url, seconds, secret
        self.away: dict[str, str] = {}

    def send(self, letter: Letter, handover: Handover) -> None:
        if letter.address in self.away:
            raise NotSent(self.away[letter.address])
        plugin = open_plugin(letter.address, self.base_url) if letter.address else None
        if plugin is None:
            raise NotSent("There is no chat address any more, or it can no longer be used.", permanent=True)
        key = webhook_key(self.secret, letter.address) if self.secret and is_webhook(letter.address) else ""
        carrier = Carrier(self.net, letter.mail.message_id, self.seconds, handover, key)
        with carrier.at_work():
            form = "markdown" if plugin.notify_format == "markdown" else "text"
            body = _as_markdown(letter.short) if form == "markdown" else letter.short
            taken = bool(plugin.notify(body=body, title=letter.subject, body_format=form))
        if not taken:
            self._refused(carrier, letter.address)

    def close(self) -> None:
        """Every message has its own connection."""

    def _refused(self, carrier: Carrier, address: str) -> None:
        failure = carrier.failure or NotSent(carrier.words or "The chat did not take it.", permanent=True)
        if isinstance(failure, NotSent) and not failure.permanent:
            self.away[address] = failure.words
        raise failure


def _as_markdown(short: str) -> str:
    """For Teams, which would show a plain link with its dots escaped, and lead nowhere."""
    lines = (f"[Open in Planner]({line})" if line.startswith("http") else _escaped(line) for line in short.split("\n"))
    return "\n\n".join(lines)


def _escaped(line: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", line)
