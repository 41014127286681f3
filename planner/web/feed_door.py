"""The door through which calendars come, in front of Flask: no routing, session, cookie, or page, and nothing of their cost.

A 200 with anything but the whole feed empties Thunderbird and Evolution, so every trouble is 503.
"""

import hmac
import logging
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any

from flask import Flask
from limits import parse

from planner import clock
from planner.actions.accounts import token_hash
from planner.feeds.opening import is_closed, is_gone, opened
from planner.feeds.shelf import Shelf
from planner.models.base import db
from planner.models.tickets import Ticket, Tickets
from planner.web.feed_answers import (
    NOT_MODIFIED,
    OK,
    READING,
    TROUBLE_SECONDS,
    Answer,
    Conditions,
    conditions_of,
    not_modified,
    plain,
    whole_of,
)
from planner.web.feed_log import FeedLog, init_feed_log
from planner.web.limits import limiter, near

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

ADDRESS = re.compile(r"/feeds/([^/]*)(?:/.*)?\.ics", re.DOTALL)
"""The token, and perhaps a name that is only there for the reader's list of calendars. Whatever is malformed is answered here, too, so that
it looks like what is unknown."""
SERVED = (OK, NOT_MODIFIED)
TRIES = parse("60/minute")
"""Unknown tokens from one neighbourhood; known ones are never limited, because a whole office may share an address."""
log = logging.getLogger(__name__)


def init_feed_door(app: Flask) -> None:
    """Puts the door in front of the application; whatever tells the true address of the caller belongs in front of it."""
    app.extensions["planner_shelf"] = Shelf()
    init_feed_log(app)
    app.wsgi_app = FeedDoor(app, app.wsgi_app)  # type: ignore[method-assign]  # Flask's own recipe


class FeedDoor:
    """Answers what asks for a feed, and hands on everything else."""

    def __init__(self, app: Flask, behind: Callable[[Environ, StartResponse], Iterable[bytes]]) -> None:
        self._app = app
        self._behind = behind

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        address = ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        if address is None:
            return self._behind(environ, start_response)
        return self._answer(address[1], environ).send(environ, start_response)

    def _answer(self, token: str, environ: Environ) -> Answer:
        """Thunderbird tries PROPFIND and PUT to learn whether it may write; 405 and nothing else says no."""
        if environ["REQUEST_METHOD"] == "OPTIONS":
            return Answer(OK, [("Allow", READING)], [])
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return plain(HTTPStatus.METHOD_NOT_ALLOWED, "A feed can only be read.", Allow=READING)
        try:
            return self._feed(token_hash(token), environ)
        except Exception as error:  # whatever it is: 503 keeps the reader's events, anything else may not
            log.error("A feed could not be served: %s", type(error).__name__, exc_info=self._app.debug)
            sentence = "Planner is busy. Your calendar will ask again by itself."
            return plain(HTTPStatus.SERVICE_UNAVAILABLE, sentence, Retry_After=str(TROUBLE_SECONDS))

    @cached_property
    def _tickets(self) -> Tickets:
        with self._app.app_context():
            return Tickets(db.engine)

    def _feed(self, hashed: str, environ: Environ) -> Answer:
        now, ticket = clock.now(), self._tickets.ticket_for(hashed)
        if ticket is None or not hmac.compare_digest(ticket.token_hash, hashed) or is_closed(ticket):
            return _unknown(environ)
        if is_gone(ticket, now):
            return plain(HTTPStatus.GONE, "This feed was withdrawn. Remove the calendar from your program.")
        wanted = conditions_of(environ)
        answer = self._unchanged(ticket, wanted, now) or self._opened(ticket, wanted, now) or _unknown(environ)
        if answer.status in SERVED:
            whole = answer.status is OK and environ["REQUEST_METHOD"] == "GET"
            feed_log: FeedLog = self._app.extensions["planner_feed_log"]
            feed_log.note(ticket, environ.get("HTTP_USER_AGENT", ""), now, whole=whole)
        return answer

    def _unchanged(self, ticket: Ticket, wanted: Conditions, now: datetime) -> Answer | None:
        """What most calendars get most of the time: everything is known, and nothing more is asked."""
        shelf: Shelf = self._app.extensions["planner_shelf"]
        known = shelf.known(ticket.feed_id)
        if known is None or not known.etag or not known.holds(ticket, now):
            return None
        answer = not_modified(wanted, known, now)
        if answer is None and (body := shelf.body(known.etag)):
            return whole_of(wanted, body, known, now)
        return answer

    def _opened(self, ticket: Ticket, wanted: Conditions, now: datetime) -> Answer | None:
        """None when the person may not read it any more."""
        shelf: Shelf = self._app.extensions["planner_shelf"]
        with self._app.app_context():
            known, body = opened(ticket, shelf, now)
            answer = not_modified(wanted, known, now) if known.etag else None
            if answer is None and known.etag and body is None:
                known, body = opened(ticket, shelf, now)
        return answer or (whole_of(wanted, body, known, now) if body else None)


def _unknown(environ: Environ) -> Answer:
    """The same for what never was, what was revoked and what is no longer open to its person."""
    if limiter.enabled and not limiter.limiter.hit(TRIES, "unknown feed", near(environ.get("REMOTE_ADDR", ""))):
        return plain(HTTPStatus.TOO_MANY_REQUESTS, "Too many tries. Wait a minute.", Retry_After="60")
    return plain(HTTPStatus.NOT_FOUND, "There is no feed at this address. Make a new one in Planner, under Subscribe.")
