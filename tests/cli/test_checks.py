"""`planner check` says what is wrong, and its exit status says so to a script."""

import sys

import pytest
from flask import Flask

from planner.cli import main
from planner.models.base import db, writing
from planner.models.mailboxes import mailbox_named
from planner.models.night_audits import NightAudit
from planner.models.ticks import record_tick
from tests.conftest import NOW


def _status(monkeypatch: pytest.MonkeyPatch, app: Flask, *words: str) -> object:
    for name in ("PLANNER_DATABASE_URL", "PLANNER_DATA_DIR"):
        monkeypatch.setenv(name, str(app.config[name]).replace("+psycopg", ""))
    monkeypatch.setattr(sys, "argv", ["planner", *words])
    with pytest.raises(SystemExit) as left:
        main()
    return left.value.code


def test_a_silent_worker_is_trouble(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _status(monkeypatch, app, "check") == 1
    marks = {line.split()[0] for line in capsys.readouterr().out.splitlines() if "worker" in line}
    assert marks == {"bad"}


def test_nothing_wrong_is_status_0(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing():
        record_tick("tick", NOW)
    assert _status(monkeypatch, app, "check") == 0


@pytest.mark.parametrize(("delivered", "refused", "mark"), [(214, 0, "ok"), (213, 1, "bad")])
def test_a_night_that_differs_is_trouble(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    delivered: int,
    refused: int,
    mark: str,
) -> None:
    counts = {"expired": 0, "waiting": 0, "missing": 0, "coming": 0, "stale": 0}
    with writing():
        record_tick("tick", NOW)
        night = NightAudit(
            day=NOW.date(), at=NOW, due=214, delivered=delivered, refused=refused, differences=[], **counts
        )
        db.session.add(night)
    assert _status(monkeypatch, app, "check") == (1 if mark == "bad" else 0)
    [line] = [line for line in capsys.readouterr().out.splitlines() if "214 due" in line]
    assert line.split()[0] == mark


@pytest.mark.parametrize(("error", "mark"), [(None, "note"), ("", "ok"), ("mail.example.org:993: timed out", "bad")])
def test_a_mailbox_that_cannot_be_read_is_trouble(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: str | None,
    mark: str,
) -> None:
    monkeypatch.setenv("PLANNER_IMAP_URL", "imaps://planner:hunter2@mail.example.org/INBOX")
    with writing():
        record_tick("tick", NOW)
        if error is not None:
            mailbox_named("planner at mail.example.org, INBOX").error = error
    assert _status(monkeypatch, app, "check") == (1 if mark == "bad" else 0)
    printed = capsys.readouterr().out
    assert [line.split()[0] for line in printed.splitlines() if "nvitations" in line or "mailbox" in line] == [mark]
    assert "hunter2" not in printed


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--help"], 0),
        (["nonsense"], 2),
        (["publish", "--program", "99"], 1),
        (["generate", "--program", "x"], 2),
        (["worker", "--now", "2027-03-01T08:00:00Z"], 2),
    ],
)
def test_status_0_is_done_1_refused_and_2_wrong_usage(
    app: Flask, monkeypatch: pytest.MonkeyPatch, words: list[str], status: int
) -> None:
    assert _status(monkeypatch, app, *words) == status
