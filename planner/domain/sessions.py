"""Who must sit in a policy review before it can be confirmed, and in which order it takes its rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST_TEAMS = 2
MINUTES_A_RULE = 10


class Seat(StrEnum):
    agent = "agent"
    member = "member"
    owner = "policy owner"


@dataclass(frozen=True)
class Seated:
    """Somebody in the room; `team` None for whoever belongs to none."""

    person: int
    seat: Seat
    team: int | None


@dataclass(frozen=True)
class Item:
    """A rule on the agenda. A locked one is fixed by law: it is named, and takes no time."""

    policy: int
    pain: int
    voices: int = 0
    locked: bool = False


def missing(seated: Sequence[Seated], agenda: Sequence[Item]) -> list[str]:
    """What a session lacks before it can be confirmed, a sentence each."""
    found = []
    if not any(one.seat is Seat.agent for one in seated):
        found.append("No agent has a seat: those who enforce a rule know what it does. Give one a seat.")
    if len({one.team for one in seated if one.team is not None}) < FEWEST_TEAMS:
        found.append("The members come from one team at most: invite somebody of another.")
    if not agenda:
        found.append("There is nothing on the agenda: put a rule on it.")
    elif all(one.locked for one in agenda):
        found.append("Everything on the agenda is fixed by law: put a rule on it that can change.")
    return found


def ordered(agenda: Iterable[Item]) -> list[Item]:
    """What hurts most first; of two that hurt alike, the one that more people named; what the law fixes at the end."""
    return sorted(agenda, key=lambda one: (one.locked, -one.pain, -one.voices, one.policy))


def fits(agenda: Sequence[Item], minutes: int) -> int:
    """How many rules can be talked about in so many minutes: about ten each."""
    return min(len([one for one in agenda if not one.locked]), max(1, minutes // MINUTES_A_RULE))
