"""The words are what product.md calls them."""

from enum import StrEnum

import pytest

from planner.domain import states


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (states.EventState, "draft confirmed moved cancelled done missed"),
        (states.CommitmentState, "open done late missed excused"),
        (states.MessageState, "pending leased sent dead cancelled expired superseded"),
        (states.CommitmentKind, "floor visit/policy review/preparation/promise/follow-up/check-in"),
        (states.Role, "hr lead executive assistant agent viewer"),
        (states.LeaderLevel, "executive director manager"),
        (states.Audience, "owner assistant lead sponsor hr"),
    ],
)
def test_the_words_of_each_list(words: type[StrEnum], expected: str) -> None:
    assert [str(word) for word in words] == expected.split("/" if "/" in expected else " ")


def test_every_role_has_a_label() -> None:
    assert [role.label for role in states.Role] == [
        "HR",
        "Team lead",
        "Executive",
        "Assistant",
        "Agent",
        "Viewer",
    ]


def test_senior_people_are_those_above_a_manager() -> None:
    assert [level for level in states.LeaderLevel if level.is_senior] == ["executive", "director"]


def test_a_ladder_goes_on_while_somebody_still_owes() -> None:
    assert sorted(states.OPEN_COMMITMENT_STATES) == ["late", "open"]
