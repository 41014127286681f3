"""Who is asking, and whether they may: every view is marked with the act it performs, or as open to strangers.

The table of acts is `planner.domain.roles`; a test walks all routes and fails for one that is not marked.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from planner import clock
from planner.actions.later import Later
from planner.actions.sign_ins import Limits, saw, sign_in_behind
from planner.domain.roles import ACTS, may
from planner.domain.states import Role
from planner.models.base import asking_when_writing
from planner.models.people import Person
from planner.models.sign_ins import SignIn, role_behind

P = ParamSpec("P")
R = TypeVar("R", bound=ResponseReturnValue)
View = Callable[P, R]

SEEN_AGAIN_AFTER = timedelta(minutes=5)

login_manager = LoginManager()


class SignedIn:
    """What a session stands for: a person, and the row by which it can be seen and ended."""

    is_active = True
    is_anonymous = False
    is_authenticated = True

    def __init__(self, row: SignIn, token: str) -> None:
        self.person = row.person
        self.row = row
        self.number = row.id
        self.token = token

    def get_id(self) -> str:
        return self.token

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def role(self) -> Role:
        return self.person.role


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login ships no types
def _load(token: str) -> SignedIn | None:
    now = clock.now()
    row = sign_in_behind(token, _limits(), now=now)
    if row is None:
        return None
    if now - row.seen_at > SEEN_AGAIN_AFTER:
        current_app.extensions["planner_seen"].note(row.id, now)
    return SignedIn(row, token)


def _limits() -> Limits:
    config = current_app.config
    return Limits(timedelta(hours=config["PLANNER_SIGN_IN_HOURS"]), timedelta(days=config["PLANNER_SIGN_IN_DAYS"]))


@login_manager.unauthorized_handler  # type: ignore[untyped-decorator]  # Flask-Login ships no types
def _ask_to_sign_in() -> Response:
    if request.method != "GET" or request.accept_mimetypes.best == "application/json":
        abort(401)
    session["after_sign_in"] = request.full_path.rstrip("?")
    return redirect(url_for("accounts.sign_in"))


def init_access(app: Flask) -> None:
    """Signs people in from their session and closes every view that is not marked as open."""
    login_manager.init_app(app)
    app.extensions["planner_seen"] = Later(app, saw)
    app.before_request(_close_unmarked)


def _close_unmarked() -> ResponseReturnValue | None:
    """The last line of defence: a view that somebody forgot to mark answers 403 to everyone, not 200."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    if not hasattr(view, "act"):
        abort(403)
    return None


def open_to_strangers(view: Callable[P, R]) -> Callable[P, R]:
    """Marks a view that needs no sign-in."""
    view.act = None  # type: ignore[attr-defined]  # the mark that the route test reads
    return view


def allowed(act: str) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Marks a view with the act of the table that it performs. A role that has the act for its own things only gets in,
    and the view asks `require_own` about the thing itself."""
    ACTS[act]  # a misspelt act fails at import

    def mark(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if not current_user.is_authenticated:
                return cast(Response, login_manager.unauthorized())
            g.asked = [(act, True)]
            if not may(me().role, act, own=True):
                abort(403)
            with asking_when_writing(_ask_again):
                return view(*args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined]  # the mark that the route test reads
        return guarded

    return mark


def my_sign_in() -> SignIn:
    """The session that the reader is in; only for views marked with `allowed`."""
    return cast(SignIn, current_user.row)


def me() -> Person:
    """The person who is signed in; only for views marked with `allowed`."""
    return cast(Person, current_user.person)


def require(act: str, *, own: bool) -> None:
    """Refuses unless the reader may do `act`; `own` says whether the thing is theirs. A thing that the address names answers as if it were
    missing: whether it exists is nobody else's to know."""
    g.asked.append((act, own))
    if not may(me().role, act, own=own):
        abort(404 if request.view_args else 403)


def _ask_again() -> None:
    """Inside the write transaction: whoever was signed out, deactivated or given a smaller role meanwhile writes nothing."""
    role = role_behind(current_user.number)
    if role is None:
        abort(401)
    if not all(may(role, act, own=own) for act, own in g.asked):
        abort(403)


def can(act: str, *, own: bool = False) -> bool:
    """For templates: whether the reader may do `act`. False for strangers."""
    return bool(current_user.is_authenticated) and may(Role(me().role), act, own=own)
