"""How often one address may try what can be guessed: signing in, feed and answer addresses."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from planner.actions.guessing import network_of


def near(address: str) -> str:
    """The neighbourhood of an address: its /24, for IPv6 its /64. Whoever guesses owns more than one address."""
    network = network_of(address)
    return network if ":" in network else network.rpartition(".")[0] or network


limiter = Limiter(lambda: network_of(get_remote_address()), storage_uri="memory://", headers_enabled=True)

GUESSABLE = "30 per minute; 200 per hour"


def init_limits(app: Flask) -> None:
    """Counts per process, in memory: enough for one machine, and no server of its own to run."""
    limiter.init_app(app)
