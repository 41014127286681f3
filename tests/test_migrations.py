"""Migrations: up, down, up again with data in it, and the same schema as the models, on both databases."""

import os
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from planner.models.base import Base, db
from planner.rooms import find_room
from tests.cast import make_cast

MIGRATIONS = str(find_room("migrations"))


def _differences() -> list[object]:
    with db.engine.connect() as connection:
        return list(
            compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata)
        )


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    assert _differences() == []


def test_down_and_up_again_with_data_in_it(app: Flask) -> None:
    make_cast()
    db.session.remove()
    downgrade(directory=MIGRATIONS, revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade(directory=MIGRATIONS)
    assert _differences() == []


def test_every_migration_is_dated_and_they_are_in_the_order_of_their_names() -> None:
    from alembic.script import ScriptDirectory

    revisions = [script.revision for script in ScriptDirectory(MIGRATIONS).walk_revisions()]
    assert sorted(revisions, reverse=True) == revisions
    assert [r for r in revisions if not r[:4].isdigit()] == []


def test_four_processes_that_migrate_at_once_leave_one_sound_schema(tmp_path: Path) -> None:
    environment = {**os.environ, "PLANNER_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "planner.cli", "migrate"]
    started = [
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(4)
    ]
    assert [(process.wait(), process.communicate()[1]) for process in started] == [(0, b"")] * 4
