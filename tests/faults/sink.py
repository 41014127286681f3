"""A mail server on localhost that can be slow, refuse, hang, drop the line, count its users, or be gone; it keeps what it took."""

import asyncio
import re
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.browser.live import free_port

_HEADER = re.compile(rb"^(message-id|to|subject):[ \t]*(.*(?:\r\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
Answer = Callable[[str], str]


@dataclass(frozen=True)
class Taken:
    """A mail for which the server took responsibility, and when by the wall clock."""

    message_id: str
    to: str
    subject: str
    at: float
    raw: bytes


@dataclass
class Sink:
    """Modes are attributes that a test may change at any time; the defaults are a good server."""

    port: int = field(default_factory=free_port)
    greets: bool = True
    answer_rcpt: Answer = lambda _address: "250 ok"
    answer_data: Answer = lambda _message_id: "250 taken"
    on_rcpt: Callable[[], object] = lambda: None
    on_taken: Callable[[Taken], object] = lambda _taken: None
    """Called before the server says that it took the mail."""
    drops: Callable[[str], bool] = lambda _message_id: False
    """Whether the line breaks after the mail was taken, before the server says so."""
    late: float = 0.0
    most_lines: int = 1000
    wants_password: bool = False
    tls: ssl.SSLContext | None = None
    taken: list[Taken] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    recipients: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """For PLANNER_SMTP_URL."""
        return (
            f"{'smtps' if self.tls else 'smtp'}://{'planner:old@' if self.wants_password else ''}127.0.0.1:{self.port}"
        )

    @property
    def ids(self) -> Counter[str]:
        """How many copies of each mail were taken."""
        return Counter(taken.message_id for taken in self.taken)

    @property
    def different(self) -> int:
        """How many mails were taken, copies not counted."""
        return len(self.known)

    def start(self) -> None:
        """Listens, again after a stop at the same port."""
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        ready.wait()

    def stop(self) -> None:
        """Ends every line at once, as a server does that is killed."""
        loop, thread = self._loop, self._thread
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(self._end.set)
            thread.join()
        self._loop = None

    def wait_for(self, count: int, seconds: float = 60) -> None:
        """Until so many copies were taken."""
        until = time.monotonic() + seconds
        while len(self.taken) < count and time.monotonic() < until:
            time.sleep(0.02)

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", self.port, ssl=self.tls, limit=2**22)
        ready.set()
        await self._end.wait()
        server.close()
        for task in asyncio.all_tasks():
            if task is not asyncio.current_task():
                task.cancel()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self._greet(writer)
            while await self._command(reader, writer):
                pass
        self.lines -= 1
        writer.transport.abort()

    async def _greet(self, writer: asyncio.StreamWriter) -> None:
        if not self.greets:
            await asyncio.sleep(3600)
        if self.lines > self.most_lines:
            await _say(writer, "421 4.3.2 too many connections")
            raise ConnectionError
        await _say(writer, "220 sink")

    async def _command(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        words = (await reader.readuntil(b"\n")).decode().strip()
        verb = words[:4].upper()
        if verb == "DATA":
            return await self._data(reader, writer)
        await _say(writer, self._answer(verb, words))
        return verb != "QUIT"

    def _answer(self, verb: str, words: str) -> str:
        if verb == "EHLO" and self.wants_password:
            return "250-sink\r\n250 AUTH PLAIN"
        if verb == "AUTH":
            return "535 5.7.8 authentication failed"
        if verb == "RCPT":
            address = words.partition("<")[2].partition(">")[0]
            self.recipients[address] += 1
            self.on_rcpt()
            return self.answer_rcpt(address)
        return "221 bye" if verb == "QUIT" else "250 ok"

    async def _data(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await _say(writer, "354 go on")
        raw = await reader.readuntil(b"\r\n.\r\n")
        found = {
            name.lower(): value.decode().strip() for name, value in _HEADER.findall(raw[: raw.index(b"\r\n\r\n") + 2])
        }
        taken = Taken(found.get(b"message-id", ""), found.get(b"to", ""), found.get(b"subject", ""), time.time(), raw)
        said = self.answer_data(taken.message_id)
        if said.startswith("250"):
            self.taken.append(taken)
            self.known.add(taken.message_id)
            self.on_taken(taken)
        if self.late:
            await asyncio.sleep(self.late)
        if self.drops(taken.message_id):
            return False
        await _say(writer, said)
        return True


async def _say(writer: asyncio.StreamWriter, words: str) -> None:
    writer.write(words.encode() + b"\r\n")
    await writer.drain()


@contextmanager
def open_sink(**modes: object) -> Iterator[Sink]:
    """A mail server that runs."""
    sink = Sink(**modes)  # type: ignore[arg-type]  # its own fields, by name
    sink.start()
    try:
        yield sink
    finally:
        sink.stop()
