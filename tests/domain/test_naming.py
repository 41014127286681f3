"""Which names probably mean the same rule, and how voices are counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.naming import alike, likeness, marks, repeated, voices


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Refunds over 20 need a signature", "signature for refunds", True),
        ("Call-backs need a supervisor’s word", "No call-backs", True),
        ("Letters only by post", "Receipts within 14 days", False),
        ("Goodwill needs two signatures", "Fixed breaks, no swaps", False),
    ],
)
def test_names_that_share_half_of_the_shorter_one_are_alike(one: str, other: str, same: bool) -> None:
    assert (alike(one, [(7, other)]) == [7]) is same


def test_the_likeliest_comes_first() -> None:
    others = [(1, "Refund letters"), (2, "Refunds over 20 need a signature"), (3, "Breaks")]
    assert alike("signature for refunds over 20", others) == [2, 1]


def test_small_words_and_endings_do_not_count() -> None:
    assert marks("The Refunds of our customers") == {"refund", "customer"}
    assert likeness("the of", "the of") == 0.0


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_mutual_and_between_nought_and_one(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0


@given(st.lists(st.integers(1, 5)))
def test_everybody_is_one_voice(people: list[int]) -> None:
    slow: list[int] = []
    for person in people:
        if person not in slow:
            slow.append(person)
    assert voices(people) == len(slow)


def test_three_voices_are_worth_a_mark() -> None:
    assert [repeated(number) for number in range(5)] == [False, False, False, True, True]
