"""What stays on an owner's page: everything that waits but visits to come, and what was missed not long ago."""

from datetime import date, timedelta

import pytest

from planner.domain.commitments import WINDOW_RULES
from planner.domain.states import OPEN_COMMITMENT_STATES, CommitmentKind, CommitmentState
from planner.models.base import db, writing
from planner.models.commitments import REMEMBERED_DAYS, Commitment, unkept
from tests.cast import Cast

TODAY = date(2027, 3, 1)
DAYS = (-60, -45, -44, -43, -29, -28, -27, -1, 0, 1, 6)


@pytest.fixture
def owed(cast: Cast) -> list[Commitment]:
    """One of each kind and state on days about the limits, opened long ago."""
    made = [
        Commitment(
            kind=kind, state=state, title=f"{kind} {state} {days}", owner_id=cast.elif_.id, key=f"{kind} {state} {days}",
            opens_on=TODAY - timedelta(days=90), due_on=TODAY + timedelta(days=days), zone="UTC",
        )
        for kind in CommitmentKind for state in CommitmentState for days in DAYS
    ]  # fmt: skip
    with writing():
        db.session.add_all(made)
    return made


def _matters(one: Commitment) -> bool:
    if one.state in OPEN_COMMITMENT_STATES:
        return one.kind is not CommitmentKind.floor_visit or one.due_on < TODAY
    last = one.due_on + timedelta(days=WINDOW_RULES[one.kind].missed_after_days + REMEMBERED_DAYS)
    return one.state is CommitmentState.missed and last >= TODAY


def test_each_kind_is_remembered_as_long_as_its_window_says(owed: list[Commitment], cast: Cast) -> None:
    found = unkept([cast.elif_.id], TODAY, TODAY)
    assert sorted(one.title for one in found) == sorted(one.title for one in owed if _matters(one))
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)


def test_what_opens_later_or_is_somebody_elses_is_not_there(owed: list[Commitment], cast: Cast) -> None:
    assert unkept([cast.elif_.id], TODAY - timedelta(days=91), TODAY) == []
    assert unkept([cast.hana.id], TODAY, TODAY) == []
