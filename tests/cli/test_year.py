"""`planner generate` and `planner publish`, on the database that the settings name."""

import pytest
from click.testing import CliRunner
from flask import Flask

from planner.cli import planner
from planner.domain.refusals import Refused
from planner.models import drafts
from planner.models.base import db
from planner.models.programs import Program
from planner.models.versions import last_version
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.year import Size, make_year


@pytest.fixture
def program(app: Flask, cast: Cast, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("PLANNER_DATABASE_URL", str(app.config["SQLALCHEMY_DATABASE_URI"]))
    monkeypatch.setenv("PLANNER_DATA_DIR", str(app.config["PLANNER_DATA_DIR"]))
    return make_year(cast, clock.now(), size=Size(1, 1, 1), key="light")


def test_from_an_empty_draft_to_a_version(program: Program, cast: Cast) -> None:
    number, runner = str(program.id), CliRunner()
    made = runner.invoke(planner, ["generate", "--program", number, "--time-limit", "1"])
    db.session.rollback()
    assert (made.exit_code, made.stdout.splitlines()[0]) == (
        0, f"The draft of “Year of Service” has {drafts.draft_count(program.id)} events; every rule is kept."
    )  # fmt: skip
    published = runner.invoke(planner, ["publish", "--program", number, "--note", "First", "--by", "HANA@example.org"])
    db.session.rollback()
    version = last_version(program.id)
    assert version is not None
    assert (published.exit_code, version.note, version.published_by_id) == (0, "First", cast.hana.id)


def test_a_program_that_is_not_there_is_named_with_those_that_are(program: Program) -> None:
    outcome = CliRunner().invoke(planner, ["generate", "--program", "99"])
    assert isinstance(outcome.exception, Refused)
    assert str(outcome.exception) == f"There is no program 99. There are: {program.id}: Year of Service."


def test_an_empty_draft_is_not_published(program: Program) -> None:
    outcome = CliRunner().invoke(planner, ["publish", "--program", str(program.id)])
    assert str(outcome.exception) == "There is nothing to publish: the draft and what is published are the same."
