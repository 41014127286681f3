"""`planner why`, `why-not`, `compare` and `substitutes`: JSON for programs, sentences for people, refusals that help."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from planner.cli import planner
from planner.domain.refusals import Refused
from planner.planning.generate import generate
from planner.planning.judge.figures import figures
from planner.planning.plan import Plan, instant_text
from planner.planning.problem import Problem
from planner.planning.reasons.alternatives import alternatives
from planner.planning.reasons.explain import why
from planner.planning.reasons.relaxations import Change
from tests.planning.problems import document


@cache
def year() -> tuple[Problem, Plan]:
    problem = Problem.from_json(document(teams=3, leaders=2, policies=1, seed=2))
    return problem, generate(problem, time_limit=0.3, monotonic=lambda: 0.0)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    names = (tmp_path / "problem.json", tmp_path / "plan.json")
    problem, plan = year()
    names[0].write_text(json.dumps(problem.to_json()))
    names[1].write_text(json.dumps(plan.to_json()))
    return str(names[0]), str(names[1])


def ask(*words: str) -> Result:
    return CliRunner().invoke(planner, list(words))


def test_why_answers_with_reasons_and_alternatives(files: tuple[str, str]) -> None:
    problem, plan = year()
    event = next(what for what in plan.occurrences if what.type == "recognition")
    outcome = ask("why", *files, "--event", f"{event.whom}@{instant_text(event.start)}", "--count", "2")
    assert json.loads(outcome.stdout) == {
        "event": event.to_json(),
        "why": why(problem, plan, event),
        "alternatives": [other.to_json() for other in alternatives(problem, plan, event, count=2)],
    }
    assert why(problem, plan, event)[0] in outcome.stderr


def test_an_event_can_be_named_by_its_place(files: tuple[str, str]) -> None:
    assert json.loads(ask("why", *files, "--event", "7").stdout)["event"] == year()[1].occurrences[7].to_json()


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ("T0", "“T0” names no event: write the team or policy, @ and the start, as T1@2026-02-05T15:30Z."),
        ("T9@2026-02-05T15:30Z", "The plan has no event of “T9”."),
        ("9999", None),
        ("T0@2026-02-05T15:31Z", None),
    ],
)
def test_an_event_that_is_not_there_is_refused_with_help(
    event: str, sentence: str | None, files: tuple[str, str]
) -> None:
    outcome = ask("why", *files, "--event", event)
    assert isinstance(outcome.exception, Refused)
    said = str(outcome.exception)
    count = len(year()[1].occurrences)
    expected = {"9999": f"The plan has {count} events; there is none at place 9999."}
    assert said == (sentence or expected.get(event, said))
    assert said.startswith("No event of T0 starts at 2026-02-05T15:31Z. Its events start at ") or sentence or expected


def test_why_not_names_the_clash_and_what_helps(files: tuple[str, str], tmp_path: Path) -> None:
    data: dict[str, Any] = year()[0].to_json()
    data["policies"][0] |= {"owner": "L0"}
    data["leaders"][0]["unavailable"] = [{"start": "2026-01-01", "end": "2027-02-01", "reason": "sabbatical"}]
    path = tmp_path / "tight.json"
    path.write_text(json.dumps(data))
    outcome = ask("why-not", str(path), "-o", str(tmp_path / "answer.json"))
    answer = json.loads((tmp_path / "answer.json").read_text())
    assert outcome.exit_code == 0
    assert [clash["codes"] for clash in answer["clashes"]] == [["H02", "H13"]]
    assert answer["changes"][0]["sentence"] in outcome.stderr


def test_why_not_of_a_sound_plan_says_so(files: tuple[str, str]) -> None:
    answer = json.loads(ask("why-not", files[0], "--plan", files[1]).stdout)
    assert (answer["sentence"], answer["clashes"]) == ("This year keeps every rule.", [])


def test_compare_lays_two_plans_side_by_side(files: tuple[str, str], tmp_path: Path) -> None:
    problem, plan = year()
    bare = Plan.of(what for what in plan.occurrences if what.type != "visit")
    other = tmp_path / "other.json"
    other.write_text(json.dumps(bare.to_json()))
    answer = json.loads(ask("compare", *files, str(other)).stdout)
    expected = [json.loads(json.dumps(figures(problem, one).to_json())) for one in (plan, bare)]
    assert [answer["first"], answer["second"]] == expected
    assert answer["lines"][0]["better"] == "first"


def test_substitutes_are_offered_for_visits_only(files: tuple[str, str]) -> None:
    plan = year()[1]
    visit = next(what for what in plan.occurrences if what.type == "visit")
    found = json.loads(ask("substitutes", *files, "--event", f"{visit.whom}@{instant_text(visit.start)}").stdout)
    assert found
    assert all(other["occurrence"]["leader"] != visit.leader for other in found)
    event = next(what for what in plan.occurrences if what.type == "csw")
    refused = ask("substitutes", *files, "--event", f"{event.whom}@{instant_text(event.start)}").exception
    assert str(refused) == "Only floor visits have substitutes; this event is none."


@pytest.mark.parametrize("command", ["plan", "replan", "why", "why-not", "compare", "substitutes"])
def test_each_help_has_an_example(command: str) -> None:
    assert f"Example: planner {command} " in ask(command, "--help").stdout


def test_a_change_says_where_it_applies() -> None:
    change = Change(("tracks", "R1", "max_gap_days"), 63)
    assert change.to_json() == {"path": ["tracks", "R1", "max_gap_days"], "how": "set", "value": 63}
    assert change.apply(year()[0]).track["R1"].max_gap_days == 63
