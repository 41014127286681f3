"""How often one address may try what can be guessed: signing in, feed and answer addresses."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)

GUESSABLE = "30 per minute; 200 per hour"


def init_limits(app: Flask) -> None:
    """Counts per process, in memory: enough for one machine, and no server of its own to run."""
    limiter.init_app(app)
