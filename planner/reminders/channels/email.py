"""E-mail over SMTP. Where no mail server is set, the local outbox takes its place."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from planner.reminders.channels.contract import Channel, Handover, NotSent
from planner.reminders.channels.outbox import Outbox
from planner.reminders.envelope import Letter
from planner.reminders.letterhead import Letterhead

CONNECT_SECONDS = 30
DATA_SECONDS = 600
"""RFC 5321 asks for ten minutes after DATA: a client that gave up after 2 s made 178 copies of 100 mails."""
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def make(letterhead: Letterhead) -> Channel:
    """SMTP when a server is set, else the outbox."""
    return Smtp(letterhead.smtp_url) if letterhead.smtp_url else Outbox(letterhead.outbox)


class Smtp:
    """One connection for a batch; opened at the first mail and again after a broken one."""

    instead = ""

    def __init__(self, url: str) -> None:
        self.where: SplitResult = urlsplit(url)
        self.line: smtplib.SMTP | None = None

    def send(self, letter: Letter, handover: Handover) -> None:
        mail = letter.mail
        line = self.line or self._connect()
        self.line = line
        sender, recipient = parseaddr(str(mail["From"]))[1], parseaddr(str(mail["To"]))[1]
        try:
            self._hand_over(line, sender, recipient, mail, handover)
        except NotSent:
            self._begin_afresh(line)
            raise

    def close(self) -> None:
        if self.line is not None:
            try:
                self.line.quit()
            except (smtplib.SMTPException, OSError):
                self.line.close()
            self.line = None

    def _connect(self) -> smtplib.SMTP:
        host, scheme = self.where.hostname or "", self.where.scheme
        port = self.where.port or PORTS[scheme]
        try:
            line = _dial(scheme, host, port)
            if self.where.username:
                line.login(unquote(self.where.username), unquote(self.where.password or ""))
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent(f"{host} refused the user name or the password: {_said(error)}", channel_down=True) from None
        except (smtplib.SMTPException, ssl.SSLError, OSError) as error:
            raise NotSent(f"{host}:{port} cannot be reached: {_plainly(error)}", channel_down=True) from None
        return line

    def _hand_over(
        self, line: smtplib.SMTP, sender: str, recipient: str, mail: EmailMessage, handover: Handover
    ) -> None:
        data_began = False
        try:
            _expect(line.mail(sender), "sender")
            _expect(line.rcpt(recipient), "recipient")
            handover.last_look()
            data_began = True
            if line.sock is not None:
                line.sock.settimeout(DATA_SECONDS)
            _expect(line.data(mail.as_bytes()), "mail")
            if line.sock is not None:
                line.sock.settimeout(CONNECT_SECONDS)
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error, "mail") from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(_plainly(error), unknown=data_began, channel_down=not data_began) from None

    def _begin_afresh(self, line: smtplib.SMTP) -> None:
        """A refused mail leaves the connection in use; a broken connection is dropped."""
        try:
            if line.sock is not None and line.rset()[0] == 250:
                return
        except (smtplib.SMTPException, OSError):
            pass
        line.close()
        self.line = None


def _dial(scheme: str, host: str, port: int) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=CONNECT_SECONDS, context=context)
    line = smtplib.SMTP(host, port, timeout=CONNECT_SECONDS)
    line.ehlo_or_helo_if_needed()
    if scheme == "smtp+starttls":
        line.starttls(context=context)
        line.ehlo()
    return line


def _expect(answer: tuple[int, bytes], what: str) -> None:
    code, said = answer
    if not 200 <= code < 300:
        raise _refusal(code, said, what)


def _refusal(code: int, said: bytes | str, what: str) -> NotSent:
    """421 closes the line for everybody; other 4xx ask to come again; of the 5xx only those about the sender are nobody's own."""
    words = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}".strip()
    if code == 421 or (what == "sender" and code >= 500):
        return NotSent(words, channel_down=True)
    return NotSent(words, permanent=code >= 500)


def _said(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"


def _plainly(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error)
    return str(error) or type(error).__name__
