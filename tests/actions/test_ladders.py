"""What HR does with ladders: nothing that went is sent again, and what was due before a step was there is not sent after it."""

from collections.abc import Callable
from datetime import datetime, time

import pytest

from planner.actions.ladders import (
    StepChange,
    add_step,
    change_step,
    follows,
    remove_step,
    restore_step,
    ship_ladders,
    switch_ladder,
    use_shape,
)
from planner.domain.ladder_shapes import OWN, SHAPES, fits
from planner.domain.ladders import Anchor
from planner.domain.states import Audience, MessageState
from planner.models.base import db, writing
from planner.models.ladders import Ladder, LadderStep, all_ladders, ladder_about
from planner.models.messages import Message
from planner.reminders.due import tick
from planner.reminders.placing import Kindness
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.scenes import make_program, make_visit

KIND = Kindness()
WHEN_SLOTS_ARE_DUE = utc(2027, 3, 9, 9)
LATER = utc(2027, 3, 10, 12)


@pytest.fixture
def ladder(cast: Cast) -> Ladder:
    with writing():
        ship_ladders()
    make_visit(cast, start=naive(2027, 3, 16, 10), program=make_program(sponsor=cast.hana))
    found = ladder_about("floor visit")
    assert found is not None
    return found


def step(ladder: Ladder, message: str) -> LadderStep:
    return next(row for row in ladder.every_step if row.message == message)


def slots(days: int = -7, message: str = "visit-slots") -> StepChange:
    return StepChange(Anchor.due, days, 0, time(9), True, (Audience.owner, Audience.assistant), message, False)


def written(message: str = "visit-slots", state: MessageState | None = None) -> list[str]:
    rows = db.session.query(Message).filter_by(name=message).order_by(Message.id)
    return [row.recipient.name.split()[0] for row in rows if state is None or row.state is state]


def _changed(ladder: Ladder, cast: Cast, now: datetime) -> None:
    change_step(step(ladder, "visit-slots"), slots(-6), cast.hana, now)


def _out_and_in(ladder: Ladder, cast: Cast, now: datetime) -> None:
    remove_step(step(ladder, "visit-slots"), cast.hana, now)
    restore_step(step(ladder, "visit-slots"), cast.hana, now)


def _added_again(ladder: Ladder, cast: Cast, now: datetime) -> None:
    remove_step(step(ladder, "visit-slots"), cast.hana, now)
    add_step(ladder, slots(), cast.hana, now)


def _off_and_on(ladder: Ladder, cast: Cast, now: datetime) -> None:
    switch_ladder(ladder, False, cast.hana, now)
    switch_ladder(ladder, True, cast.hana, now)


def _there_and_back(ladder: Ladder, cast: Cast, now: datetime) -> None:
    for key in (*SHAPES, OWN):
        use_shape(ladder, key, cast.hana, now)


Edit = Callable[[Ladder, Cast, datetime], None]


@pytest.mark.parametrize("edit", [_changed, _out_and_in, _added_again, _off_and_on, _there_and_back])
def test_whatever_is_changed_nothing_goes_twice(ladder: Ladder, cast: Cast, edit: Edit) -> None:
    for moment in (utc(2027, 3, 2, 9), WHEN_SLOTS_ARE_DUE):
        tick(moment, KIND)
    with writing():
        db.session.query(Message).update({"state": MessageState.sent, "sent_at": WHEN_SLOTS_ARE_DUE})
    edit(ladder, cast, LATER)
    tick(LATER, KIND)
    assert (written("visit-brief"), written()) == (["Elif"], ["Elif", "Ravi"])


def test_a_step_added_late_says_nothing_of_what_is_past_and_all_of_what_comes(ladder: Ladder, cast: Cast) -> None:
    tick(LATER, KIND)
    before = len(written())
    add_step(ladder, slots(-5), cast.hana, LATER)
    add_step(ladder, slots(-4), cast.hana, utc(2027, 3, 13))
    tick(utc(2027, 3, 12, 9), KIND)
    assert len(written()) == before + 2
    tick(utc(2027, 3, 14, 9), KIND)
    assert len(written()) == before + 2


@pytest.mark.parametrize(
    "let_go",
    [
        lambda ladder, cast: remove_step(step(ladder, "visit-slots"), cast.hana, LATER),
        lambda ladder, cast: switch_ladder(ladder, False, cast.hana, LATER),
    ],
)
def test_what_waits_of_a_step_that_is_taken_out_goes_no_more(
    ladder: Ladder, cast: Cast, let_go: Callable[[Ladder, Cast], None]
) -> None:
    tick(WHEN_SLOTS_ARE_DUE, KIND)
    let_go(ladder, cast)
    assert (written(state=MessageState.pending), written(state=MessageState.cancelled)) == ([], ["Elif", "Ravi"])


def test_a_number_once_given_is_given_to_no_other_step(ladder: Ladder, cast: Cast) -> None:
    last = max(row.id for one in all_ladders() for row in one.every_step)
    row = db.session.get_one(LadderStep, last)
    remove_step(row, cast.hana, LATER)
    assert add_step(ladder, slots(), cast.hana, LATER).id > last


def test_every_preset_can_be_laid_over_every_ladder_it_fits(ladder: Ladder, cast: Cast) -> None:
    for one in all_ladders():
        for key in (*SHAPES, OWN):
            if fits(one.about, key):
                use_shape(one, key, cast.hana, LATER)
                assert (one.about, key, follows(one, key)) == (one.about, key, True)
