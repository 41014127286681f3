"""Ladders: the presets, and HR's changes to them. What has become a message already is never sent again, whatever is changed."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from planner.domain.instants import ONE_DAY
from planner.domain.ladder_shapes import shaped
from planner.domain.ladders import MESSAGES_OF, PRESETS, Anchor, Ladder, Step
from planner.domain.refusals import Refused
from planner.domain.states import Audience, MessageState
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.ladders import Ladder as LadderRow
from planner.models.ladders import LadderStep, all_ladders, unsent_of_steps
from planner.models.people import Person

FURTHEST_DAYS = 90
FURTHEST_HOURS = 72
MOST_STEPS = 20


def ship_ladders() -> None:
    """Writes the preset ladders where there are none, in the running transaction."""
    there = {ladder.about for ladder in all_ladders()}
    db.session.add_all(_ladder_row(ladder) for about, ladder in PRESETS.items() if about not in there)


def _ladder_row(ladder: Ladder) -> LadderRow:
    return LadderRow(about=ladder.about, every_step=[_step_row(step) for step in ladder.steps])


def _step_row(step: Step) -> LadderStep:
    row = LadderStep()
    _write(row, step)
    return row


def _write(row: LadderStep, step: Step) -> None:
    row.position, row.anchor, row.days, row.hours = step.position, step.anchor.value, step.days, step.hours
    row.at, row.workdays_only, row.digest = step.at, step.workdays_only, step.digest
    row.audience, row.message = [who.value for who in step.audience], step.message
    row.active = True


@dataclass(frozen=True)
class StepChange:
    """What HR may set of a step. `days` and `hours` are negative before the anchor; one of them is 0."""

    anchor: Anchor
    days: int
    hours: int
    at: time | None
    workdays_only: bool
    audience: tuple[Audience, ...]
    message: str
    digest: bool
    active: bool = True


def change_step(row: LadderStep, change: StepChange, by: Person, now: datetime) -> None:
    """Changes a step; messages that are rows already stay as they are, except that one switched off sends no more of them.

    Raises Refused, with the field, for a step to nobody, far away, at an odd moment, or with words of another kind.
    """
    _refuse_odd(row.ladder.about, change)
    with writing():
        _put(row, change)
        if not change.active:
            _let_go([row], "The step was switched off.")
        _note(
            "change ladder",
            row.ladder,
            f"The step “{row.message}” of the ladder for {row.ladder.about} was changed.",
            by,
            now,
        )


def add_step(ladder: LadderRow, change: StepChange, by: Person, now: datetime) -> LadderStep:
    """A new step at the end of its ladder; what would have been due before now is not sent after it. Raises Refused as `change_step`."""
    if len(ladder.steps) >= MOST_STEPS:
        raise Refused(f"A ladder has {MOST_STEPS} steps at most. Take one out first.")
    _refuse_odd(ladder.about, change)
    with writing():
        last = max((row.position for row in ladder.steps), default=0)
        row = LadderStep(position=last + 1, added_at=now)
        _put(row, change)
        ladder.every_step.append(row)
        db.session.flush()
        _note("add step", ladder, f"A step “{row.message}” was added to the ladder for {ladder.about}.", by, now)
    return row


def _put(row: LadderStep, change: StepChange) -> None:
    row.anchor, row.days, row.hours, row.at = change.anchor.value, change.days, change.hours, change.at
    row.workdays_only, row.message = change.workdays_only, change.message
    row.digest, row.active = change.digest, change.active
    row.audience = [who.value for who in change.audience]


def _refuse_odd(about: str, change: StepChange) -> None:
    if not change.audience:
        raise Refused("Choose at least one to whom it goes, or switch the step off.", "audience")
    if abs(change.days) > FURTHEST_DAYS or abs(change.hours) > FURTHEST_HOURS:
        raise Refused(f"Choose at most {FURTHEST_DAYS} days, or {FURTHEST_HOURS} hours.", "number")
    if change.message not in MESSAGES_OF.get(about, ()):
        raise Refused("This message does not belong to this ladder.", "message")
    if about == "event" and change.anchor not in (Anchor.starts, Anchor.ends):
        raise Refused("An event begins and ends; it has no window and no due day.", "anchor")
    if change.hours and change.at is not None:
        raise Refused("Hours are counted to the minute: leave the time of day empty.", "at")


def remove_step(row: LadderStep, by: Person, now: datetime) -> None:
    """Takes a step out; what waits unsent of it goes no more. `restore_step` takes it back."""
    with writing():
        row.removed_at = now
        _let_go([row], "The step was taken out of its ladder.")
        _note(
            "remove step",
            row.ladder,
            f"The step “{row.message}” was taken out of the ladder for {row.ladder.about}.",
            by,
            now,
        )


def restore_step(row: LadderStep, by: Person, now: datetime) -> None:
    """Puts a step back that was taken out. What fell due in between is not sent after it."""
    with writing():
        if row.removed_at is None:
            return
        row.removed_at, row.added_at = None, now
        _note(
            "restore step",
            row.ladder,
            f"The step “{row.message}” is back in the ladder for {row.ladder.about}.",
            by,
            now,
        )


def shift_step(row: LadderStep, up: bool, by: Person, now: datetime) -> None:
    """Swaps a step with its neighbour. At the end of its ladder it stays. When steps go is told by their days, not by their order."""
    with writing():
        rows = row.ladder.steps
        place = rows.index(row)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        for position, one in enumerate(rows, start=1):
            one.position = position
        _note("order steps", row.ladder, f"The steps of the ladder for {row.ladder.about} have another order.", by, now)


def switch_ladder(ladder: LadderRow, active: bool, by: Person, now: datetime) -> None:
    """Switches a whole ladder on or off; off, what waits unsent of it goes no more, and what falls due meanwhile is not sent after it."""
    with writing():
        if ladder.active == active:
            return
        ladder.active = active
        if active:
            for row in ladder.steps:
                row.added_at = now
        else:
            _let_go(ladder.steps, "Its ladder was switched off.")
        _note(
            "switch ladder", ladder, f"The ladder for {ladder.about} was switched {'on' if active else 'off'}.", by, now
        )


def use_shape(ladder: LadderRow, key: str, by: Person, now: datetime) -> None:
    """Lays a preset over a ladder. Steps that say the same keep their number, so that nothing that went is sent again.

    Raises Refused for a preset that has nothing to say for this kind.
    """
    try:
        wanted = shaped(ladder.about, key)
    except KeyError:
        raise Refused("There is no such preset. Choose one of the list.") from None
    if not wanted.steps:
        raise Refused("This preset has nothing to say for this kind. Choose another.")
    with writing():
        kept = _lay(ladder, wanted, now)
        gone = [row for row in ladder.steps if row not in kept]
        for row in gone:
            row.removed_at = now
        _let_go(gone, "The step was taken out of its ladder.")
        _note("use preset", ladder, f"The ladder for {ladder.about} follows the preset “{key}”.", by, now)


def _lay(ladder: LadderRow, wanted: Ladder, now: datetime) -> list[LadderStep]:
    free = sorted(ladder.every_step, key=lambda row: row.removed_at is not None)
    kept: list[LadderStep] = []
    for step in wanted.steps:
        row = _closest(step, [one for one in free if one not in kept])
        if row is None:
            row = LadderStep(added_at=now)
            ladder.every_step.append(row)
        elif row.removed_at is not None:
            row.removed_at, row.added_at = None, now
        _write(row, step)
        kept.append(row)
    db.session.flush()
    return kept


def _closest(step: Step, rows: list[LadderStep]) -> LadderStep | None:
    """The row that says the same from the same anchor, at the nearest distance; sponsors are not served by an owner's step."""
    same = [row for row in rows if (row.message, row.anchor, row.digest) == (step.message, step.anchor, step.digest)]
    return min(
        same,
        key=lambda row: (
            row.removed_at is not None,
            abs(_distance(row.days, row.hours) - _distance(step.days, step.hours)),
        ),
        default=None,
    )


def _distance(days: int, hours: int) -> timedelta:
    return days * ONE_DAY + timedelta(hours=hours)


def follows(ladder: LadderRow, key: str) -> bool:
    """Whether a ladder is just as a preset has it."""
    wanted = [replace(step, position=0) for step in shaped(ladder.about, key).steps]
    return wanted == [replace(row.step, position=0, since=None) for row in ladder.steps] and all(
        row.active for row in ladder.steps
    )


def _let_go(rows: list[LadderStep], why: str) -> None:
    for message in unsent_of_steps([row.id for row in rows]):
        message.state, message.last_words = MessageState.cancelled, why


def _note(act: str, ladder: LadderRow, sentence: str, by: Person, now: datetime) -> None:
    note(act, "ladder", ladder.id, sentence, by=by, now=now)
