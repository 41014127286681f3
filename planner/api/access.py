"""Who reads: a token in the Authorization header and nothing else. No cookie opens this room, and no token of a feed does.

Whether the token stands, what it covers and what its person's role may do is asked of the database at every request.
"""

from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec, cast

from flask import Flask, Response, abort, current_app, g, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized

from planner import clock
from planner.actions.api_tokens import record_uses, token_behind
from planner.actions.guessing import network_of
from planner.actions.later import Later
from planner.api.shapes import Reader
from planner.domain.api_parts import Part
from planner.domain.roles import ACTS, may
from planner.models.api_tokens import ApiToken, Use
from planner.models.commitments import represented_by

P = ParamSpec("P")
View = Callable[P, Response]

READS = parse("600/minute")
GUESSES = parse("30/minute")
LONGEST_CLIENT = 120
NO_TOKEN = (
    "Send “Authorization: Bearer” and a token. People make one in Planner, under My account, Programs that read for me."  # noqa: S105  # a sentence
)
UNKNOWN = "This token is unknown, has expired or was ended, or its person has left. Make a new one in Planner, under My account."
NOT_JSON = "This address answers in JSON. Send “Accept: application/json”, or no Accept at all."


def init_api(app: Flask) -> None:
    """Makes room for what is counted and noted beside requests; per process, in memory."""
    app.extensions["planner_api_limits"] = FixedWindowRateLimiter(MemoryStorage())
    app.extensions["planner_api_uses"] = Later(app, record_uses)


def reads(act: str, part: Part | None) -> Callable[[View[P]], View[P]]:
    """Marks a view with the act that it performs and the part that a token must cover, None for any token."""
    ACTS[act]  # a misspelt act fails at import

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
            token = _token()
            _count(READS, str(token.id))
            if request.accept_mimetypes and not request.accept_mimetypes.accept_json:
                abort(406, NOT_JSON)
            if part is not None and part not in token.parts:
                abort(403, f"This token does not cover “{part}”. Make one that does in Planner, under My account.")
            if not may(token.person.role, act, own=True):
                abort(403, "The role of this token's person does not cover it. Ask HR if it should.")
            _note_use(token)
            g.api_token = token
            return view(*args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined]  # the mark that the route tests read
        return guarded

    return mark


def _token() -> ApiToken:
    """The token that stands behind the request. Aborts with 401 for none, and with 429 for whoever guesses."""
    scheme, _, sent = request.headers.get("Authorization", "").partition(
        " "
    )  # Werkzeug's own reading raises for odd letters
    if scheme.lower() != "bearer" or not sent:
        _refuse(NO_TOKEN)
    token = token_behind(sent.strip(), clock.now())
    if token is None:
        _count(GUESSES, f"guesses of {network_of(request.remote_addr or '')}")
        _refuse(UNKNOWN)
    return token


def _refuse(sentence: str) -> NoReturn:
    raise Unauthorized(sentence, www_authenticate=WWWAuthenticate("bearer", {"realm": "Planner"}))


def _count(rate: RateLimitItem, whose: str) -> None:
    limits: FixedWindowRateLimiter = current_app.extensions["planner_api_limits"]
    if current_app.config.get("RATELIMIT_ENABLED", True) and not limits.hit(rate, whose):
        wait = max(1, int(limits.get_window_stats(rate, whose).reset_time - clock.now().timestamp()) + 1)
        raise TooManyRequests(f"Too many requests. Wait {wait} seconds, then go on.", retry_after=wait)


def _note_use(token: ApiToken) -> None:
    client = "".join(letter for letter in request.user_agent.string if letter.isprintable())[:LONGEST_CLIENT]
    uses: Later[int, Use] = current_app.extensions["planner_api_uses"]
    uses.note(token.id, Use(clock.now(), client))


def my_token() -> ApiToken:
    """The token that reads; only for views marked with `reads`."""
    return cast(ApiToken, g.api_token)


def reader() -> Reader:
    """Who reads, and for whom they stand; only for views marked with `reads`."""
    person = my_token().person
    return Reader(person, frozenset(one.id for one in represented_by(person)))
