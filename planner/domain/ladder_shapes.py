"""Shapes of ladders that other systems were found to use (product/facts.md 6.7), for any kind: HR lays one over a ladder and edits it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from types import MappingProxyType
from typing import NamedTuple

from planner.domain.ladders import PRESETS, Anchor, Ladder, Step
from planner.domain.states import Audience

OWN = "planner"
"""The key of the ladder that Planner ships for a kind."""


class Say(NamedTuple):
    """The messages of a kind, by what a step is for. A kind that has no word for something leaves the step out."""

    first: str
    before: str
    eve: str
    asked: str | None
    owed: str | None
    boss: str | None


def _task(about: str) -> Say:
    return Say(f"{about}-due", f"{about}-due", f"{about}-due", f"{about}-due", f"{about}-owed", f"{about}-owed")


WORDS: Mapping[str, Say] = MappingProxyType(
    {
        "floor visit": Say("visit-brief", "visit-slots", "visit-tomorrow", "visit-done", "visit-owed", "visit-sponsor"),
        "policy review": Say(
            "review-agenda", "review-agenda", "review-tomorrow", "review-owed", "review-owed", "review-owed"
        ),
        "preparation": _task("preparation"),
        "follow-up": _task("preparation"),
        "check-in": _task("preparation"),
        "promise": _task("promise"),
        "event": Say("event-coming", "event-coming", "event-coming", None, None, None),
    }
)


class Rung(NamedTuple):
    """A step before it is about a kind: `say` names a field of `Say`."""

    anchor: Anchor
    days: int
    say: str
    hours: int = 0
    at: time | None = time(9)
    to: tuple[Audience, ...] = (Audience.owner,)
    digest: bool = False


@dataclass(frozen=True)
class Shape:
    key: str
    name: str
    sentence: str
    rungs: tuple[Rung, ...]


_ASSISTANT, _BOTH = (Audience.assistant,), (Audience.owner, Audience.assistant)
_SPONSOR, _TOP = (Audience.sponsor,), (Audience.sponsor, Audience.hr)

_SHAPES = (
    Shape(
        "short", "At once, after three days, after five", "For what should be done soon and then left alone.",
        (Rung(Anchor.opens, 0, "first"), Rung(Anchor.opens, 3, "before"), Rung(Anchor.opens, 5, "before")),
    ),
    Shape(
        "weekly", "A week before, on the day, then every week", "Patient: it comes back every week until it is done.",
        (
            Rung(Anchor.due, -7, "before"), Rung(Anchor.due, 0, "asked"),
            *(Rung(Anchor.due, days, "owed") for days in (7, 14, 21, 28)),
        ),
    ),
    Shape(
        "long", "A month, two weeks and a week before; then upwards", "For what takes long; once late, sponsor and HR read of it.",
        (
            *(Rung(Anchor.due, days, "before") for days in (-30, -14, -7)),
            Rung(Anchor.due, 1, "owed"), Rung(Anchor.due, 3, "boss", to=_TOP, digest=True),
        ),
    ),
    Shape(
        "three-days", "Two days before, then every three days", "Close: for what must not slip by more than a few days.",
        (Rung(Anchor.due, -2, "before"), *(Rung(Anchor.due, days, "owed") for days in (3, 6, 9, 12))),
    ),
    Shape(
        "eve", "The day before at eleven, the day itself at eight, an hour after", "Around one event; the last step asks how it went.",
        (
            Rung(Anchor.starts, -1, "eve", at=time(11)), Rung(Anchor.starts, 0, "eve", at=time(8)),
            Rung(Anchor.ends, 0, "asked", hours=1, at=None),
        ),
    ),
    Shape(
        "hours", "A day before and an hour before", "To the hour: the same clock time the day before, and once more just before it begins.",
        (Rung(Anchor.starts, 0, "before", hours=-24, at=None), Rung(Anchor.starts, 0, "eve", hours=-1, at=None)),
    ),
    Shape(
        "twice", "A week and a day before", "The least that still reminds.",
        (Rung(Anchor.starts, -7, "before"), Rung(Anchor.starts, -1, "eve", at=time(15))),
    ),
    Shape(
        "daily", "On the day, then every working day for a week", "Urgent: for promises to people who wait.",
        (Rung(Anchor.due, 0, "asked"), *(Rung(Anchor.due, days, "owed") for days in (1, 2, 3, 4, 7))),
    ),
    Shape(
        "levels", "Owner, assistant, sponsor; twice round", "Each has two days before the next is told; after the second round HR has it.",
        (
            Rung(Anchor.due, 1, "owed"), Rung(Anchor.due, 3, "owed", to=_ASSISTANT), Rung(Anchor.due, 5, "boss", to=_SPONSOR, digest=True),
            Rung(Anchor.due, 8, "owed"), Rung(Anchor.due, 10, "owed", to=_BOTH), Rung(Anchor.due, 12, "boss", to=_TOP, digest=True),
        ),
    ),
)  # fmt: skip

SHAPES: Mapping[str, Shape] = MappingProxyType({shape.key: shape for shape in _SHAPES})


def shaped(about: str, key: str) -> Ladder:
    """The ladder of a shape for a kind, or Planner's own for `OWN`. Raises KeyError for a shape or kind that does not exist."""
    return PRESETS[about] if key == OWN else Ladder(about, _steps(about, SHAPES[key].rungs))


def fits(about: str, key: str) -> bool:
    """Whether a shape has anything to say for a kind."""
    return bool(shaped(about, key).steps)


def _steps(about: str, rungs: tuple[Rung, ...]) -> tuple[Step, ...]:
    """Events have no due day and nobody who owes them: what a shape counts from it, it says to the team's lead before they begin."""
    found = [step for rung in rungs if (step := _step(about, rung)) is not None]
    return tuple(
        Step(
            position=position, anchor=step.anchor, days=step.days, hours=step.hours, at=step.at, audience=step.to,
            message=step.say, digest=step.digest,
        )
        for position, step in enumerate(found, start=1)
    )  # fmt: skip


def _step(about: str, rung: Rung) -> Rung | None:
    message = getattr(WORDS[about], rung.say)
    if message is None:
        return None
    if about != "event":
        return rung._replace(say=message)
    if (rung.days, rung.hours) >= (0, 0) and rung.at != time(8):
        return None
    return rung._replace(say=message, anchor=Anchor.starts, to=(Audience.lead,))
