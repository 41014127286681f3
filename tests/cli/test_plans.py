"""`planner plan` and `planner replan`: files in, files out, sentences for files that make no sense."""

import json
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from planner.actions.problems import build
from planner.cli import planner
from planner.domain.refusals import Refused
from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.plan import Plan
from planner.planning.problem import Problem
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.year import Size, make_year


@pytest.fixture
def problem(app: Flask, cast: Cast, clock: StoppedClock, tmp_path: Path) -> Path:
    built = build(make_year(cast, clock.now(), size=Size(2, 2, 2)), clock.now())
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(built.problem.to_json()))
    return path


def _read(problem: Path, plan: Path) -> tuple[Problem, Plan]:
    return Problem.from_json(json.loads(problem.read_text())), Plan.from_json(json.loads(plan.read_text()))


def test_a_plan_is_written_that_breaks_no_rule(problem: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    outcome = CliRunner().invoke(planner, ["plan", str(problem), "-o", str(plan), "--time-limit", "1"])
    assert (outcome.exit_code, outcome.stdout, check(*_read(problem, plan)).hard) == (0, "", 0)


def test_a_repair_of_a_good_plan_changes_nothing(problem: Path, tmp_path: Path) -> None:
    plan, repaired = tmp_path / "plan.json", tmp_path / "new.json"
    CliRunner().invoke(planner, ["plan", str(problem), "-o", str(plan), "--time-limit", "1"])
    words = [
        "replan",
        str(problem),
        "--published",
        str(plan),
        "--freeze-before",
        "2027-06-01T00:00Z",
        "-o",
        str(repaired),
    ]
    outcome = CliRunner().invoke(planner, [*words, "--time-limit", "1"])
    assert (outcome.exit_code, _read(problem, repaired)[1]) == (0, _read(problem, plan)[1])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "{path} is not JSON."),
        ("[]", "{path} holds no object with named values."),
        ("{}", "{path}: format: is missing."),
        (None, "{path} cannot be read: No such file or directory."),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_in_a_sentence(
    content: str | None, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "odd.json"
    if content is not None:
        path.write_text(content)
    outcome = CliRunner().invoke(planner, ["plan", str(path), "-o", str(tmp_path / "plan.json")])
    assert isinstance(outcome.exception, Refused)
    assert str(outcome.exception) == sentence.format(path=path)
    assert not (tmp_path / "plan.json").exists()


def test_ctrl_c_keeps_the_best_so_far(problem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = tmp_path / "plan.json"

    def interrupted(*args: object, **kwargs: object) -> Plan:
        os.kill(os.getpid(), signal.SIGINT)
        return generate(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr("planner.cli.plans.generate", interrupted)
    before = signal.getsignal(signal.SIGINT)
    outcome = CliRunner().invoke(planner, ["plan", str(problem), "-o", str(plan), "--time-limit", "600"])
    assert (outcome.exit_code, signal.getsignal(signal.SIGINT)) == (0, before)
    assert len(_read(problem, plan)[1].occurrences) > 0


def test_progress_can_be_read_by_scripts_line_by_line(problem: Path, tmp_path: Path) -> None:
    words = ["plan", str(problem), "-o", str(tmp_path / "plan.json"), "--time-limit", "1", "--progress-json"]
    outcome = CliRunner().invoke(planner, words)
    lines = [json.loads(line) for line in outcome.stderr.splitlines() if line.startswith("{")]
    assert {tuple(line) for line in lines} == {("seconds", "fraction", "cost", "bound", "hard", "sentence")}
    assert (lines[-1]["fraction"], lines[-1]["hard"]) == (1.0, 0)


def test_without_a_file_the_plan_goes_to_standard_output(problem: Path) -> None:
    outcome = CliRunner().invoke(planner, ["plan", str(problem), "--time-limit", "1"])
    assert json.loads(outcome.stdout)["format"] == "csw-plan/1"


def test_a_plan_that_breaks_rules_is_written_and_exits_with_1_when_asked_to_be_strict(
    problem: Path, tmp_path: Path
) -> None:
    data = json.loads(problem.read_text())
    for budget in data["months"] + data["quarters"]:
        budget["budget"] = 0
    for site in data["sites"]:
        site["hosts"] = 0
    problem.write_text(json.dumps(data))
    plan = tmp_path / "plan.json"
    words = ["plan", str(problem), "-o", str(plan), "--time-limit", "1"]
    assert CliRunner().invoke(planner, words).exit_code == 0
    assert CliRunner().invoke(planner, [*words, "--strict"]).exit_code == 1
    assert check(*_read(problem, plan)).hard > 0


def test_a_repair_reports_what_moved_and_why(problem: Path, tmp_path: Path) -> None:
    plan, report = tmp_path / "plan.json", tmp_path / "report.json"
    CliRunner().invoke(planner, ["plan", str(problem), "-o", str(plan), "--time-limit", "1"])
    data, known = json.loads(problem.read_text()), _read(problem, plan)[1]
    visit = next(what for what in known.occurrences if what.type == "visit")
    eve, morrow = (  # a night visit is on another day by the leader's clock than by UTC
        (visit.start.date() + timedelta(days=days)).isoformat() for days in (-1, 1)
    )
    for leader in data["leaders"]:
        if leader["id"] == visit.leader:
            leader["unavailable"].append({"start": eve, "end": morrow, "reason": "ill"})
    problem.write_text(json.dumps(data))
    words = ["replan", str(problem), "--published", str(plan), "-o", str(tmp_path / "new.json"), "--time-limit", "2"]
    outcome = CliRunner().invoke(planner, [*words, "--report", str(report)])
    moved = json.loads(report.read_text())
    assert outcome.exit_code == 0
    assert visit.to_json() in [move["before"] for move in moved]
    assert all(move["why"] for move in moved)
