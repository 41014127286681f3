"""States and compliance of what is owed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.commitments import (
    WINDOW_RULES,
    Compliance,
    Owed,
    Window,
    compliance,
    due_windows,
    is_open_for_action,
    state_now,
    state_of,
    window_for,
)
from planner.domain.states import CommitmentKind, CommitmentState

DUE = date(2027, 3, 15)
OPENS = DUE - timedelta(days=14)


@pytest.mark.parametrize(
    ("after_due", "state"), [(-30, "open"), (-14, "open"), (0, "open"), (1, "late"), (13, "late"), (14, "missed")]
)
def test_a_visit_is_late_the_day_after_and_missed_a_fortnight_after(after_due: int, state: str) -> None:
    assert state_now(opens_on=OPENS, due_on=DUE, today=DUE + timedelta(days=after_due)) == state


def test_what_was_done_late_is_done_and_what_is_excused_is_not_missed() -> None:
    long_after = DUE + timedelta(days=100)
    assert state_of(Owed(OPENS, DUE, done_on=long_after), long_after) is CommitmentState.done
    assert state_of(Owed(OPENS, DUE, excused=True), long_after) is CommitmentState.excused
    assert state_of(Owed(OPENS, DUE, done_on=DUE, excused=True), long_after) is CommitmentState.done


def test_a_window_which_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="on or before"):
        state_now(opens_on=DUE, due_on=OPENS, today=DUE)


def test_floor_visits_open_a_fortnight_before_and_are_missed_a_fortnight_after() -> None:
    assert window_for(CommitmentKind.floor_visit, DUE) == Window(OPENS, DUE, date(2027, 3, 29))


def test_the_windows_of_every_kind() -> None:
    assert {str(kind): (rule.opens_days_before, rule.missed_after_days) for kind, rule in WINDOW_RULES.items()} == {
        "floor visit": (14, 14),
        "policy review": (30, 30),
        "preparation": (7, 14),
        "promise": (7, 14),
        "follow-up": (14, 14),
        "check-in": (14, 14),
    }
    assert set(WINDOW_RULES) == set(CommitmentKind)


def test_windows_spread_over_a_quarter() -> None:
    windows = due_windows(CommitmentKind.floor_visit, date(2027, 1, 4), date(2027, 4, 4), 2)
    assert [window.due_on for window in windows] == [date(2027, 2, 18), date(2027, 4, 4)]
    assert due_windows(CommitmentKind.promise, DUE, DUE, 0) == []


def test_what_is_open_for_action() -> None:
    owed = Owed(OPENS, DUE)
    days = (-15, -14, 0, 13, 14)
    assert [is_open_for_action(owed, DUE + timedelta(days=d)) for d in days] == [False, True, True, True, False]


def test_compliance_is_completed_out_of_due() -> None:
    owed = [
        Owed(OPENS, DUE, done_on=DUE),
        Owed(OPENS, DUE, done_on=DUE + timedelta(days=9)),
        Owed(OPENS, DUE),
        Owed(OPENS, DUE, excused=True),
        Owed(OPENS, DUE, excused=True),
        Owed(OPENS, date(2027, 4, 20)),
        Owed(OPENS, date(2027, 5, 1), done_on=DUE),
    ]
    found = compliance(owed, date(2027, 1, 1), date(2027, 4, 30), today=date(2027, 4, 1))
    assert found == Compliance(done=2, due=3)
    assert found.share == pytest.approx(2 / 3)


def test_nobody_is_judged_on_what_is_not_yet_due() -> None:
    assert compliance([Owed(OPENS, DUE)], OPENS, DUE, today=DUE) == Compliance(0, 0)
    assert Compliance(0, 0).share is None


DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@settings(max_examples=30)
@given(DAYS, st.integers(0, 60), st.integers(1, 60), st.integers(-100, 200))
def test_time_moves_a_commitment_only_forward(due: date, before: int, missed_after: int, offset: int) -> None:
    order = [CommitmentState.open, CommitmentState.late, CommitmentState.missed]
    owed = Owed(due - timedelta(days=before), due, missed_after_days=missed_after)
    today = due + timedelta(days=offset)
    assert order.index(state_of(owed, today)) <= order.index(state_of(owed, today + timedelta(days=1)))
