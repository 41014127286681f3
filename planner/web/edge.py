"""The edge: what no keyboard types is refused before anything reads it. PostgreSQL cannot keep a NUL, SQLite can: neither gets one."""

from collections.abc import Iterable

from flask import Flask, abort, request

SENTENCE = "What was sent holds characters that cannot be kept. Type it anew instead of pasting it."


def init_edge(app: Flask) -> None:
    """Looks at every request before its view does."""
    app.before_request(_refuse_unreadable)


def _refuse_unreadable() -> None:
    texts: list[str] = [request.path, *_all(request.args.items(multi=True))]
    if request.method == "POST":
        texts += _all(request.form.items(multi=True))
    if not all(is_readable(text) for text in texts):
        abort(400, SENTENCE)


def _all(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [text for pair in pairs for text in pair]


def is_readable(text: str) -> bool:
    """Whether a text can be kept: no NUL, and no half of a character that needs two."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
