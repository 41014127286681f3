"""Pages go out compressed where the reader can take it: a year of sixty teams is long, and mostly the same words."""

import gzip

from flask import Flask, request
from werkzeug.wrappers import Response

SHORT = 1400  # bytes: one network packet, which compressing would not make fewer
KINDS = frozenset({"text/html", "application/json"})
LEVEL = 5


def init_compression(app: Flask) -> None:
    """Compresses after every request. Session cookies are SameSite=Lax, so no other site can make guesses at a page's length (BREACH)."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    wanted = (
        response.mimetype in KINDS and request.accept_encodings.quality("gzip") > 0 and not response.direct_passthrough
    )
    if response.mimetype in KINDS:
        response.vary.add("Accept-Encoding")
    if not wanted or response.is_streamed or "Content-Encoding" in response.headers or len(response.get_data()) < SHORT:
        return response
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
