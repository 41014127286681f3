"""Mail servers for the tests: a real one on localhost that can be told to misbehave, and a sender that uses it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from planner.reminders.backoff import Circuit
from planner.reminders.delivery import Sender
from planner.reminders.letterhead import Letterhead
from planner.reminders.mime import Mail
from tests.browser.live import free_port


def as_read(mail: Mail) -> EmailMessage:
    """As a mail program opens it, with its own line ends."""
    return message_from_bytes(mail.raw.replace(b"\r\n", b"\n"), policy=default)


class PostOffice:
    """Keeps mails; `answer_rcpt` and `answer_data` may refuse, `on_accept` is called before a mail is acknowledged."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer_rcpt: Callable[[str], str] = lambda _address: "250 ok"
        self.answer_data: Callable[[EmailMessage], str] = lambda _mail: "250 kept"
        self.drop_after_data = False
        self.on_accept: Callable[[EmailMessage], None] = lambda _mail: None

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        said = self.answer_rcpt(address)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        mail = message_from_bytes(cast(bytes, envelope.content), policy=default)
        said = self.answer_data(mail)
        if said.startswith("250"):
            self.mails.append(mail)
            await asyncio.get_running_loop().run_in_executor(None, self.on_accept, mail)
        if self.drop_after_data and server.transport is not None:
            server.transport.close()
        return said

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]


@contextmanager
def open_office(port: int | None = None) -> Iterator[tuple[PostOffice, str]]:
    """A mail server that runs, and its address for PLANNER_SMTP_URL."""
    office, port = PostOffice(), port or free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


def letterhead(smtp_url: str, folder: Path) -> Letterhead:
    """Settings that never change, so that stored mails stay the same."""
    return Letterhead(
        base_url="https://planner.example.org",
        sender="Planner <planner@example.org>",
        secret="x" * 40,
        smtp_url=smtp_url,
        outbox=folder / "outbox",
    )


class StillCircuit(Circuit):
    """A breaker that never stays open, for tests that do not wait."""

    @property
    def is_open(self) -> bool:
        return False


def sender_at(now: datetime, smtp_url: str, folder: Path) -> Sender:
    """A dispatcher whose clock stands still."""
    return Sender(letterhead(smtp_url, folder), lambda: now)
