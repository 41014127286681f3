"""Ladders: the presets, and HR's changes to them."""

from planner.domain.ladders import PRESETS, Ladder, Step
from planner.models.base import db
from planner.models.ladders import Ladder as LadderRow
from planner.models.ladders import LadderStep, all_ladders


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
