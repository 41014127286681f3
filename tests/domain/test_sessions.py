"""Who must sit in a review, and in which order it takes its rules."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.sessions import Item, Seat, Seated, fits, missing, ordered

AGENT, LEAD = Seated(1, Seat.agent, 10), Seated(2, Seat.member, 20)
RULE = Item(1, 5)
NO_AGENT = "No agent has a seat: those who enforce a rule know what it does. Give one a seat."
ONE_TEAM = "The members come from one team at most: invite somebody of another."


@pytest.mark.parametrize(
    ("seated", "agenda", "sentences"),
    [
        ([AGENT, LEAD], [RULE], []),
        ([], [RULE], [NO_AGENT, ONE_TEAM]),
        ([LEAD, Seated(3, Seat.owner, 10)], [RULE], [NO_AGENT]),
        ([AGENT, Seated(3, Seat.member, 10)], [RULE], [ONE_TEAM]),
        ([AGENT, Seated(3, Seat.owner, None)], [RULE], [ONE_TEAM]),
        ([AGENT, LEAD], [], ["There is nothing on the agenda: put a rule on it."]),
        (
            [AGENT, LEAD],
            [Item(1, 5, locked=True)],
            ["Everything on the agenda is fixed by law: put a rule on it that can change."],
        ),
    ],
)
def test_what_a_session_lacks(seated: list[Seated], agenda: list[Item], sentences: list[str]) -> None:
    assert missing(seated, agenda) == sentences


SEATED = st.builds(Seated, st.integers(1, 9), st.sampled_from(Seat), st.none() | st.integers(1, 3))


@given(st.lists(SEATED, max_size=6))
def test_no_session_is_confirmed_without_an_agent_and_two_teams(seated: list[Seated]) -> None:
    complete = missing(seated, [RULE]) == []
    agents = len([one for one in seated if one.seat is Seat.agent])
    teams = {one.team for one in seated if one.team is not None}
    assert complete is (agents > 0 and len(teams) > 1)


ITEMS = st.builds(Item, st.integers(1, 50), st.integers(1, 5), st.integers(0, 4), st.booleans())


@given(st.lists(ITEMS, unique_by=lambda one: one.policy))
def test_the_agenda_goes_by_pain_then_voices_and_the_law_last(items: list[Item]) -> None:
    found = ordered(items)
    assert sorted(found, key=lambda one: one.policy) == sorted(items, key=lambda one: one.policy)
    for before, after in pairwise(found):
        assert before.locked <= after.locked
        if before.locked is after.locked:
            assert (before.pain, before.voices) >= (after.pain, after.voices)


@pytest.mark.parametrize(("minutes", "number"), [(60, 3), (20, 2), (5, 1)])
def test_about_ten_minutes_a_rule(minutes: int, number: int) -> None:
    assert fits([Item(1, 5), Item(2, 4), Item(3, 1), Item(4, 5, locked=True)], minutes) == number
