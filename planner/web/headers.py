"""The headers of every answer. Nothing inline, nothing from elsewhere: the front end is built so that this policy holds."""

from flask import Flask, abort, request
from werkzeug.wrappers import Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


TOKEN_PAGES = frozenset(
    {"accounts.use_link", "accounts.first_run", "answers.show", "answers.answer", "single_sign_on.back", "feeds.show"}
)
"""Pages whose address opens something, or that show an address which does: theirs is named to nobody, not even to ourselves."""
FROM_HERE = frozenset({"same-origin", "none"})


def init_headers(app: Flask) -> None:
    """Adds the headers after every request; a view that set one of them itself keeps its own."""
    app.before_request(_refuse_from_elsewhere)
    app.after_request(_add_headers)


def _refuse_from_elsewhere() -> None:
    """What changes something comes from a page of ours, beside the token that its form carries. Old browsers do not say where from."""
    site = request.headers.get("Sec-Fetch-Site", "none")
    if request.method not in ("GET", "HEAD", "OPTIONS") and site not in FROM_HERE:
        abort(400, "This was sent from another site. Open the page here, and send it again.")


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    secret = request.endpoint in TOKEN_PAGES
    headers.setdefault("Referrer-Policy", "no-referrer" if secret else "same-origin")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Server", "")  # servers put their own name there, unless there is one
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "private, no-store")
    return response
