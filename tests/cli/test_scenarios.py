"""`planner scenario`: add, list, compare, use and delete on the database that the settings name."""

import json

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from planner.actions.generate import generate_now
from planner.cli import planner
from planner.models.base import db
from planner.models.generations import latest_of, scenarios_of
from planner.models.programs import Program
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.year import Size, make_year


@pytest.fixture
def program(app: Flask, cast: Cast, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("PLANNER_DATABASE_URL", str(app.config["SQLALCHEMY_DATABASE_URI"]))
    monkeypatch.setenv("PLANNER_DATA_DIR", str(app.config["PLANNER_DATA_DIR"]))
    monkeypatch.setattr("planner.domain.efforts.Effort.seconds", 1)
    return make_year(cast, clock.now(), size=Size(1, 1, 1), key="light")


def _run(*arguments: str) -> Result:
    outcome = CliRunner().invoke(planner, ["scenario", *arguments])
    db.session.rollback()
    return outcome


def test_a_scenario_from_trying_to_using(program: Program, cast: Cast, clock: StoppedClock) -> None:
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    number = str(program.id)
    made = _run("add", "--program", number, "--name", "Calm", "--calm", "--visits", "3")
    (scenario,) = scenarios_of(program.id)
    assert (made.exit_code, scenario.settings) == (0, {"visits": 3, "calm": True})
    assert made.stdout.splitlines()[0] == scenario.sentence
    listed = _run("list", "--program", number).stdout
    assert listed == f"{scenario.id}\tCalm\tdone\t3 floor visits a year for each team, calmer full weeks\n"
    compared = json.loads(_run("compare", "--program", number).stdout)
    assert [(one["name"], one["figures"]["hard"]) for one in compared] == [("draft", 0), ("Calm", 0)]
    used = _run("use", str(scenario.id)).stdout
    assert used.startswith("The draft of “Year of Service” is the scenario “Calm”: ")
    latest = latest_of(program.id)
    assert latest is not None
    assert latest.name == "Calm"


def test_a_scenario_is_thrown_away(program: Program) -> None:
    _run("add", "--program", str(program.id), "--name", "Calm", "--calm")
    (scenario,) = scenarios_of(program.id)
    assert _run("delete", str(scenario.id)).stdout == "The scenario “Calm” is gone.\n"
    assert scenarios_of(program.id) == []


@pytest.mark.parametrize("act", ["use", "delete"])
def test_a_scenario_that_is_not_there_is_refused_in_a_sentence(act: str, program: Program) -> None:
    assert str(_run(act, "99").exception) == "This generation no longer exists."


def test_every_command_has_an_example(program: Program) -> None:
    for act in ("add", "list", "compare", "use", "delete"):
        assert f"Example: planner scenario {act}" in " ".join(_run(act, "--help").stdout.split())
