"""What a rule reports when it is broken."""

from __future__ import annotations

from typing import NamedTuple

from planner.planning.judge.ledger import Placed
from planner.planning.problem import Problem

WORDS = {"csw": "celebration event", "visit": "floor visit", "session": "policy review", "recognition": "recognition"}


class Found(NamedTuple):
    code: str
    sentence: str
    occurrence: int | None = None
    units: int = 1


def named(problem: Problem, placed: Placed) -> str:
    """The occurrence in a few words: `recognition Spotlight award of TPA-T001`."""
    what = placed.occurrence
    if what.type == "visit":
        return f"the floor visit of {what.leader} to {what.team}"
    if what.type == "session":
        return f"the policy review of {what.policy}"
    return f"the {WORDS[what.type]} {problem.kind[what.kind or ''].name} of {what.team}"


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
