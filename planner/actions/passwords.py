"""Passwords: hashed slowly, compared in the same time for everybody, and refused when they are easily guessed."""

import secrets
import threading
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from planner.domain.refusals import Refused

SHORTEST = 12
EASY = 2
"""zxcvbn's score up to which a password is refused: found within 10⁸ guesses."""
LOOKED_AT = 100
"""So many characters are judged; the rest only makes a password better, and judging takes as long as their square."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's parameters for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane."""
_at_once = threading.BoundedSemaphore(2)
"""Fifty people who sign in at once must not take fifty times the memory."""


def hash_password(password: str) -> str:
    """The argon2id hash, with its parameters and salt."""
    with _at_once:
        return _hasher.hash(password)


def matches(hashed: str | None, password: str) -> bool:
    """Whether the password is the one behind the hash. Without a hash it takes as long, and is not."""
    nobodys = _nobodys_hash()
    with _at_once:
        try:
            return _hasher.verify(hashed or nobodys, password) and hashed is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


def is_outdated(hashed: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(hashed)


@cache
def _nobodys_hash() -> str:
    """What an unknown address is compared with; made at the first sign-in, because making it takes a while."""
    return _hasher.hash(secrets.token_urlsafe())


def judge(password: str, about: Iterable[str] = ()) -> None:
    """Raises Refused for a password that is short, or found early by somebody who knows `about`: names, addresses."""
    from zxcvbn import zxcvbn  # takes a while to import, and is needed when a password is set

    if len(password) < SHORTEST:
        raise Refused(f"A password has at least {SHORTEST} characters; a sentence is easy to remember.", "password")
    if zxcvbn(password[:LOOKED_AT], user_inputs=list(about), max_length=LOOKED_AT)["score"] <= EASY:
        raise Refused(
            "This password is easily guessed. A sentence of four or five words of your own is not.", "password"
        )
