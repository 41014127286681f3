"""The product as it runs: web server, worker, database and mail server, each a real one, on ports of their own."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.mailbox import Mailbox, listening


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Live:
    """One running installation."""

    folder: Path
    database: str
    port: int = field(default_factory=free_port)
    smtp_port: int = field(default_factory=free_port)
    mailbox: Mailbox = field(default_factory=Mailbox)

    def __post_init__(self) -> None:
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")},
            "PLANNER_DATA_DIR": str(self.folder),
            "PLANNER_DATABASE_URL": self.database,
            "PLANNER_BASE_URL": self.address,
            "PLANNER_SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "PLANNER_TICK_SECONDS": "1",
        }
        self.smtp = listening(self.mailbox, self.smtp_port)
        self.server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Mail server, then web and worker; returns when the first page answers."""
        self.smtp.start()
        log = (self.folder / "server.log").open("wb")
        command = [sys.executable, "-m", "planner.cli", "serve", "--port", str(self.port)]
        self.server = subprocess.Popen(command, env=self.environment, stdout=log, stderr=subprocess.STDOUT)
        while not self._answers():
            if self.server.poll() is not None:
                raise RuntimeError((self.folder / "server.log").read_text())
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def first_address(self) -> str:
        """Where the installation is set up, as the terminal says it."""
        found = re.search(r"http\S+/first-run/\S+", (self.folder / "server.log").read_text())
        assert found is not None
        return found[0]

    def stop(self) -> None:
        """Ends everything that was started."""
        if self.server is not None:
            self.server.terminate()
            self.server.wait()
        self.smtp.stop()

    def planner(self, *words: str) -> str:
        """What a `planner` command prints on this installation; raises when it does not exit with 0."""
        told = subprocess.run(
            [sys.executable, "-m", "planner.cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode != 0:
            raise AssertionError(f"planner {' '.join(words)} exited with {told.returncode}: {told.stderr}{told.stdout}")
        return told.stdout
