"""`planner import people`: what it prints, what it exits with, and that a rehearsal writes nothing."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from planner.cli.imports import import_
from planner.domain.refusals import Refused
from planner.models.base import db
from planner.models.people import everybody
from tests.sheets import as_csv, make_centre


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Runner":
    monkeypatch.setattr("planner.app.create_app", lambda: app)
    return Runner(tmp_path)


class Runner:
    def __init__(self, folder: Path) -> None:
        self.file = folder / "sheet"

    def __call__(self, data: bytes, *options: str) -> Result:
        self.file.write_bytes(data)
        done = CliRunner().invoke(import_, ["people", str(self.file), *options])
        db.session.rollback()  # what the command wrote is newer than what this session last saw
        return done


WRONG = as_csv([["Name", "E-mail", "Role"], ["Zoe", "zoe@example.org", "agent"], ["Ed", "ed@example.org", "king"]])


def test_a_rehearsal_says_what_would_happen_and_writes_nothing(run: Runner) -> None:
    done = run(make_centre(sites=1, teams=1, leaders=0, policies=0).xlsx(), "--dry-run")
    assert (done.exit_code, everybody()) == (0, [])
    assert done.stdout.splitlines()[-1] == (
        "Nothing was written. It would bring: 1 new site, 3 new shifts, 1 new team and 1 new person."
    )


def test_a_rehearsal_of_a_wrong_sheet_exits_with_one(run: Runner) -> None:
    done = run(WRONG, "--dry-run")
    sentence = "Line 3, Role: “king” is not a role. Use hr, lead, executive, assistant, agent or viewer.\n"
    assert (done.exit_code, done.stderr) == (1, sentence)


def test_a_wrong_sheet_is_refused_and_the_good_lines_come_in_when_asked(run: Runner) -> None:
    refused = run(WRONG)
    assert (refused.exit_code, isinstance(refused.exception, Refused), everybody()) == (1, True, [])
    done = run(WRONG, "--good-lines")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "Brought in: 1 new person.")
    assert [person.email for person in everybody()] == ["zoe@example.org"]


@pytest.mark.parametrize("name", ["everything.csv", "centre.xlsx"])
def test_the_samples_of_the_manual_come_in(run: Runner, name: str) -> None:
    done = run((Path(__file__).parents[2] / "docs" / "samples" / name).read_bytes())
    assert (done.exit_code, done.stderr) == (0, "")
