"""A visit that is owed without a place on the calendar climbs the same ladder, in words that need no hour."""

from datetime import date
from pathlib import Path

import pytest

from planner.actions.visit_windows import ask_for
from planner.domain.ladders import PRESETS, Anchor
from planner.domain.visit_windows import DueWindow
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.leaders import leader_of
from planner.models.messages import Message, insert_new
from planner.reminders.rows import message_row
from planner.reminders.words import compose
from tests.calendars import make_program
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import utc
from tests.reminders.post import letterhead

STEPS = sorted({step.message for step in PRESETS["floor visit"].steps if step.anchor is not Anchor.starts})


@pytest.fixture
def owed(cast: Cast) -> Commitment:
    leader = leader_of(cast.elif_)
    assert leader is not None
    window = DueWindow(date(2027, 2, 15), date(2027, 3, 10))
    ask_for(leader, [window], program=make_program(cast), by=cast.hana, now=NOW)
    made: Commitment = db.session.scalars(db.select(Commitment)).one()
    return made


@pytest.mark.parametrize("name", STEPS)
def test_every_step_can_be_said(owed: Commitment, cast: Cast, name: str, tmp_path: Path) -> None:
    row = message_row(
        name=name, about="commitment", about_id=owed.id, recipient_id=cast.elif_.id, step="1", due_at=NOW,
        expires_at=utc(2027, 4, 1), now=NOW, facts={"as": "owner"},
    )  # fmt: skip
    with writing():
        insert_new([row])
    letter = compose(db.session.scalars(db.select(Message)).one(), letterhead("", tmp_path), NOW)
    assert letter is not None
    assert "Billing" in letter.text
