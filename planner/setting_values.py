"""What the text of a setting may mean: each function gives the value, or raises ValueError with the rest of the sentence."""

from urllib.parse import urlsplit
from zoneinfo import available_timezones

_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_:[]")


def text(value: str) -> str:
    return value


def words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def boolean(value: str) -> bool:
    if value.lower() in ("true", "yes", "1"):
        return True
    if value.lower() in ("false", "no", "0", ""):
        return False
    raise ValueError("is neither true nor false")


def whole_number(value: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise ValueError("is not a whole number")
    return int(value)


def seconds(value: str) -> int:
    if whole_number(value) < 1:
        raise ValueError("is less than a second")
    return int(value)


def data_seconds(value: str) -> int:
    if whole_number(value) < 60:
        raise ValueError(
            "is too short: a mail server may take minutes over a mail, and a mail that was given up is sent again; 600 is usual"
        )
    return int(value)


def database(value: str) -> str:
    scheme = urlsplit(value).scheme
    if value and scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
        raise ValueError("does not begin with sqlite:/// or postgresql://")
    return value.replace("postgresql://", "postgresql+psycopg://", 1)


def base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("is not a web address such as https://planner.example.org")
    return value.rstrip("/")


def token(value: str) -> str:
    if value and len(value) < 32:
        raise ValueError("is too short: give 32 characters or more, for example from “openssl rand -hex 32”")
    return value


def smtp(value: str) -> str:
    if not value:
        return value
    parts = urlsplit(value)
    if parts.scheme not in ("smtp", "smtps", "smtp+starttls", "smtp+plain") or not parts.hostname:
        raise ValueError(
            "does not look like smtp://host:25, smtp+starttls://user:password@host:587 or smtps://host:465"
        )
    if parts.scheme == "smtp+plain" and parts.username:
        raise ValueError("would send a password that everybody on the way can read: use smtp+starttls:// or smtps://")
    return value


def imap(value: str) -> str:
    if not value:
        return value
    parts = urlsplit(value)
    if parts.scheme not in ("imap", "imaps", "imap+starttls") or not parts.hostname or not parts.username:
        raise ValueError(
            "does not look like imaps://user:password@host:993/INBOX or imap+starttls://user:password@host:143"
        )
    return value


def address(value: str) -> str:
    if "@" not in value or any(c in value for c in "\r\n\0"):
        raise ValueError("is not a mail address")
    return value


def hosts(value: str) -> frozenset[str]:
    names = frozenset(name.strip().lower() for name in value.split(",") if name.strip())
    if any(not set(name) <= _HOST for name in names):
        raise ValueError("is not a list of host names such as ntfy.example.org,chat.example.org")
    return names


def web_address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("is not a web address such as https://hc-ping.com/your-uuid")
    return value


def zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is not a time zone name such as Europe/Dublin")
    return value


def issuer(value: str) -> str:
    if not value:
        return value
    parts = urlsplit(value)
    inside = parts.hostname in ("localhost", "127.0.0.1")
    if parts.scheme != "https" and not (inside and parts.scheme == "http"):
        raise ValueError("does not begin with https://")
    return value.rstrip("/")
