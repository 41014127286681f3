"""`planner rehearse`: figures of a year, in a copy; the database itself and its outbox stay as they are."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from planner.actions.ladders import ship_ladders
from planner.cli import planner
from planner.domain.rehearsals import Figures
from planner.models.base import db, writing
from planner.models.messages import Message
from planner.models.programs import Program
from tests.cast import Cast
from tests.domain.times import naive
from tests.reminders.scenes import make_program, make_visit


@pytest.fixture
def program(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("PLANNER_DATABASE_URL", str(app.config["SQLALCHEMY_DATABASE_URI"]))
    monkeypatch.setenv("PLANNER_DATA_DIR", str(app.config["PLANNER_DATA_DIR"]))
    monkeypatch.setenv("PLANNER_SMTP_URL", "smtp://nowhere.invalid:25")
    program = make_program()
    with writing():
        ship_ladders()
        program.starts_on, program.ends_on = naive(2027, 3, 15).date(), naive(2027, 3, 28).date()
    for hour in (10, 12):
        make_visit(cast, start=naive(2027, 3, 16, hour), program=program)
    return program


def _run(program: Program, *arguments: str) -> Result:
    outcome = CliRunner().invoke(planner, ["rehearse", "--program", str(program.id), *arguments])
    db.session.rollback()
    return outcome


def test_figures_for_programs_and_nothing_changed_here(program: Program, app: Flask) -> None:
    outcome = _run(program, "--kept", "0", "--json")
    found = json.loads(outcome.stdout)
    assert (outcome.exit_code, found["messages"], found["early"], found["over_cap"]) == (
        0,
        sum(found["by_message"].values()),
        0,
        [],
    )
    assert found["busiest_day"]["day"] == "2027-03-15"
    assert (db.session.query(Message).count(), (Path(app.config["PLANNER_DATA_DIR"]) / "outbox").exists()) == (0, False)


def test_whoever_would_get_more_than_the_cap_is_named_with_the_messages_that_could_not_wait(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_MESSAGES_PER_WEEK", "1")
    outcome = _run(program, "--kept", "0")
    assert outcome.exit_code == 0
    assert outcome.stdout.splitlines()[-3:] == [
        "2 would get more than 1 in a week, and only by messages that cannot wait:",
        "  Elif Kaya: 4 in the week of 15 Mar 2027, of them 4 about today or tomorrow",
        "  Ravi Menon: 2 in the week of 15 Mar 2027, of them 2 about today or tomorrow",
    ]


def test_the_exit_says_when_one_of_these_could_have_waited(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_MESSAGES_PER_WEEK", "1")
    monkeypatch.setattr(Figures, "needless", lambda figures, cap: figures.over_cap(cap))
    outcome = _run(program, "--kept", "0")
    assert outcome.exit_code == 1
    assert "2 would get more than 1 in a week, by messages that could have waited:\n" in outcome.stdout


def test_the_mails_may_be_kept_to_be_read(program: Program, tmp_path: Path) -> None:
    found = json.loads(_run(program, "--json", "--mails", str(tmp_path / "post")).stdout)
    assert len(list((tmp_path / "post").glob("*.eml"))) == found["messages"]
