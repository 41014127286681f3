"""The settings of a scenario: what differs, in words and as JSON, and what cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.efforts import EFFORTS, Effort, effort_of
from planner.domain.refusals import Refused
from planner.domain.scenarios import Settings, Trips

SETTINGS = st.builds(
    Settings,
    budget=st.integers(-90, 300),
    visits=st.integers(0, 52),
    trips=st.sampled_from(Trips),
    calm=st.booleans(),
    nights=st.booleans(),
    committee=st.integers(-90, 300),
    seed=st.integers(0, 2**31 - 1),
)


@given(settings=SETTINGS)
def test_settings_come_back_from_json(settings: Settings) -> None:
    assert Settings.from_json(settings.to_json()) == settings


def test_only_what_differs_is_kept() -> None:
    assert Settings(visits=8).to_json() == {"visits": 8}
    assert Settings().to_json() == {}


def test_what_differs_is_said_in_words() -> None:
    settings = Settings(budget=-10, visits=1, trips=Trips.fewest, calm=True, nights=True, committee=25, seed=3)
    assert settings.words() == [
        "budget 10 % less", "1 floor visit a year for each team", "as few journeys as can be", "calmer full weeks",
        "night teams first", "committee time 25 % more", "another beginning of the search (3)",
    ]  # fmt: skip
    assert Settings().words() == ["as the program is set"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"budget": -91}, "budget"),
        ({"committee": 301}, "committee"),
        ({"visits": 53}, "visits"),
        ({"seed": -1}, "seed"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(values: dict[str, int], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        Settings(**values)  # type: ignore[arg-type]  # numbers only
    assert refusal.value.field == field


def test_what_another_release_wrote_is_left_out() -> None:
    assert Settings.from_json({"visits": 8, "weather": "fine"}) == Settings(visits=8)


@pytest.mark.parametrize("effort", Effort)
def test_an_effort_is_found_by_its_seconds(effort: Effort) -> None:
    assert effort_of(EFFORTS[effort].seconds) is effort


def test_an_effort_of_other_seconds_is_the_next_larger() -> None:
    assert [effort_of(seconds) for seconds in (1, 13, 61, 9999)] == [
        Effort.quick, Effort.thorough, Effort.long, Effort.long
    ]  # fmt: skip
