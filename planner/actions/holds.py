"""HR's word on messages that wait: after a restore of the database, and after a jump of the clock."""

from datetime import datetime

from planner.domain.refusals import Refused
from planner.models import holds
from planner.models.audit import note
from planner.models.base import writing
from planner.models.people import Person
from planner.models.ticks import restored_at


def what_waits() -> str:
    """What is held back, in sentences."""
    sentences = []
    if holds.clock_is_held():
        sentences.append("The clock of the worker jumped ahead. Nothing is sent until somebody says that it is right.")
    since = restored_at()
    if since is not None:
        sentences.append(
            f"The database was restored on {since:%d %B %Y at %H:%M} UTC. "
            f"Messages that were due before then and may have gone already: {holds.held_back()}. They wait for a word."
        )
    return "\n".join(sentences) or "Nothing is held back."


def decide(by: Person | None, now: datetime, *, send: bool) -> str:
    """Sends or drops what was due before the restore; a sentence that says so. Raises Refused when nothing is held back."""
    if restored_at() is None:
        raise Refused("Nothing is held back.")
    with writing():
        count = holds.send_held_back() if send else holds.drop_held_back()
        sentence = f"Held back after the restore and now {'sent' if send else 'dropped'}: {count}."
        note("release", "messages", None, sentence, by=by, now=now)
    return sentence


def believe_clock(by: Person | None, now: datetime) -> str:
    """The clock is right; a sentence that says so. Raises Refused when nobody doubts it."""
    if not holds.clock_is_held():
        raise Refused("Nobody doubts the clock.")
    with writing():
        holds.release_clock()
        sentence = f"The clock is right: it is {now:%d %B %Y, %H:%M} UTC."
        note("release", "clock", None, sentence, by=by, now=now)
    return sentence
