"""A web server on localhost that takes messages as chats do, well and badly, and a net in which every name and every port leads to it."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from planner.net import Net

Answer = Callable[[BaseHTTPRequestHandler], None]


class Unlocked:
    """Stands for TLS: hands the line on as it is."""

    def wrap_socket(self, line: socket.socket, **_: object) -> socket.socket:
        return line


@dataclass(frozen=True)
class Post:
    """What arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Everything that was said, whatever its form."""
        try:
            return json.dumps(json.loads(self.body), ensure_ascii=False)
        except ValueError:
            return self.body.decode()


def said(status: int, body: bytes = b"ok", **headers: str) -> Answer:
    """Answers everything with this."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


@dataclass
class ChatServer:
    port: int = 0
    answer: Answer = field(default_factory=lambda: said(200))
    posts: list[Post] = field(default_factory=list)

    def net(self, may_reach: Callable[[str], bool] = lambda _address: True) -> Net:
        return Net(
            resolve=lambda _host, _port: ["127.0.0.1"],
            may_reach=may_reach,
            trust=lambda: cast(ssl.SSLContext, Unlocked()),
            dial=lambda _where, seconds: socket.create_connection(("127.0.0.1", self.port), seconds),
        )

    @property
    def keys(self) -> list[str | None]:
        return [post.headers.get("Idempotency-Key") for post in self.posts]


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    """Takes everything and says nothing."""
    request.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    found = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found.posts.append(Post(self.path, dict(self.headers.items()), body))
            self.close_connection = True
            found.answer(self)

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Who is hung up on says nothing."""

    server = Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
