"""The catalogue: shipped whole, once; and HR's changes to it."""

import pytest

from planner.actions.catalogue import FIELDS, add_activity, change_activity, retire_activity, ship_catalogue
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.models.activities import activities_numbered, catalogue
from planner.models.base import writing
from tests.cast import Cast
from tests.conftest import StoppedClock

VALUES: dict[str, object] = {
    "name": "Cake on Friday", "description": "", "kind": EventKind.celebration, "minutes": 20, "lead_days": 3, "cost_band": 1,
    "cost_per_head": 2, "cost_fixed": 0, "committee_minutes": 10, "owner_role": "team lead", "virtual": "no", "night": "yes",
}  # fmt: skip


@pytest.fixture
def shipped(cast: Cast) -> None:
    with writing():
        ship_catalogue()


def test_the_52_activities_are_shipped_once(shipped: None) -> None:
    with writing():
        ship_catalogue()
    assert [activity.number for activity in catalogue()] == list(range(1, 53))


def test_what_takes_minutes_a_person_has_no_set_length(shipped: None) -> None:
    (notes,) = activities_numbered([4])
    assert (notes.minutes, notes.description) == (None, "Takes 5 minutes a person. From home: yes, posted.")


def test_an_activity_of_ones_own_joins_and_keeps_its_values(shipped: None, cast: Cast, clock: StoppedClock) -> None:
    made = add_activity(VALUES, by=cast.hana, now=clock.now())
    assert {name: getattr(made, name) for name in FIELDS} == VALUES
    assert (made.slug, made.number, made in catalogue()) == ("cake-on-friday", None, True)


def test_two_activities_of_one_name_are_refused(shipped: None, cast: Cast, clock: StoppedClock) -> None:
    with pytest.raises(Refused, match="The catalogue has “Potluck with leaders” already"):
        add_activity({**VALUES, "name": "potluck with LEADERS"}, by=cast.hana, now=clock.now())
    assert len(catalogue()) == 52


def test_an_edit_of_a_stale_page_is_refused(shipped: None, cast: Cast, clock: StoppedClock) -> None:
    activity = catalogue()[0]
    stale = activity.revision
    change_activity(activity.id, VALUES, revision=stale, by=cast.hana, now=clock.now())
    with pytest.raises(Refused, match="was changed by somebody else"):
        change_activity(activity.id, {**VALUES, "name": "Second"}, revision=stale, by=cast.hana, now=clock.now())
    assert activity.name == "Cake on Friday"


def test_a_retired_activity_is_offered_no_more_until_it_is_back(shipped: None, cast: Cast, clock: StoppedClock) -> None:
    activity = catalogue()[0]
    retire_activity(activity.id, retired=True, by=cast.hana, now=clock.now())
    assert (activity in catalogue(), activity in catalogue(retired=True), activities_numbered([1])) == (False, True, [])
    retire_activity(activity.id, retired=False, by=cast.hana, now=clock.now())
    assert activity in catalogue()
