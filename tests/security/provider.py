"""A provider of single sign-on whose ID tokens a test may forge: it answers whatever it was told to, signed with whichever key."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT = "planner"
Claims = dict[str, Any]


class Provider:
    """`token` makes the ID token from the claims; `claims` are those of an honest one, but for what a test changes."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.other = RSAKey.generate_key(2048, {"kid": "one"})
        self.issuer = ""
        self.said_issuer = ""
        self.algorithms = ["RS256", "HS256", "none"]
        self.claims: Claims = {}
        self.token: Callable[[Claims], str | None] = self.signed

    def signed(self, claims: Claims) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)

    def signed_by_another(self, claims: Claims) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.other)

    def signed_with_the_client_secret(self, claims: Claims) -> str:
        return jwt.encode(
            {"alg": "HS256"}, claims, OctKey.import_key("a secret of the client, shared"), algorithms=["HS256"]
        )

    def signed_with_the_public_key(self, claims: Claims) -> str:
        return jwt.encode(
            {"alg": "HS256"}, claims, OctKey.import_key(self.key.as_pem(private=False)), algorithms=["HS256"]
        )

    def unsigned(self, claims: Claims) -> str:
        return jwt.encode({"alg": "none"}, claims, self.key, algorithms=["none"])

    def answer(self, path: str) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.said_issuer or self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": self.algorithms,
            }
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        token = self.token(self.claims)
        return {"access_token": "x", "token_type": "Bearer"} | ({"id_token": token} if token else {})


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    """The provider, answering on a port of its own."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(provider.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    yield provider
    server.shutdown()
