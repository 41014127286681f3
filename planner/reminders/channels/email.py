"""E-mail over SMTP. Where no mail server is set, the local outbox takes its place."""

import select
import smtplib
import ssl
from urllib.parse import SplitResult, unquote, urlsplit

from planner.reminders.channels.contract import Channel, Handover, NotSent, Withdrawn
from planner.reminders.channels.outbox import Outbox
from planner.reminders.envelope import Letter
from planner.reminders.letterhead import Letterhead
from planner.reminders.mime import Mail

QUICK_SECONDS = 3.0
"""A server that takes longer to answer is slow, and nothing is held open for it any more."""
PORTS = {"smtp": 25, "smtp+plain": 25, "smtp+starttls": 587, "smtps": 465}
WORDS = "With text, buttons and calendar entries."


def make(letterhead: Letterhead) -> Channel:
    """SMTP when a server is set, else the outbox."""
    return (
        Smtp(letterhead.smtp_url, letterhead.smtp_connect_seconds, letterhead.smtp_data_seconds)
        if letterhead.smtp_url
        else Outbox(letterhead.outbox)
    )


class Smtp:
    """One connection for a batch; opened at the first mail and again after a broken one."""

    instead = ""

    def __init__(self, url: str, connect_seconds: float = 30, data_seconds: float = 600) -> None:
        self.where: SplitResult = urlsplit(url)
        self.connect_seconds, self.data_seconds = connect_seconds, data_seconds
        self.line: smtplib.SMTP | None = None

    def send(self, letter: Letter, handover: Handover) -> None:
        line = self.line = self.line or self._connect()
        try:
            self._hand_over(line, letter.mail, handover)
        except (NotSent, Withdrawn):
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
            line = _dial(scheme, host, port, self.connect_seconds)
            if self.where.username:
                line.login(unquote(self.where.username), unquote(self.where.password or ""))
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent(f"{host} refused the user name or the password: {_said(error)}", channel_down=True) from None
        except (smtplib.SMTPException, ssl.SSLError, OSError) as error:
            raise NotSent(f"{host}:{port} cannot be reached: {_plainly(error)}", channel_down=True) from None
        return line

    def _hand_over(self, line: smtplib.SMTP, mail: Mail, handover: Handover) -> None:
        """The end of the data is waited for as long as RFC 5321 asks: a client that gave up after 2 s made 178 copies of 100 mails."""
        gone = False
        try:
            _expect(line.mail(mail.sender), "sender")
            _expect(line.rcpt(mail.to), "recipient")
            handover.last_look()
            self._open_data(line, handover)
            gone = True
            _be_patient(line, self.data_seconds)
            line.send(_as_data(mail.raw))
            _wait_for_answer(line, handover)
            _expect(line.getreply(), "mail")
            _be_patient(line, self.connect_seconds)
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(_plainly(error), unknown=gone, channel_down=not gone) from None

    def _open_data(self, line: smtplib.SMTP, handover: Handover) -> None:
        line.putcmd("data")
        was_slow = _wait_for_answer(line, handover)
        code, said = line.getreply()
        if code != 354:
            raise _refusal(code, said, "mail")
        if was_slow:
            try:
                handover.last_look()
            except Withdrawn:
                line.close()  # the only way out of the data without a mail
                raise

    def _begin_afresh(self, line: smtplib.SMTP) -> None:
        """A refused mail leaves the connection in use; a broken connection is dropped."""
        try:
            if line.sock is not None and line.rset()[0] == 250:
                return
        except (smtplib.SMTPException, OSError):
            pass
        line.close()
        self.line = None


def _dial(scheme: str, host: str, port: int, seconds: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=seconds, context=context)
    line = smtplib.SMTP(host, port, timeout=seconds)
    line.ehlo_or_helo_if_needed()
    if not _may_be_read(scheme, host):
        if not line.has_extn("starttls"):
            line.close()
            raise OSError("it offers no encryption (STARTTLS), and nothing is sent without")
        line.starttls(context=context)
        line.ehlo()
    return line


def _may_be_read(scheme: str, host: str) -> bool:
    """Without encryption mail goes to this very machine, and where `smtp+plain` asks for it by name."""
    return scheme == "smtp+plain" or (scheme == "smtp" and host in ("127.0.0.1", "::1", "localhost"))


def _be_patient(line: smtplib.SMTP, seconds: float) -> None:
    if line.sock is not None:
        line.sock.settimeout(seconds)


def _wait_for_answer(line: smtplib.SMTP, handover: Handover) -> bool:
    """Waits until an answer comes, or tells the sender that it takes long; whether it does."""
    sock = line.sock
    if sock is None or (isinstance(sock, ssl.SSLSocket) and sock.pending()):
        return False
    if select.select([sock], [], [], min(QUICK_SECONDS, sock.gettimeout() or QUICK_SECONDS))[0]:
        return False
    handover.long_wait()
    return True


def _as_data(raw: bytes) -> bytes:
    """The mail as it travels: a leading dot is doubled, a dot alone ends it."""
    return raw.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def _expect(answer: tuple[int, bytes], what: str) -> None:
    code, said = answer
    if not 200 <= code < 300:
        raise _refusal(code, said, what)


def _refusal(code: int, said: bytes | str, what: str) -> NotSent:
    """421 and 432 are about the line, other 4xx ask to come again; of the 5xx only those about the sender are nobody's own."""
    words = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}".strip()
    if code in (421, 432) or (what == "sender" and code >= 500):
        return NotSent(words, channel_down=True)
    return NotSent(words, permanent=code >= 500)


def _said(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"


def _plainly(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error)
    return str(error) or type(error).__name__
