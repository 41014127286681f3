"""Addresses of other people's calendars: which text is one, and which machines may be asked."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

LONGEST_ADDRESS = 2000
_INNER = tuple(ipaddress.ip_network(text) for text in ("168.63.129.16/32", "192.0.0.0/24"))
"""Public by their numbers, or taken for it by some Pythons, and yet the inside of somebody's data centre."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class OutsideRefused(Exception):
    """The calendar was not fetched; the text says why and what would do."""


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


def checked(address: str) -> str:
    """The address as it is fetched: webcal becomes https. Raises OutsideRefused for one that is no calendar address."""
    text = address.strip()
    scheme, _, rest = text.partition("://")
    text = f"https://{rest}" if scheme.lower() in ("webcal", "webcals") else text
    parts_of(text)
    return text


def parts_of(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise OutsideRefused("This is not a web address. Copy the address of the calendar as a whole.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or len(address) > LONGEST_ADDRESS:
        raise OutsideRefused("The address of a calendar begins with https:// or webcal://. Copy it as a whole.")
    if parts.username is not None or parts.password is not None:
        raise OutsideRefused(
            "Leave out the name and password: Planner reads calendars that open by their address alone."
        )
    if any(c.isspace() or not c.isprintable() for c in address):
        raise OutsideRefused("There is a space or an invisible character in the address. Copy it again.")
    return parts


def host_of(address: str) -> str:
    """The machine that an address names, which may be shown where the address itself may not."""
    return urlsplit(address).hostname or ""
