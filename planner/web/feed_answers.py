"""What a calendar gets for its request, by the table that real calendars were measured against: a status, headers, and bytes.

It knows HTTP and nothing of Flask: feeds are answered before Flask looks at a request, see `feed_door`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple

from werkzeug.datastructures import Accept
from werkzeug.http import http_date, parse_accept_header, parse_date, parse_etags

from planner.feeds.bodies import Body
from planner.feeds.shelf import Known

Headers = list[tuple[str, str]]

GUARDS: Headers = [
    ("X-Robots-Tag", "noindex"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
]
CACHING = "private, max-age=300, must-revalidate"
READING = "GET, HEAD, OPTIONS"
TROUBLE_SECONDS = 120
OK, NOT_MODIFIED = HTTPStatus.OK, HTTPStatus.NOT_MODIFIED
"""Looked up once: an enumeration takes its time for each."""
_LINES = {status: f"{status.value} {status.phrase}" for status in HTTPStatus}


class Answer(NamedTuple):
    """`headers` without the length, which `send` adds to whatever may have a body. `body` in pieces, as WSGI has it."""

    status: HTTPStatus
    headers: Headers
    body: list[bytes]

    def send(self, environ: Mapping[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        """As WSGI has it. HEAD is answered with the length that GET would have."""
        headers = self.headers
        if self.status is not NOT_MODIFIED:
            headers = [*headers, *GUARDS, ("Content-Length", str(sum(map(len, self.body))))]
        if environ.get("wsgi.url_scheme") == "https":
            headers = [*headers, ("Strict-Transport-Security", "max-age=31536000")]
        start_response(_LINES[self.status], headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else self.body


def plain(status: HTTPStatus, sentence: str, **headers: str) -> Answer:
    """A status that leaves the reader's events as they are, and a sentence for whoever looks at it with a browser."""
    more = [(name.replace("_", "-"), value) for name, value in headers.items()]
    described = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "private, no-store"), *more]
    return Answer(status, described, [f"{sentence}\n".encode()])


class Conditions(NamedTuple):
    """What the reader said it has already, and what it can take."""

    tags: str
    since: str
    gzip: bool


def conditions_of(environ: Mapping[str, Any]) -> Conditions:
    return Conditions(
        environ.get("HTTP_IF_NONE_MATCH", ""),
        environ.get("HTTP_IF_MODIFIED_SINCE", ""),
        _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


@lru_cache(maxsize=500)
def _takes_gzip(accepted: str) -> bool:
    """There are about as many such headers as there are programs."""
    found: Accept = parse_accept_header(accepted, Accept)
    return found["gzip"] > 0


def not_modified(wanted: Conditions, known: Known, now: datetime) -> Answer | None:
    """304 when the reader has this state: by tag if it sent any, else by date."""
    about = _about(wanted, known.etag, known, now)
    if wanted.tags != about[0][1] and not _has(wanted, known):
        return None
    return Answer(NOT_MODIFIED, about, [])


def _has(wanted: Conditions, known: Known) -> bool:
    tags = parse_etags(wanted.tags)
    if tags:
        return tags.contains_weak(known.etag) or tags.contains_weak(f"{known.etag}-gz")
    since = parse_date(wanted.since)
    return since is not None and known.modified_at <= since


def whole_of(wanted: Conditions, body: Body, known: Known, now: datetime) -> Answer:
    """The whole feed under the tag that was made from it."""
    headers = [
        ("Content-Type", "text/calendar; charset=utf-8"),
        ("Content-Disposition", f'inline; filename="{_file_name(known.name)}.ics"'),
        *_about(wanted, body.etag, known, now),
    ]
    if wanted.gzip:
        headers.append(("Content-Encoding", "gzip"))
    return Answer(OK, headers, [body.gzipped] if wanted.gzip else body.texts)


def _about(wanted: Conditions, tag: str, known: Known, now: datetime) -> Headers:
    return [
        ("ETag", f'"{tag}-gz"' if wanted.gzip else f'"{tag}"'),
        ("Last-Modified", _dated(_said(known.modified_at, now))),
        ("Cache-Control", CACHING),
        ("Vary", "Accept-Encoding"),
    ]


@lru_cache(maxsize=10_000)
def _dated(moment: datetime) -> str:
    return http_date(moment)


def _said(modified_at: datetime, now: datetime) -> datetime:
    """A second earlier while that second runs: it may still change, and whoever asks by date would never hear of it."""
    return modified_at if modified_at < now else modified_at - timedelta(seconds=1)


def _file_name(name: str) -> str:
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in name).strip("-")
    return kept[:80] or "Planner"
