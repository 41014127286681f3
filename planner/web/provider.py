"""The provider of single sign-on, as Authlib speaks to it: code flow with PKCE, state and nonce.

Imported where there is a provider: Authlib takes a tenth of the start, which those without one should not wait for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from requests import RequestException

from planner.actions.single_sign_on import Claims, SignOnFailed

SIGNED_WITH = ("RS256", "PS256", "ES256", "EdDSA")
"""Never "none", and no shared secrets: a client secret that leaks must not sign anybody in."""
SECONDS = 10


def register(app: Flask) -> FlaskOAuth2App:
    """Knows the provider; it is asked for its addresses at the first sign-in."""
    made = OAuth(app).register(  # type: ignore[no-untyped-call]  # the stubs leave it untyped
        "provider",
        client_id=app.config["PLANNER_OIDC_CLIENT_ID"],
        client_secret=app.config["PLANNER_OIDC_CLIENT_SECRET"],
        server_metadata_url=f"{app.config['PLANNER_OIDC_ISSUER']}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "default_timeout": SECONDS},
    )
    return cast(FlaskOAuth2App, made)


def go_there(back: str) -> ResponseReturnValue:
    """The way to the provider, which leads to the address `back`. Raises SignOnFailed."""
    with _failing():
        return cast(ResponseReturnValue, _provider().authorize_redirect(back))


def claims_said() -> Claims:
    """What the provider says, verified: issuer, audience, expiry, nonce, signature. Raises SignOnFailed."""
    with _failing():
        return _claims()


@contextmanager
def _failing() -> Iterator[None]:
    """Whatever goes wrong between two servers is one thing to the person in between."""
    try:
        yield
    except RequestException as error:
        raise SignOnFailed(type(error).__name__) from error
    except (OAuthError, JoseError, ValueError, KeyError) as error:
        raise SignOnFailed(str(error)) from error


def _provider() -> FlaskOAuth2App:
    """The provider; one that calls itself by another name is refused (a mix-up)."""
    provider = cast(FlaskOAuth2App, current_app.extensions["planner_sign_on"])
    metadata = provider.load_server_metadata()
    if metadata.get("issuer") != current_app.config["PLANNER_OIDC_ISSUER"]:
        raise OAuthError("issuer", f"The provider calls itself {metadata.get('issuer')!r}.")
    offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
    metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNED_WITH]
    return provider


def _claims() -> Claims:
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
