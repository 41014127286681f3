"""How a chat's request leaves the house: by the rule of `planner.net`, with an idempotency key, and with the other side's words kept.

Apprise knows how a hundred chats want to be spoken to, but hands each request to `requests`, which would go anywhere, follow redirects
and forget what was said. While a carrier is at work in this context, `requests` hands it on to the carrier.
"""

import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from planner import clock
from planner.net import Clock, InsideNetwork, Net, NoSuchHost, OddPort, Pinned, target_of
from planner.reminders.channels.contract import Handover, NotSent, Withdrawn
from planner.reminders.channels.signing import signature

if TYPE_CHECKING:
    import requests
    from requests.adapters import BaseAdapter

MOST_BYTES = 20_000
COME_AGAIN = frozenset({408, 425, 429})
"""Of the 4xx those that ask to come again; every other one says no for good."""

_at_work: ContextVar["Carrier | None"] = ContextVar("planner_carrier", default=None)


@dataclass
class Carrier:
    """Sends what `requests` hands over, each within `seconds`; `failure` says what went wrong last."""

    net: Net
    key: str
    seconds: float
    handover: Handover = field(default_factory=Handover)
    signing_key: str = field(default="", repr=False)
    """Empty for chats, which know nothing of signatures."""
    failure: NotSent | Withdrawn | None = None
    words: str = ""

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Within it every request of this thread goes by the carrier."""
        _install()
        token = _at_work.set(self)
        try:
            yield
        finally:
            _at_work.reset(token)

    def send(self, request: "requests.PreparedRequest", **_options: object) -> "requests.Response":
        """What `requests` calls. Raises its ConnectionError, once `failure` says what is wrong."""
        import requests

        self.failure, self.words = None, ""
        try:
            return self._ask(request)
        except (NotSent, Withdrawn) as failure:
            self.failure = failure
            raise requests.ConnectionError(str(failure)) from None

    def close(self) -> None:
        """Every request has its own connection."""

    def _ask(self, request: "requests.PreparedRequest") -> "requests.Response":
        parts = urlsplit(str(request.url))
        host, began = str(parts.hostname), False
        with Clock(self.seconds) as bell:
            connection = Pinned(parts, self._pinned(host, parts.port or 443), self.net, bell)
            try:
                connection.connect()
                self._last_look()
                began = True
                connection.request(str(request.method), target_of(parts), _bytes(request.body), self._headers(request))
                answer = connection.getresponse()
                body = answer.read(MOST_BYTES)
                if bell.rang:
                    raise TimeoutError
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise NotSent(_trouble(host, error, bell), unknown=began) from None
            finally:
                connection.close()
        self._judge(host, answer.status, body)
        return _response(request, answer, body)

    def _last_look(self) -> None:
        """A chat may take its time, and knows a repeat by its key: nothing is held open for its answer."""
        self.handover.last_look()
        self.handover.long_wait()

    def _pinned(self, host: str, port: int) -> str:
        try:
            return self.net.pinned(host, port)
        except NoSuchHost:
            raise NotSent(f"There is no {host} at present.") from None
        except OddPort:
            raise NotSent(f"Port {port} of {host} is not one for the web.", permanent=True) from None
        except InsideNetwork:
            words = f"{host} is inside a network, and PLANNER_INSIDE_HOSTS does not name it."
            raise NotSent(words, permanent=True) from None

    def _headers(self, request: "requests.PreparedRequest") -> dict[str, str]:
        given = {str(name): str(value) for name, value in request.headers.items()}
        signed = signature(self.signing_key, clock.now(), _bytes(request.body) or b"") if self.signing_key else {}
        return {**given, "Accept-Encoding": "identity", "User-Agent": "Planner", "Idempotency-Key": self.key, **signed}

    def _judge(self, host: str, status: int, body: bytes) -> None:
        """Notes what was said; a redirect is not followed, because a POST would arrive as something else."""
        said = " ".join(body.decode("utf-8", "replace").split())[:200]
        self.words = f"{host} answers {status}{': ' + said if said else ''}"
        if 300 <= status < 400:
            raise NotSent(f"{host} sends us elsewhere ({status}). Give the address that it ends at.", permanent=True)
        if status >= 400:
            self.failure = NotSent(self.words, permanent=status < 500 and status not in COME_AGAIN)


def _bytes(body: object) -> bytes | None:
    """The body as it goes over the wire. Raises ValueError for a file, of which we send none."""
    if body is None or isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode()
    raise ValueError


def _trouble(host: str, error: Exception, bell: Clock) -> str:
    if bell.rang or isinstance(error, TimeoutError):
        return f"{host} took longer than {bell.seconds:.0f} seconds."
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The certificate of {host} is not one that can be trusted."
    return f"{host} cannot be reached ({type(error).__name__})."


def _response(
    request: "requests.PreparedRequest", answer: http.client.HTTPResponse, body: bytes
) -> "requests.Response":
    import requests

    made = requests.Response()
    made.status_code, made.reason, made.url, made.request = answer.status, answer.reason, str(request.url), request
    made.headers.update(answer.headers.items())
    made._content, made.encoding = body, "utf-8"  # how `requests` itself fills a response that was read
    return made


@cache
def _install() -> None:
    """Once: sessions ask for the carrier first. Apprise opens its sessions itself, so that none can be handed in."""
    import requests

    usual = requests.Session.get_adapter

    def get_adapter(session: requests.Session, url: str) -> "BaseAdapter":
        return cast("BaseAdapter | None", _at_work.get()) or usual(session, url)

    requests.Session.get_adapter = get_adapter  # type: ignore[method-assign, assignment]  # the one door that all sessions use
