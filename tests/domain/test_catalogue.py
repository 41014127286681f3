"""The catalogue is complete, and a few rows are compared with the table that it was taken from."""

import re

import pytest

from planner.domain.catalogue import CATALOGUE, COSTS_PER_HEAD, CatalogueEntry, cost_per_head, entry, minutes_for
from planner.domain.kinds import EventKind


def test_there_are_52_activities_numbered_in_order() -> None:
    assert [activity.number for activity in CATALOGUE] == list(range(1, 53))


def test_slugs_and_names_are_unique_and_slugs_fit_an_address() -> None:
    assert len({activity.slug for activity in CATALOGUE}) == len({activity.name for activity in CATALOGUE}) == 52
    assert [a.slug for a in CATALOGUE if not re.fullmatch(r"[a-z]+(-[a-z]+)*", a.slug)] == []


@pytest.mark.parametrize("activity", CATALOGUE, ids=lambda activity: activity.slug)
def test_every_value_is_one_of_those_allowed(activity: CatalogueEntry) -> None:
    assert activity.virtual in {"yes", "partly", "no"}
    assert activity.night in {"yes", "partly", "no"}
    assert activity.cost_band in range(5)
    assert 5 <= activity.lead_days <= 60
    assert activity.minutes is None or 5 <= activity.minutes <= 120
    assert set(activity.serves) <= {"agents", "customers", "business"}
    assert "agents" in activity.serves


@pytest.mark.parametrize(
    ("number", "minutes", "per_person", "words", "lead", "band", "owner", "virtual", "night", "kind"),
    [
        (1, 45, False, "45 minutes", 21, 2, "HR", "partly", "yes", EventKind.celebration),
        (4, 5, True, "5 minutes a person", 10, 0, "team lead", "yes", "yes", EventKind.recognition),
        (6, None, False, "all week", 7, 1, "committee", "yes", "yes", EventKind.recognition),
        (17, 15, False, "slots of 15 minutes", 14, 1, "HR", "no", "yes", EventKind.celebration),
        (35, 60, False, "60 minutes", 21, 0, "policy owner", "yes", "yes", EventKind.policy_review),
        (40, 60, False, "60 minutes", 14, 0, "executive", "yes", "yes", EventKind.floor_visit),
        (42, 120, False, "120 minutes", 30, 1, "manager", "partly", "no", EventKind.briefing),
        (52, None, False, "all week", 10, 0, "committee", "yes", "yes", EventKind.celebration),
    ],
)
def test_rows_say_what_the_table_says(
    number: int,
    minutes: int | None,
    per_person: bool,
    words: str,
    lead: int,
    band: int,
    owner: str,
    virtual: str,
    night: str,
    kind: EventKind,
) -> None:
    row = entry(number)
    assert (row.minutes, row.per_person, row.duration_words, row.lead_days) == (minutes, per_person, words, lead)
    assert (row.cost_band, row.owner_role, row.virtual, row.night, row.kind) == (band, owner, virtual, night, kind)


def test_the_totals_of_the_table() -> None:
    assert sum(activity.lead_days for activity in CATALOGUE) == 907
    assert [sum(a.cost_band == band for a in CATALOGUE) for band in range(5)] == [24, 19, 5, 4, 0]
    assert sum(activity.minutes or 0 for activity in CATALOGUE) == 1745
    assert [sum(a.virtual == word for a in CATALOGUE) for word in ("yes", "partly", "no")] == [35, 10, 7]
    assert [sum(a.night == word for a in CATALOGUE) for word in ("yes", "partly", "no")] == [40, 11, 1]


def test_notes_qualify_what_the_words_cannot() -> None:
    assert {a.number: a.virtual_note for a in CATALOGUE if a.virtual_note} == {4: "posted", 48: "posted"}
    assert {a.number: a.night_note for a in CATALOGUE if a.night_note} == {1: "repeat per shift"}


def test_a_cost_band_is_a_price_a_head() -> None:
    assert [cost_per_head(band) for band in range(5)] == list(COSTS_PER_HEAD) == [0, 3, 10, 25, 50]
    for band in (-1, 5):
        with pytest.raises(ValueError, match="from 0 to 4"):
            cost_per_head(band)


def test_minutes_grow_with_the_team_only_where_they_are_per_person() -> None:
    assert [minutes_for(entry(number), 12) for number in (4, 1, 6)] == [60, 45, 30]


def test_an_activity_outside_the_catalogue_is_an_error() -> None:
    for number in (0, 53, -1):
        with pytest.raises(KeyError):
            entry(number)
