"""Guessing made slow: tries are counted for an account and for an address before anything is compared.

Nobody is locked out of their own account by somebody else's guesses: a browser that has signed in before counts for itself.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from planner.domain.refusals import Refused
from planner.models.base import writing
from planner.models.tries import count_try, forget_tries

WINDOW = timedelta(minutes=15)
TRIES_AN_ACCOUNT = 10
TRIES_AN_ADDRESS = 300
"""A whole contact centre may come from one address, on a Monday at nine."""
LINKS_AN_HOUR = 5


class TooManyTries(Refused):
    """Nothing was compared."""

    def __init__(self) -> None:
        super().__init__(
            "Too many tries. Wait a quarter of an hour, or leave the password empty to get a link by mail."
        )


@dataclass(frozen=True)
class Guesser:
    """Who tries: the network address, and the browser when it has signed in to this account before."""

    address: str
    known_browser: str = ""


def count_sign_in(email: str, guesser: Guesser, *, now: datetime) -> None:
    """Counts a try before it is made. Raises TooManyTries."""
    with writing():
        of_account = count_try(_account_key(email, guesser), WINDOW, now)
        of_address = count_try(f"address:{network_of(guesser.address)}", WINDOW, now)
    if of_account > TRIES_AN_ACCOUNT or of_address > TRIES_AN_ADDRESS:
        raise TooManyTries


def forget_sign_in(email: str, guesser: Guesser) -> None:
    """After a try that succeeded: the account begins to count anew."""
    with writing():
        forget_tries(_account_key(email, guesser))


def may_have_link(email: str, *, now: datetime) -> bool:
    """Whether one more sign-in link may be mailed to this address; in the running transaction."""
    return count_try(f"link:{_hashed(email)}", timedelta(hours=1), now) <= LINKS_AN_HOUR


def _account_key(email: str, guesser: Guesser) -> str:
    return f"browser:{guesser.known_browser}" if guesser.known_browser else f"account:{_hashed(email)}"


def _hashed(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


def network_of(address: str) -> str:
    """What one household or office can call from: the address, for IPv6 its /64. Anything else counts as one."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    found = (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
    return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)
