"""Reading and writing problems and plans; nonsense is refused with a sentence that names the place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem, ProblemRefused
from tests.planning.problems import document, documents


@settings(max_examples=20, deadline=None)
@given(documents)
def test_a_problem_survives_writing_and_reading(data: dict[str, Any]) -> None:
    year = Problem.from_json(data)
    assert Problem.from_json(year.to_json()) == year


def test_keys_that_are_not_known_are_kept() -> None:
    data = document() | {"size": "tiny", "tight": 0.9}
    written = Problem.from_json(data).to_json()
    assert (written["size"], written["tight"]) == ("tiny", 0.9)


def put(*path: Any) -> Callable[[dict[str, Any]], None]:  # noqa: ANN401 -- keys, indexes and the value
    def change(data: Any) -> None:  # noqa: ANN401 -- JSON
        for step in path[:-2]:
            data = data[step]
        data[path[-2]] = path[-1]

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (put("format", "ics"), 'format: expected "csw-bench/1".'),
        (put("horizon", "start", "2026-01-06"), "horizon.start: 2026-01-06 is not a Monday."),
        (put("horizon", "days", 365), "horizon.days: 365 is not a whole number of weeks."),
        (put("teams", 2, "shift", "NGT2"), 'teams[2].shift: no shift is called "NGT2".'),
        (put("teams", 1, "id", "T0"), 'teams[1].id: "T0" is used twice.'),
        (put("teams", 0, "workdays", [7]), "teams[0].workdays[0]: 7 is more than 6."),
        (put("sites", 0, "tz", "Mars"), 'sites[0].tz: "Mars" is not a time zone like Europe/Dublin.'),
        (put("sites", 0, "volume", [1]), "sites[0].volume: has 1 values; expected one a day, 364."),
        (put("leaders", 0, "quota", "max", "6"), "leaders[0].quota.max: expected a whole number."),
        (put("leaders", 0, "busy", [["2026-01-05T09:00"] * 2]), None),
        (put("policies", 0, "owner", "L9"), 'policies[0].owner: no leader is called "L9".'),
        (put("policies", 0, "participants", []), "policies[0].participants: a policy review needs at least one team."),
        (put("tracks", 0, "kinds", ["K9"]), 'tracks[0].kinds[0]: no activity kind is called "K9".'),
        (put("kinds", 0, "minutes", None), "kinds[0].minutes: is missing."),
        (put("shifts", 0, "start", "8 am"), 'shifts[0].start: "8 am" is not a time like 08:30.'),
        (put("pins", [{"type": "party"}]), 'pins[0].type: "party" is not one of csw, recognition, session, visit.'),
        (put("teams", "none"), "teams: expected a list."),
    ],
)
def test_nonsense_is_refused_where_it_is(change: Callable[[dict[str, Any]], None], sentence: str | None) -> None:
    data = document()
    change(data)
    with pytest.raises(ProblemRefused) as refusal:
        Problem.from_json(data)
    expected = sentence or 'leaders[0].busy[0][0]: "2026-01-05T09:00" has no zone; write 2026-02-03T14:00Z.'
    assert str(refusal.value) == expected


def test_a_team_without_a_past_is_planned_as_if_the_last_event_were_one_gap_ago() -> None:
    data = document()
    del data["teams"][0]["history"], data["teams"][0]["last_visit_week"]
    team = Problem.from_json(data).teams[0]
    assert (str(team.history["R1"].date), team.history["R1"].kind, team.last_visit_week) == ("2025-12-06", None, -13)


def test_a_plan_survives_writing_and_reading() -> None:
    written = {
        "format": "csw-plan/1",
        "instance": "x",
        "occurrences": [
            {"type": "recognition", "team": "T0", "track": "R1", "kind": "K1", "start": "2026-02-03T14:00Z"},
            {"type": "csw", "team": "T0", "kind": "C1", "start": "2026-10-05T13:00Z"},
            {"type": "visit", "team": "T0", "leader": "L0", "start": "2026-02-05T15:30Z"},
            {"type": "session", "policy": "P0", "start": "2026-01-14T15:00Z"},
        ],
    }
    assert Plan.from_json(written).to_json() == written


def test_an_occurrence_is_refused_without_what_its_type_needs() -> None:
    with pytest.raises(ProblemRefused, match=r"^occurrences\[0\].leader: is missing.$"):
        Plan.from_json(
            {"format": "csw-plan/1", "occurrences": [{"type": "visit", "team": "T", "start": "2026-01-01T09:00Z"}]}
        )


def test_an_occurrence_is_the_same_whatever_zone_its_start_was_written_in() -> None:
    texts = ("2026-02-05T15:30Z", "2026-02-05T16:30+01:00")
    plans = [
        Plan.from_json({"format": "csw-plan/1", "occurrences": [{"type": "session", "policy": "P0", "start": text}]})
        for text in texts
    ]
    assert plans[0] == plans[1]
    assert isinstance(plans[0].occurrences[0], Occurrence)
