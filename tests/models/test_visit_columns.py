"""Check in, not up: no column of a visit, of what was raised or of thanks can hold a rating of an agent."""

import re

import pytest

from planner.models.base import Base

RATING = re.compile(
    r"rat(e|ing)|scor|grade|rank|perform|handle|talk|speed|adheren|quality|satisf|csat|nps|stars?$|level|fast"
)
OF_THE_FLOOR = ("floor_visits", "insights", "recognitions", "promises", "promise_hearers")


@pytest.mark.parametrize("table", OF_THE_FLOOR)
def test_no_column_rates_an_agent(table: str) -> None:
    assert [column.name for column in Base.metadata.tables[table].columns if RATING.search(column.name)] == []


def test_a_visit_knows_its_leader_and_whoever_wrote_it_down_and_no_other_person() -> None:
    columns = Base.metadata.tables["floor_visits"].columns
    people = {column.name for column in columns for key in column.foreign_keys if key.column.table.name == "people"}
    assert people == {"leader_id", "recorded_by_id"}


def test_every_column_of_a_visit_is_known_here() -> None:
    """A new column is looked at with this question in mind before it is added to the list."""
    assert {column.name for column in Base.metadata.tables["floor_visits"].columns} == {
        *(
            "id",
            "event_id",
            "commitment_id",
            "team_id",
            "leader_id",
            "visited_on",
            "shift",
            "minutes",
            "remote",
            "listened",
        ),
        *("purpose", "nothing_raised", "note", "recorded_at", "recorded_by_id"),
    }
