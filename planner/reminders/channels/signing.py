"""What a webhook of somebody's own program is signed with, so that it can tell our requests from others, and new ones from repeats."""

import hashlib
import hmac
from datetime import datetime
from urllib.parse import urlsplit

SCHEMES = frozenset({"json", "jsons"})


def is_webhook(address: str) -> bool:
    """Whether the address is that of somebody's own program, in the way it is stored."""
    return urlsplit(address).scheme in SCHEMES


def webhook_key(secret: str, address: str) -> str:
    """The key that both sides know, of this address alone. It ends with the secret of the installation."""
    return hmac.new(secret.encode(), b"webhook\0" + address.encode(), hashlib.sha256).hexdigest()


def signature(key: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers: HMAC-SHA256 of the seconds since 1970, a dot and the body, in hexadecimal digits."""
    seconds = str(int(at.timestamp()))
    digest = hmac.new(key.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Planner-Timestamp": seconds, "X-Planner-Signature": f"v1={digest}"}
