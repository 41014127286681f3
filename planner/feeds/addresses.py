"""Addresses of other people's calendars: which text is one."""

from urllib.parse import SplitResult, urlsplit

LONGEST_ADDRESS = 2000


class OutsideRefused(Exception):
    """The calendar was not fetched; the text says why and what would do."""


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
