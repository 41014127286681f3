"""What a ledger of promises adds up to, against a slow and obvious count."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.promises import Figures, Given, Standing, figures, standing

TODAY = date(2027, 3, 15)
days = st.integers(-60, 60).map(lambda number: TODAY + timedelta(days=number))
promised = st.builds(Given, made_on=days, due_on=days, told_on=st.none() | days)


def test_the_promised_day_itself_is_in_time() -> None:
    on_the_day = Given(TODAY, TODAY, TODAY)
    waiting = Given(TODAY, TODAY)
    assert (standing(on_the_day, TODAY), standing(waiting, TODAY)) == (Standing.kept, Standing.open)
    assert standing(waiting, TODAY + timedelta(days=1)) is Standing.late


def test_nobody_is_at_nought_per_cent_for_owing_nothing() -> None:
    assert figures([Given(TODAY, TODAY + timedelta(days=9))], TODAY) == Figures(open=1)
    assert (figures([], TODAY).share, figures([], TODAY).percent) == (None, None)


@given(st.lists(promised, max_size=12))
def test_the_sums_are_those_of_a_slow_count(promises: list[Given]) -> None:
    kept = late = told_late = waiting = 0
    waits: list[int] = []
    for one in promises:
        if one.told_on is None and one.due_on < TODAY:
            late += 1
        elif one.told_on is None:
            waiting += 1
        else:
            waits.append((one.told_on - one.made_on).days)
            kept += one.told_on <= one.due_on
            told_late += one.told_on > one.due_on
    found = figures(promises, TODAY)
    assert (found.kept, found.told_late, found.late, found.open) == (kept, told_late, late, waiting)
    assert found.due == len(promises) - waiting
    if waits:
        ordered, half = sorted(waits), len(waits) // 2
        middle = ordered[half] if len(waits) % 2 else (ordered[half - 1] + ordered[half]) / 2
        assert found.median_days == middle


@given(promised, days, days)
def test_what_was_told_stands_whatever_the_day(one: Given, first: date, second: date) -> None:
    if one.told_on is not None:
        assert standing(one, first) is standing(one, second)
