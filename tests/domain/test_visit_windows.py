"""Due windows tile a quarter, and visits fill them as a slow and obvious clerk would."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.states import CommitmentState
from planner.domain.visit_windows import Filled, fill, windows

FIRST = date(2027, 2, 1)
spans = st.integers(0, 120).map(lambda days: FIRST + timedelta(days=days))
some_days = st.lists(st.integers(-10, 130).map(lambda number: FIRST + timedelta(days=number)), max_size=6)


@given(spans, st.integers(1, 12))
def test_windows_tile_the_days_and_differ_by_a_day_at_most(last: date, times: int) -> None:
    days = (last - FIRST).days + 1
    if times > days:
        with pytest.raises(ValueError, match="a day at least"):
            windows(FIRST, last, times)
        return
    found = windows(FIRST, last, times)
    covered = [one.opens_on + timedelta(days=n) for one in found for n in range((one.due_on - one.opens_on).days + 1)]
    assert covered == [FIRST + timedelta(days=number) for number in range(days)]
    lengths = [(one.due_on - one.opens_on).days for one in found]
    assert max(lengths) - min(lengths) <= 1


def test_who_owes_nothing_has_no_window() -> None:
    assert windows(FIRST, FIRST + timedelta(days=90), 0) == []


@given(some_days, some_days, st.integers(0, 3), st.integers(1, 6), st.integers(-10, 120))
def test_windows_are_filled_as_by_a_clerk(
    done: list[date], planned: list[date], excused: int, times: int, passed: int
) -> None:
    today = FIRST + timedelta(days=passed)
    cut = windows(FIRST, FIRST + timedelta(days=90), times)
    pile: list[tuple[str, date | None]] = [("done", day) for day in sorted(done)]
    pile += [("planned", day) for day in sorted(planned)]
    pile += [("excused", None)] * excused
    expected = []
    for window in cut:
        kind, day = pile.pop(0) if pile else ("nothing", None)
        state: CommitmentState | None = None
        if kind == "done":
            state = CommitmentState.done
        elif kind == "planned" and day is not None:
            state = CommitmentState.late if day > window.due_on or day < today else CommitmentState.open
        elif kind == "excused":
            state = CommitmentState.excused
        elif window.due_on < today:
            state = CommitmentState.missed
        expected.append(Filled(window, state, day))
    assert fill(cut, done, planned, excused, today) == expected
