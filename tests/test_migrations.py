"""Migrations: up, down, up again with data in it, and the same schema as the models, on both databases."""

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
