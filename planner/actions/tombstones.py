"""After a restore: whoever was erased or let go since the backup is so again, and addresses that were ended stay ended."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from planner.actions.erasing import erase
from planner.actions.people import deactivate
from planner.domain.refusals import Refused
from planner.models.api_tokens import token_by_hash
from planner.models.audit import note
from planner.models.base import writing
from planner.models.credentials import bury_credentials, end_again
from planner.models.feeds import feed_by_hash
from planner.models.people import person_marked
from planner.models.tombstone_files import Stone, stones_beside
from planner.models.tombstones import Grave, bury


@dataclass
class Reapplied:
    """How many were erased, let go and ended once more; `refused` are sentences about what could not be done."""

    erased: int = 0
    left: int = 0
    feeds: int = 0
    programs: int = 0
    credentials: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def in_words(self) -> str:
        return (
            f"Done again: {self.erased} erased, {self.left} let go, {self.feeds} feeds, {self.programs} tokens "
            f"and {self.credentials} passwords, second factors, sign-ons and posters ended."
        )


def reapply(folder: Path, *, now: datetime, base_url: str) -> Reapplied:
    """Carries out what stands in the file beside the database and is not so in it. Safe to call at any time."""
    done = Reapplied()
    stones = stones_beside(folder)
    erased = {stone.mark for stone in stones if stone.grave == Grave.erased}
    done.credentials = _end_credentials([stone.mark for stone in stones if stone.grave == Grave.credential], now)
    people = [one for one in stones if one.grave != Grave.credential]
    for stone in (one for one in people if one.grave != Grave.left or one.mark not in erased):
        try:
            _again(stone, folder, now, base_url, done)
        except Refused as refusal:
            done.refused.append(refusal.sentence)
    if done.erased or done.left or done.feeds or done.programs or done.credentials:
        with writing():
            note("reapply", "database", None, f"The database was restored. {done.in_words}", by=None, now=now)
    return done


def _end_credentials(marks: list[str], now: datetime) -> int:
    """Passwords, second factors, sign-ons and posters that had been ended; how many were back."""
    with writing():
        bury_credentials(marks, now)
        return end_again(set(marks))


def _again(stone: Stone, folder: Path, now: datetime, base_url: str, done: Reapplied) -> None:
    if stone.grave == Grave.feed:
        done.feeds += _end_feed(stone.mark, now)
        return
    if stone.grave == Grave.program:
        done.programs += _end_token(stone.mark, now)
        return
    person = person_marked(stone.mark)
    if person is None or person.erased_at is not None:
        return
    if stone.grave == Grave.erased:
        erase(person, by=None, now=now, base_url=base_url, folder=folder)
        done.erased += 1
    elif person.active:
        deactivate(person, by=None, now=now)
        done.left += 1


def _end_feed(token_hash: str, now: datetime) -> bool:
    with writing():
        feed = feed_by_hash(token_hash)
        bury(Grave.feed, [token_hash], now)
        if feed is None or feed.revoked_at is not None:
            return False
        feed.revoked_at, feed.withdrawn = now, False
        note("revoke feed", "feed", feed.id, "A feed that had been ended was ended again.", by=None, now=now)
        return True


def _end_token(token_hash: str, now: datetime) -> bool:
    with writing():
        row = token_by_hash(token_hash)
        bury(Grave.program, [token_hash], now)
        if row is None or row.ended_at is not None:
            return False
        row.ended_at = now
        note("end API token", "API token", row.id, "A token that had been ended was ended again.", by=None, now=now)
        return True
