"""A chain of hashes over the audit log: whoever changes, removes or slips in a line breaks it.

A line's words are hashed with a salt of its own. Erasing a person changes words and takes the salt away, so that nobody can guess the
name from the hash; a later line says which lines were changed so, and what they hash to since.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

BEGINNING = "0" * 64


@dataclass(frozen=True)
class Line:
    """What is fixed about a line of the log."""

    number: int
    at: datetime
    by: int | None
    act: str
    thing: str
    thing_id: int | None


def words_hash(salt: str, sentence: str, facts: Mapping[str, object]) -> str:
    """SHA-256 over the words, in hex; facts as JSON keeps them, in whatever order."""
    plain = json.dumps(json.loads(json.dumps(facts)), sort_keys=True, separators=(",", ":"))
    return _hash(salt, sentence, plain)


def link(before: str, place: int, line: Line, words: str) -> str:
    """The hash that stands at this place of the chain, after `before`."""
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    return _hash(before, place, line.number, at, line.by, line.act, line.thing, line.thing_id, words)


def _hash(*parts: object) -> str:
    """Each part with its length, so that nothing can move from one into the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = json.dumps(part).encode()
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()
