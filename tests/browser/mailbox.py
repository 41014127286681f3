"""A real SMTP server on localhost that keeps what it is given."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """Mails in the order in which they were accepted."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        content = cast(bytes, envelope.content)
        self.mails.append(message_from_bytes(content, policy=default))
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails for one address."""
        return [mail for mail in self.mails if address in str(mail["To"])]


def text_of(mail: EmailMessage) -> str:
    """The plain text part."""
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


def html_of(mail: EmailMessage) -> str:
    """The HTML part."""
    part = mail.get_body(("html",))
    return str(part.get_content()) if part else ""


def listening(mailbox: Mailbox, port: int) -> Controller:
    """A server for `mailbox` that has not been started yet."""
    return Controller(mailbox, hostname="127.0.0.1", port=port)
