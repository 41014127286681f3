"""Addresses of chats: what people paste, read by Apprise; only services that speak over the web, and no local file by the back door."""

import logging
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from planner.domain.refusals import Refused

if TYPE_CHECKING:
    from apprise import AppriseAsset, NotifyBase

LONGEST = 2000
HOSTED = {
    "slack": "Slack",
    "workflow": "Microsoft Teams",
    "discord": "Discord",
    "gchat": "Google Chat",
    "wxteams": "Webex",
    "tgram": "Telegram",
    "pover": "Pushover",
}
OWN_SERVER = {
    "mmosts": "Mattermost",
    "ntfys": "ntfy",
    "gotifys": "Gotify",
    "zulip": "Zulip",
    "jsons": "A webhook",
}
"""Services by Apprise's name; those on servers of one's own are shown with the host. Others may write files or open mail accounts."""
SCHEMES = frozenset({*HOSTED, *OWN_SERVER, "workflows", "mmost", "ntfy", "gotify", "json"})
FORBIDDEN = frozenset({"template", "attach"})
"""Options by which Apprise would read a file of this machine."""


@dataclass(frozen=True)
class ChatAddress:
    """`address` as it is kept; `label` may be shown."""

    address: str
    label: str


def read_chat_address(text: str) -> ChatAddress:
    """What somebody pasted. Raises Refused for what is no address of a chat that is known."""
    address = _with_scheme(_plain(text.strip()))
    plugin = open_plugin(address)
    if plugin is None:
        raise Refused(
            "This is not an address that Planner can send to. Copy the address that your chat gives for incoming messages.",
            "address",
        )
    return ChatAddress(address, _label(plugin))


def open_plugin(address: str, base_url: str = "") -> "NotifyBase | None":
    """What sends to this address; None for one that cannot be used. Nothing of any other service is even begun."""
    from apprise import Apprise
    from apprise.plugins import url_to_dict

    asset = _asset(base_url)
    known = url_to_dict(address)  # type: ignore[no-untyped-call]  # the one function of Apprise without types
    if not known or known.get("schema") not in SCHEMES:
        return None
    plugin = Apprise.instantiate(known, asset=asset, suppress_exceptions=True)
    if plugin is None:
        return None
    plugin.retry, plugin.request_rate_per_sec = 0, 0
    return plugin


@cache
def _asset(base_url: str) -> "AppriseAsset":
    from apprise import AppriseAsset

    # What it says at length in the log is in the message's own log, in the words of the other side.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    return AppriseAsset(app_id="Planner", app_desc="Planner", app_url=base_url, image_url_mask="", image_url_logo="")


def _plain(text: str) -> str:
    """Raises Refused for what no address holds."""
    if not text or len(text) > LONGEST or any(c.isspace() or not c.isprintable() for c in text):
        raise Refused("Copy the address as a whole: without spaces, and at most 2,000 characters.", "address")
    try:
        parts = urlsplit(text)
        options = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    except ValueError:
        raise Refused("This is not a web address. Copy it as a whole.", "address") from None
    if options & FORBIDDEN:
        raise Refused(f"Leave out “{sorted(options & FORBIDDEN)[0]}=”: Planner writes the message itself.", "address")
    return text


def _with_scheme(text: str) -> str:
    """A web address that belongs to no chat that Apprise knows is a webhook; what follows its question mark is kept."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or open_plugin(text) is not None:
        return text
    query = "&".join(f"-{quote(k)}={quote(v)}" for k, v in parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit(("jsons" if parts.scheme == "https" else "json", parts.netloc, parts.path, query, ""))


def _service(plugin: "NotifyBase") -> str:
    names = {name for found in (plugin.secure_protocol, plugin.protocol) for name in _names(found)}
    return next(name for name in (*HOSTED, *OWN_SERVER) if name in names)


def _names(found: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else tuple(found or ())


def _label(plugin: "NotifyBase") -> str:
    service = _service(plugin)
    if service in HOSTED:
        return HOSTED[service]
    host = str(getattr(plugin, "host", "") or "")
    # On the public server of ntfy, what stands in the host's place is the topic, which is the secret.
    return f"{OWN_SERVER[service]} at {host}"[:120] if "." in host or host == "localhost" else OWN_SERVER[service]
