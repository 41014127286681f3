"""Every preset could be kept as it stands."""

import pytest

from planner.domain.cadences import objections
from planner.domain.catalogue import entry
from planner.domain.kinds import EventKind
from planner.domain.presets import (
    CADENCES,
    COMMITTEE_ROLES,
    GOALS,
    LEADER_CADENCES,
    SETS,
    THE_CELEBRATION_WEEK,
    CadencePreset,
    recommended_set,
)
from planner.domain.states import LeaderLevel


@pytest.mark.parametrize("preset", CADENCES.values(), ids=lambda preset: preset.key)
def test_a_preset_can_be_kept(preset: CadencePreset) -> None:
    assert objections(preset.cadence, preset.span_days) == []


@pytest.mark.parametrize("preset", CADENCES.values(), ids=lambda preset: preset.key)
def test_a_preset_rotates_through_activities_of_its_own_kind(preset: CadencePreset) -> None:
    assert {entry(number).kind for number in preset.activity_numbers} == {preset.kind}
    assert len(set(preset.activity_numbers)) == len(preset.activity_numbers)


def test_monthly_thanks_are_as_described() -> None:
    monthly = CADENCES["monthly-thanks"]
    assert (monthly.times_a_year, monthly.min_gap_days, monthly.ideal_gap_days) == (12, 14, 30)
    assert (monthly.max_gap_days, monthly.tolerance_days, len(monthly.activity_numbers)) == (56, 3, 4)


def test_the_sets_grow_and_one_is_recommended() -> None:
    assert list(SETS) == ["light", "steady", "full"]
    assert recommended_set() is SETS["steady"]
    assert [found.key for found in SETS.values() if found.recommended] == ["steady"]


@pytest.mark.parametrize("key", SETS)
def test_every_set_recognises_visits_reviews_and_celebrates(key: str) -> None:
    chosen = [CADENCES[cadence] for cadence in SETS[key].cadences]
    assert {preset.kind for preset in chosen} >= {
        EventKind.recognition,
        EventKind.floor_visit,
        EventKind.policy_review,
        EventKind.celebration,
    }
    assert [preset.key for preset in chosen if preset.within == THE_CELEBRATION_WEEK] == ["celebration-week"]


def test_five_goals_and_eleven_committee_roles() -> None:
    assert len({goal.key for goal in GOALS}) == 5
    assert len({role.key for role in COMMITTEE_ROLES}) == 11


def test_every_level_of_leader_owes_visits() -> None:
    assert {level: found.target for level, found in LEADER_CADENCES.items()} == {
        LeaderLevel.executive: 2,
        LeaderLevel.director: 4,
        LeaderLevel.manager: 4,
    }
    assert [found.level for found in LEADER_CADENCES.values() if not found.least <= found.target <= found.most] == []
