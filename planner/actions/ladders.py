"""Ladders: the presets, and HR's changes to them."""

from dataclasses import dataclass
from datetime import datetime, time

from planner.domain.ladders import PRESETS, Ladder, Step
from planner.domain.refusals import Refused
from planner.domain.states import Audience
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.ladders import Ladder as LadderRow
from planner.models.ladders import LadderStep, all_ladders
from planner.models.people import Person

FURTHEST_DAYS = 90


def ship_ladders() -> None:
    """Writes the preset ladders where there are none, in the running transaction."""
    there = {ladder.about for ladder in all_ladders()}
    db.session.add_all(_ladder_row(ladder) for about, ladder in PRESETS.items() if about not in there)


def _ladder_row(ladder: Ladder) -> LadderRow:
    return LadderRow(about=ladder.about, steps=[_step_row(step) for step in ladder.steps])


def _step_row(step: Step) -> LadderStep:
    return LadderStep(
        position=step.position,
        anchor=step.anchor.value,
        days=step.days,
        hours=step.hours,
        workdays_only=step.workdays_only,
        at=step.at,
        audience=[who.value for who in step.audience],
        message=step.message,
        digest=step.digest,
    )


@dataclass(frozen=True)
class StepChange:
    """What HR may change of a step. `days` is negative before the anchor."""

    days: int
    at: time | None
    audience: tuple[Audience, ...]
    digest: bool
    active: bool


def change_step(row: LadderStep, change: StepChange, by: Person, now: datetime) -> None:
    """Changes a step; messages that are rows already stay as they are. Raises Refused for a step to nobody or far away."""
    if not change.audience:
        raise Refused("Choose at least one to whom it goes, or switch the step off.", "audience")
    if abs(change.days) > FURTHEST_DAYS:
        raise Refused(f"Choose at most {FURTHEST_DAYS} days.", "days")
    with writing():
        row.days, row.at, row.digest, row.active = change.days, change.at, change.digest, change.active
        row.audience = [who.value for who in change.audience]
        sentence = f"The step “{row.message}” of the ladder for {row.ladder.about} was changed."
        note("change ladder", "ladder step", row.id, sentence, by=by, now=now)
