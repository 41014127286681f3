"""Reaching out to addresses that people give: only the open internet, only what was looked at, never longer than agreed.

The name is resolved first and the connection goes to what was looked at, so that a name which answers differently the second time leads
nowhere. Calendars of others and chats share this rule.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult

_INNER = tuple(ipaddress.ip_network(text) for text in ("168.63.129.16/32", "192.0.0.0/24"))
"""Public by their numbers, or taken for it by some Pythons, and yet the inside of somebody's data centre."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NoSuchHost(Exception):
    """The name leads nowhere."""


class InsideNetwork(Exception):
    """The name leads, also or only, to the inside of a network."""


class OddPort(InsideNetwork):
    """The port is that of another service: whoever names port 25 wants to write to a mail server in our name."""


WEB_PORTS = frozenset({80, 443})
FIRST_FREE_PORT = 1024


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet, also when it is wrapped in another."""
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    if any(address in network for network in _INNER) or not address.is_global or address.is_multicast:
        return False
    return all(is_public(str(inner)) for inner in _wrapped_in(address))


def _wrapped_in(address: Address) -> Iterator[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    found = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
    yield from (inner for inner in found if inner is not None)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Net:
    """What fetching asks of the world. Tests hand in their own. `inside` are hosts that may be reached wherever they are."""

    resolve: Callable[[str, int], list[str]] = _resolve
    may_reach: Callable[[str], bool] = is_public
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    inside: frozenset[str] = frozenset()
    dial: Callable[[tuple[str, int], float], socket.socket] = socket.create_connection

    def pinned(self, host: str, port: int) -> str:
        """The first address of the host, if every address it has may be reached. Raises NoSuchHost, InsideNetwork or OddPort."""
        if port not in WEB_PORTS and port < FIRST_FREE_PORT:
            raise OddPort(f"{host}:{port}")
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError):
            raise NoSuchHost(host) from None
        if not found or not (host.lower() in self.inside or all(self.may_reach(address) for address in found)):
            raise InsideNetwork(host)
        return found[0]


class Clock:
    """Ends a connection when its time is up, however slowly the other side drips."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.rang = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def __enter__(self) -> "Clock":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, line: socket.socket) -> None:
        self._socket = line
        if self.rang:
            self._ring()

    def _ring(self) -> None:
        self.rang = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class Pinned(http.client.HTTPConnection):
    """Goes to the address that was looked at, and asks there for the host by its name."""

    def __init__(self, parts: SplitResult, pinned: str, net: Net, clock: Clock) -> None:
        # Set first, so that the Host header names the port only where it is an unusual one.
        self.default_port = 443 if parts.scheme == "https" else 80
        super().__init__(str(parts.hostname), parts.port, timeout=clock.seconds)
        self._pinned, self._clock, self._dial = pinned, clock, net.dial
        self._context = net.trust() if parts.scheme == "https" else None

    def connect(self) -> None:
        line = self._dial((self._pinned, self.port), self._clock.seconds)
        self._clock.watch(line)
        self.sock = self._context.wrap_socket(line, server_hostname=self.host) if self._context else line
        self._clock.watch(self.sock)


def target_of(parts: SplitResult) -> str:
    """The path and query as a request line takes them."""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return target.encode("utf-8").decode("latin-1")
