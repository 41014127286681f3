"""A cadence that cannot be kept says why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.cadences import Cadence, allowed_gap, gap_for, objections, off_ideal, suggested


def test_an_even_gap() -> None:
    assert [gap_for(times) for times in (1, 4, 6, 12, 52)] == [364, 91, 61, 30, 7]
    with pytest.raises(ValueError, match="at least once"):
        gap_for(0)


def test_what_is_suggested_for_a_monthly_cadence() -> None:
    assert suggested(12) == Cadence(12, 15, 30, 60, 3)
    assert suggested(1) == Cadence(1, 182, 364, 364, 36)
    assert suggested(364) == Cadence(364, 1, 1, 2, 0)


@settings(max_examples=30)
@given(st.integers(1, 364), st.integers(28, 371))
def test_what_is_suggested_can_be_kept(times: int, span: int) -> None:
    if times <= span:
        assert objections(suggested(times, span), span) == []


def test_too_many_for_the_gap() -> None:
    assert objections(Cadence(12, 40, 45, 60)) == [
        "12 times with at least 40 days between needs 441 days, but there are 364: "
        "ask for fewer or allow a shorter gap."
    ]
    assert objections(Cadence(12, 33, 33, 60)) == []


def test_too_few_for_the_gap() -> None:
    assert objections(Cadence(4, 10, 30, 56)) == [
        "4 times with at most 56 days between covers 280 of 364 days: ask for more or allow a longer gap."
    ]
    assert objections(Cadence(12, 1, 28, 28)) == []


def test_gaps_out_of_order() -> None:
    assert objections(Cadence(6, 30, 20, 60)) == [
        "The ideal gap of 20 days lies between the shortest (30) and the longest (60): change one of the three."
    ]
    assert objections(Cadence(6, 0, 60, 90, -1)) == [
        "The shortest gap is at least one day.",
        "The tolerance cannot be less than nought days.",
    ]
    assert objections(Cadence(0, 1, 2, 3)) == ["Say how many times: at least once."]


def test_a_gap_near_the_ideal_is_as_good_as_ideal() -> None:
    monthly = Cadence(12, 14, 30, 56, 3)
    assert [off_ideal(gap, monthly) for gap in (20, 27, 30, 33, 34)] == [7, 0, 0, 0, 1]
    assert [allowed_gap(gap, monthly) for gap in (13, 14, 56, 57)] == [False, True, True, False]
