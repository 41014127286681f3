"""Feeds as calendars ask for them: no session, no cookie, no page; the whole feed, or 304, or a status that keeps what the reader has.

A 200 with anything but the whole feed empties Thunderbird and Evolution, so every trouble is 503.
"""

import logging
from datetime import datetime
from typing import cast

from flask import Blueprint, Flask, Request, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_limiter.util import get_remote_address
from limits import parse

from planner import clock
from planner.actions.accounts import token_hash
from planner.feeds.opening import body_of, is_closed, is_gone, state_of
from planner.feeds.shelf import Body, Shelf, State
from planner.models.feeds import Ticket, ticket_for
from planner.web.access import open_to_strangers
from planner.web.feed_log import feed_log, init_feed_log
from planner.web.limits import limiter

blueprint = Blueprint("feed_files", __name__)
log = logging.getLogger(__name__)

TRIES = parse("60/minute")
"""Unknown tokens from one address; known ones are never limited, because a whole office may share an address."""
TROUBLE_SECONDS = 120


OTHER_METHODS = (
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "PROPFIND",
    "PROPPATCH",
    "REPORT",
    "MKCALENDAR",
    "MOVE",
    "COPY",
    "LOCK",
)


class NoSessionForFeeds(SecureCookieSessionInterface):
    """Opens no session for calendars, so that no cookie is set and none makes the answer vary."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.path.startswith("/feeds/") and request.path.endswith(".ics"):
            return None
        return super().open_session(app, request)


@blueprint.record_once
def _prepare(setup: BlueprintSetupState) -> None:
    app = cast(Flask, setup.app)
    app.extensions["planner_shelf"] = Shelf()
    app.session_interface = NoSessionForFeeds()
    app.extensions["csrf"].exempt(refuse_writing)
    init_feed_log(app)


@blueprint.get("/feeds/<token>.ics")
@blueprint.get("/feeds/<token>/<name>.ics")
@open_to_strangers
def feed(token: str, **_name: str) -> Response:
    """The feed that the token opens; the name is only there for the reader's list of calendars."""
    try:
        return _answer(token_hash(token), clock.now())
    except Exception as error:  # whatever it is: 503 keeps the reader's events, anything else may not
        log.error("A feed could not be served: %s", type(error).__name__, exc_info=current_app.debug)
        return _plain(
            503, "Planner is busy. Your calendar will ask again by itself.", {"Retry-After": str(TROUBLE_SECONDS)}
        )


@blueprint.route("/feeds/<token>.ics", methods=OTHER_METHODS)
@blueprint.route("/feeds/<token>/<name>.ics", methods=OTHER_METHODS)
@open_to_strangers
def refuse_writing(**_address: str) -> Response:
    """Thunderbird tries PROPFIND and PUT to learn whether it may write; 405 and nothing else says no."""
    return _plain(405, "A feed can only be read.", {"Allow": "GET, HEAD, OPTIONS"})


def _answer(hashed: str, now: datetime) -> Response:
    ticket = ticket_for(hashed)
    if ticket is None or is_closed(ticket):
        return _unknown()
    if is_gone(ticket, now):
        return _plain(410, "This feed was withdrawn. Remove the calendar from your program.", {})
    shelf: Shelf = current_app.extensions["planner_shelf"]
    state = state_of(ticket, shelf, now)
    if not state.etag:
        return _unknown()
    response = _not_modified(state) or _whole(ticket, state, shelf, now)
    whole = response.status_code == 200 and request.method == "GET"
    feed_log().note(ticket, request.headers.get("User-Agent", ""), now, whole=whole)
    return response


def _unknown() -> Response:
    """The same for what never was, what was revoked and what is no longer open to its person."""
    if limiter.enabled and not limiter.limiter.hit(TRIES, "unknown feed", get_remote_address()):
        return _plain(429, "Too many tries. Wait a minute.", {"Retry-After": "60"})
    return _plain(404, "There is no feed at this address. Make a new one in Planner, under Subscribe.", {})


def _plain(status: int, sentence: str, headers: dict[str, str]) -> Response:
    response = Response(sentence + "\n", status, mimetype="text/plain", headers=headers)
    response.headers["Cache-Control"] = "private, no-store"
    return _guarded(response)


def _guarded(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _wants_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0


def _not_modified(state: State) -> Response | None:
    """304 when the reader has this state: by tag if it sent any, else by date."""
    tags = request.if_none_match
    if tags:
        known = tags.contains_weak(state.etag) or tags.contains_weak(f"{state.etag}-gz")
    else:
        known = request.if_modified_since is not None and state.modified_at <= request.if_modified_since
    return _described(Response(status=304), state.etag, state) if known else None


def _whole(ticket: Ticket, state: State, shelf: Shelf, now: datetime) -> Response:
    tag, body = body_of(ticket, state, shelf, now)
    response = Response(_encoded(body), mimetype="text/calendar")
    if _wants_gzip():
        response.content_encoding = "gzip"
    response.headers["Content-Disposition"] = f'inline; filename="{_file_name(state.name)}.ics"'
    return _described(response, tag, state)


def _encoded(body: Body) -> bytes:
    return body.gzipped if _wants_gzip() else body.plain


def _described(response: Response, tag: str, state: State) -> Response:
    response.set_etag(f"{tag}-gz" if _wants_gzip() else tag)
    response.last_modified = state.modified_at
    response.headers["Cache-Control"] = "private, max-age=300, must-revalidate"
    response.vary.add("Accept-Encoding")
    return _guarded(response)


def _file_name(name: str) -> str:
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in name).strip("-")
    return kept or "Planner"


@blueprint.get("/robots.txt")
@open_to_strangers
def robots() -> Response:
    """Nothing here is for search engines; feeds are left open, because Google Calendar obeys this file."""
    return Response("User-agent: *\nAllow: /feeds/\nDisallow: /\n", mimetype="text/plain")
