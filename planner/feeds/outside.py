"""Calendars of others, fetched from the web: only from public addresses, only so much, only so long, and only if they changed.

Where a connection may go is the rule of `planner.net`; each redirect is looked at in the same way.
"""

import http.client
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin

from planner.feeds.addresses import OutsideRefused, checked, host_of, parts_of
from planner.net import Clock, InsideNetwork, Net, NoSuchHost, OddPort, Pinned, target_of

MOST_BYTES = 10 * 1024 * 1024
SECONDS = 30.0
REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Condition:
    """What the server said of the copy that we have: sent back, so that an unchanged calendar costs nothing."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """A whole calendar, and what its server says of it."""

    body: bytes
    condition: Condition


def fetch(
    address: str,
    condition: Condition | None = None,
    *,
    net: Net | None = None,
    most: int = MOST_BYTES,
    seconds: float = SECONDS,
) -> Fetched | None:
    """The calendar; None when it is as it was. Raises OutsideRefused."""
    net = net or Net()
    where = checked(address)
    with Clock(seconds) as clock:
        for _ in range(REDIRECTS + 1):
            found = _ask(where, condition or Condition(), net, clock, most)
            if not isinstance(found, str):
                return found
            where = _next(where, found)
    raise OutsideRefused(f"{host_of(address)} sends us from place to place. Copy the address that it ends at.")


def _next(where: str, location: str) -> str:
    following = urljoin(where, location)
    if where.startswith("https://") and not following.startswith("https://"):
        raise OutsideRefused(f"{host_of(where)} sends us to an address that is not encrypted.")
    parts_of(following)
    return following


def _pinned(parts: SplitResult, net: Net) -> str:
    """The address to go to. Raises OutsideRefused for one that is not on the open internet."""
    host = str(parts.hostname)
    try:
        return net.pinned(host, parts.port or 443)
    except NoSuchHost:
        raise OutsideRefused(f"There is no {host}. Check the address.") from None
    except OddPort:
        raise OutsideRefused(
            f"Port {parts.port} of {host} is not one for the web. Leave it out of the address."
        ) from None
    except InsideNetwork:
        raise OutsideRefused(
            f"{host} is inside a network. Planner reads calendars from the open internet only."
        ) from None


def _ask(where: str, condition: Condition, net: Net, clock: Clock, most: int) -> Fetched | str | None:
    """The calendar, where to ask next, or None for one that is as it was."""
    parts = parts_of(where)
    host = str(parts.hostname)
    with _troubles(host, clock):
        connection = Pinned(parts, _pinned(parts, net), net, clock)
        try:
            connection.request("GET", target_of(parts), headers=_headers(condition))
            found = _answer(connection.getresponse(), host, condition, most)
            if clock.rang:
                raise TimeoutError
            return found
        finally:
            connection.close()


def _headers(condition: Condition) -> dict[str, str]:
    headers = {"User-Agent": "Planner", "Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "gzip"}
    if condition.etag:
        headers["If-None-Match"] = condition.etag
    if condition.last_modified:
        headers["If-Modified-Since"] = condition.last_modified
    return headers


@contextmanager
def _troubles(host: str, clock: Clock) -> Iterator[None]:
    """Whatever goes wrong on the way, as a sentence."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise OutsideRefused(f"The certificate of {host} is not one that can be trusted.") from None
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        if clock.rang or isinstance(error, TimeoutError):
            raise OutsideRefused(f"{host} took longer than {clock.seconds:.0f} seconds.") from None
        raise OutsideRefused(f"{host} could not be read ({type(error).__name__}).") from None


def _answer(response: http.client.HTTPResponse, host: str, condition: Condition, most: int) -> Fetched | str | None:
    if response.status in _REDIRECTS and response.headers["Location"]:
        return str(response.headers["Location"])
    if response.status == 304 and condition != Condition():
        return None
    if response.status != 200:
        raise OutsideRefused(f"{host} answers {response.status}. {_advice(response.status)}")
    body = _whole(response, host, most)
    return Fetched(body, Condition(_kept(response, "ETag", 500), _kept(response, "Last-Modified", 100)))


def _advice(status: int) -> str:
    if status in (401, 403):
        return "The calendar is not published, or asks for a password: publish it, and copy the secret address."
    if status in (404, 410):
        return "The calendar is not there any more: copy its address again."
    return "Planner tries again by itself."


def _kept(response: http.client.HTTPResponse, name: str, longest: int) -> str:
    value = str(response.headers.get(name, ""))
    return value if value.isascii() and value.isprintable() and len(value) <= longest else ""


def _whole(response: http.client.HTTPResponse, host: str, most: int) -> bytes:
    """The body, whole and no larger than is allowed, unpacked or not."""
    body = response.read(most + 1)
    if response.headers.get("Content-Encoding", "").lower() == "gzip":
        body = zlib.decompressobj(31).decompress(body, most + 1) if len(body) <= most else body
    elif response.length:
        raise OutsideRefused(f"{host} broke off in the middle." if len(body) <= most else _too_large(host, most))
    if len(body) > most:
        raise OutsideRefused(_too_large(host, most))
    return body


def _too_large(host: str, most: int) -> str:
    return f"The calendar at {host} is larger than {most // 1024 // 1024} MB. Publish a smaller one."
