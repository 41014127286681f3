"""Single sign-on by OpenID Connect: `provider` speaks the protocol; who it is here, actions decide."""

import logging

from flask import Blueprint, Flask, abort, current_app, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from planner import clock
from planner.actions.single_sign_on import Claims, SignOnFailed, connect, person_behind
from planner.domain.refusals import Refused
from planner.web.access import allowed, me, open_to_strangers
from planner.web.confirming import confirmed
from planner.web.limits import GUESSABLE, limiter
from planner.web.welcome import welcome

blueprint = Blueprint("single_sign_on", __name__, url_prefix="/sign-in/with")
log = logging.getLogger(__name__)

FAILED = "Single sign-on did not work this time. Try again, or sign in with your address."


def init_single_sign_on(app: Flask) -> None:
    """Knows the provider when there is one; it is asked for its addresses at the first sign-in."""
    app.extensions["planner_sign_on"] = None
    if not app.config["PLANNER_OIDC_ISSUER"]:
        return
    from planner.web.provider import register

    app.extensions["planner_sign_on"] = register(app)


def _leave(*, connecting: int | None) -> ResponseReturnValue:
    _must_exist()
    from planner.web.provider import go_there

    session["connecting"] = connecting
    try:
        return go_there(current_app.config["PLANNER_BASE_URL"] + url_for("single_sign_on.back"))
    except SignOnFailed as failure:
        return _failed(failure)


def _must_exist() -> None:
    if current_app.extensions["planner_sign_on"] is None:
        abort(404)


def _failed(failure: SignOnFailed) -> ResponseReturnValue:
    log.warning("Single sign-on failed: %s", failure)
    flash(FAILED, "danger")
    return redirect(url_for("account.show" if current_user.is_authenticated else "accounts.sign_in"))


@blueprint.post("")
@limiter.limit(GUESSABLE)
@open_to_strangers
def go() -> ResponseReturnValue:
    """To the provider, to sign in."""
    return _leave(connecting=None)


@blueprint.post("/connect")
@allowed("see own page")
@confirmed
def go_and_connect() -> ResponseReturnValue:
    """To the provider, so that it may sign me in from now on."""
    return _leave(connecting=me().id)


@blueprint.get("/back")
@limiter.limit(GUESSABLE)
@open_to_strangers
def back() -> ResponseReturnValue:
    """From the provider."""
    _must_exist()
    from planner.web.provider import claims_said

    connecting = session.pop("connecting", None)
    try:
        claims = claims_said()
    except SignOnFailed as failure:
        return _failed(failure)
    try:
        return _connect(claims, connecting) if connecting else _sign_in(claims)
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return redirect(url_for("account.show" if connecting else "accounts.sign_in"))


def _connect(claims: Claims, connecting: int) -> ResponseReturnValue:
    if not current_user.is_authenticated or me().id != connecting:
        raise Refused("You signed out meanwhile. Begin again.")
    connect(me(), claims, now=clock.now())
    flash("It is connected: you can sign in with it from now on.", "success")
    return redirect(url_for("account.show"))


def _sign_in(claims: Claims) -> ResponseReturnValue:
    by_email = bool(current_app.config["PLANNER_OIDC_BY_EMAIL"])
    return welcome(person_behind(claims, by_email=by_email, now=clock.now()), "single sign-on")
