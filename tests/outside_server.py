"""A web server on localhost that serves calendars as others do, well and badly, and a net that lets tests reach it under any name."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from planner.net import Net

CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:dentist@elsewhere\r\nDTSTAMP:20270101T000000Z\r\n"
    b"DTSTART:20270309T100000Z\r\nDTEND:20270309T110000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What the server says, and what it was asked: (path, headers) of each request."""

    port: int
    answer: Answer
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def address(self, path: str = "/elif.ics", host: str = "calendar.example.net") -> str:
        return f"http://{host}:{self.port}{path}"

    def net(self) -> Net:
        """Every name leads here, and here may be reached."""
        return Net(resolve=lambda _host, _port: ["127.0.0.1"], may_reach=lambda _address: True)


def whole(body: bytes = CALENDAR, status: int = 200, **headers: str) -> Answer:
    """Answers everything with this."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def by_condition(body: bytes = CALENDAR, tag: str = '"one"') -> Answer:
    """304 to whoever has the tag."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        known = request.headers.get("If-None-Match") == tag
        whole(b"" if known else body, 304 if known else 200, ETag=tag)(request)

    return answer


@contextmanager
def outside_server(answer: Answer | None = None) -> Iterator[Site]:
    site = Site(0, answer or whole())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers.items())))
            self.close_connection = True
            site.answer(self)

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Who is hung up on says nothing."""

    server = Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
