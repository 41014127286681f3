"""A real IMAP server on localhost (Dovecot) for one person, with and without TLS, in a folder of its own."""

import getpass
import grp
import imaplib
import os
import pwd
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from planner.reminders.mailbox import Box
from tests.browser.live import free_port
from tests.tools import tool

USER, PASSWORD = "planner", "pass word/#?é"

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_uid = {mail_user}
mail_gid = {mail_group}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Server:
    """A server that runs. `trust` accepts its certificate and no other."""

    folder: Path
    port: int
    tls_port: int

    def box(self, scheme: str = "imap", moved_to: str = "") -> Box:
        """The mailbox as the settings would say it."""
        port = self.tls_port if scheme == "imaps" else self.port
        return Box(scheme, "localhost", port, USER, PASSWORD, "INBOX", moved_to)

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "cert.pem"))

    def line(self) -> imaplib.IMAP4:
        """A connection of the test's own."""
        line = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        line.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        return line

    def put(self, *mails: bytes) -> None:
        """Lays mails into the inbox, as a mail server would: at the machine's time, because Dovecot takes no mail of tomorrow."""
        line = self.line()
        for mail in mails:
            assert line.append("INBOX", "", imaplib.Time2Internaldate(time.time()), mail)[0] == "OK"
        line.logout()

    def empty(self) -> None:
        """Throws everything in the inbox away."""
        line = self.line()
        line.select("INBOX")
        if line.search(None, "ALL")[1][0]:
            line.store("1:*", "+FLAGS", r"(\Deleted)")
            line.expunge()
        line.logout()

    def flags(self, folder: str = "INBOX") -> list[bool]:
        """For each mail of a folder whether it was seen."""
        line = self.line()
        assert line.select(folder)[0] == "OK"
        _, found = line.fetch("1:*", "(FLAGS)") if line.search(None, "ALL")[1][0] else ("", [])
        line.logout()
        return [b"\\Seen" in part for part in found if isinstance(part, bytes)]


@contextmanager
def imap_server(folder: Path) -> Iterator[Server]:
    """Starts the server, and ends it again. Skips the test where Dovecot is not installed: tests/tools.sh does it."""
    program = tool("dovecot", "/usr/sbin")
    tool("openssl")
    server = Server(folder, free_port(), free_port())
    _prepare(server)
    process = subprocess.Popen([program, "-F", "-c", str(folder / "dovecot.conf")], stderr=subprocess.DEVNULL)
    try:
        _wait_for(server, process)
        yield server
    finally:
        process.terminate()
        process.wait()


def _prepare(server: Server) -> None:
    folder = server.folder
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"),
        ],
        check=True,
        capture_output=True,
    )
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    # As root Dovecot drops to another user, who has to reach the folder.
    mail_user = "nobody" if os.getuid() == 0 else getpass.getuser()
    mail_group = grp.getgrgid(pwd.getpwnam(mail_user).pw_gid).gr_name
    names = {"user": mail_user, "group": mail_group, "mail_user": mail_user, "mail_group": mail_group}
    text = _CONFIGURATION.format(folder=folder, port=server.port, tls_port=server.tls_port, **names)
    (folder / "dovecot.conf").write_text(text)
    (folder / "mail").mkdir()
    if os.getuid() == 0:
        for path in (folder, folder / "mail"):
            shutil.chown(path, mail_user, mail_group)
            path.chmod(0o755)


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        try:
            server.line().logout()
        except OSError:
            assert process.poll() is None, (server.folder / "log").read_text()
            time.sleep(0.1)
        else:
            return
    raise AssertionError((server.folder / "log").read_text())
