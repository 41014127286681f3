"""Single sign-on by OpenID Connect: Authlib does the protocol (code flow with PKCE, state, nonce); who it is here, actions decide."""

import logging
from typing import cast

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from flask import Blueprint, Flask, abort, current_app, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from joserfc.errors import JoseError
from requests import RequestException

from planner import clock
from planner.actions.single_sign_on import Claims, connect, person_behind
from planner.domain.refusals import Refused
from planner.web.access import allowed, me, open_to_strangers
from planner.web.confirming import confirmed
from planner.web.limits import GUESSABLE, limiter
from planner.web.welcome import welcome

blueprint = Blueprint("single_sign_on", __name__, url_prefix="/sign-in/with")
log = logging.getLogger(__name__)

SIGNED_WITH = ("RS256", "PS256", "ES256", "EdDSA")
"""Never "none", and no shared secrets: a client secret that leaks must not sign anybody in."""
SECONDS = 10
FAILED = "Single sign-on did not work this time. Try again, or sign in with your address."


def init_single_sign_on(app: Flask) -> None:
    """Knows the provider when there is one; it is asked for its addresses at the first sign-in."""
    app.extensions["planner_sign_on"] = None
    if not app.config["PLANNER_OIDC_ISSUER"]:
        return
    app.extensions["planner_sign_on"] = OAuth(app).register(  # type: ignore[no-untyped-call]  # the stubs leave it untyped
        "provider",
        client_id=app.config["PLANNER_OIDC_CLIENT_ID"],
        client_secret=app.config["PLANNER_OIDC_CLIENT_SECRET"],
        server_metadata_url=f"{app.config['PLANNER_OIDC_ISSUER']}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "default_timeout": SECONDS},
    )


def _provider() -> FlaskOAuth2App:
    """The provider. Answers 404 when there is none, and refuses one that calls itself by another name (a mix-up)."""
    found = current_app.extensions["planner_sign_on"] or abort(404)
    provider = cast(FlaskOAuth2App, found)
    metadata = provider.load_server_metadata()
    if metadata.get("issuer") != current_app.config["PLANNER_OIDC_ISSUER"]:
        raise OAuthError("issuer", f"The provider calls itself {metadata.get('issuer')!r}.")
    offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
    metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNED_WITH]
    return provider


def _leave(*, connecting: int | None) -> ResponseReturnValue:
    session["connecting"] = connecting
    try:
        back = current_app.config["PLANNER_BASE_URL"] + url_for("single_sign_on.back")
        return cast(ResponseReturnValue, _provider().authorize_redirect(back))
    except (OAuthError, RequestException, JoseError) as error:
        return _failed(error)


def _failed(error: Exception) -> ResponseReturnValue:
    log.warning("Single sign-on failed: %s", type(error).__name__ if isinstance(error, RequestException) else error)
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
    connecting = session.pop("connecting", None)
    try:
        claims = _claims()
    except (OAuthError, RequestException, JoseError, ValueError, KeyError) as error:
        return _failed(error)
    try:
        return _connect(claims, connecting) if connecting else _sign_in(claims)
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return redirect(url_for("account.show" if connecting else "accounts.sign_in"))


def _claims() -> Claims:
    """What the provider says, verified: issuer, audience, expiry, nonce, signature. Raises one of the errors that `back` expects."""
    provider = _provider()
    must = {
        "iss": {"essential": True, "value": current_app.config["PLANNER_OIDC_ISSUER"]},
        "aud": {"essential": True, "value": provider.client_id},
        "sub": {"essential": True},
        "exp": {"essential": True},
        "nonce": {"essential": True},
    }
    said = provider.authorize_access_token(claims_options=must).get("userinfo")
    if said is None:
        raise OAuthError("id_token", "The provider sent no ID token.")
    return Claims(str(said["iss"]), str(said["sub"]), str(said.get("email", "")), said.get("email_verified") is True)


def _connect(claims: Claims, connecting: int) -> ResponseReturnValue:
    if not current_user.is_authenticated or me().id != connecting:
        raise Refused("You signed out meanwhile. Begin again.")
    connect(me(), claims, now=clock.now())
    flash("It is connected: you can sign in with it from now on.", "success")
    return redirect(url_for("account.show"))


def _sign_in(claims: Claims) -> ResponseReturnValue:
    by_email = bool(current_app.config["PLANNER_OIDC_BY_EMAIL"])
    return welcome(person_behind(claims, by_email=by_email, now=clock.now()), "single sign-on")
