"""The edge: what no keyboard types is refused before anything reads it. PostgreSQL cannot keep a NUL, SQLite can: neither gets one."""

from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request

SENTENCE = "What was sent holds characters that cannot be kept. Type it anew instead of pasting it."
TYPED = "application/x-www-form-urlencoded"


def init_edge(app: Flask) -> None:
    """Looks at every request before its view does."""
    app.before_request(_refuse_unreadable)


def _refuse_unreadable() -> None:
    texts: list[str] = [request.path, *_all(request.args.items(multi=True))]
    octets = [request.environ.get("PATH_INFO", "").encode("latin-1"), unquote_to_bytes(request.query_string)]
    if request.method == "POST":
        if request.mimetype == TYPED:  # kept for the form, which is read from it below and is as short as a form may be
            octets.append(unquote_to_bytes(request.get_data()))
        texts += _all(request.form.items(multi=True))
    if not all(is_readable(text) for text in texts) or not all(map(is_utf8, octets)):
        abort(400, SENTENCE)


def _all(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [text for pair in pairs for text in pair]


def is_readable(text: str) -> bool:
    """Whether a text can be kept: no NUL, and no mark of octets that were no text, which Werkzeug leaves in a form of parts."""
    return "\0" not in text and "\ufffd" not in text


def is_utf8(octets: bytes) -> bool:
    """Whether octets are text, without half of a character that needs two. Werkzeug reads others as something that looks like text."""
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True
