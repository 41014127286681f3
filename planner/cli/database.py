"""`planner migrate`: the database, brought up to date."""

import click
from flask_migrate import upgrade

from planner.cli.context import in_application
from planner.rooms import find_room


@click.command()
@in_application
def migrate() -> None:
    """Bring the database up to date.

    Safe to run from several machines at once: one migrates, the others wait. Example: planner migrate
    """
    migrate_database()
    click.echo("The database is up to date.")


def migrate_database() -> None:
    """Upgrades to the newest migration, inside an application."""
    upgrade(directory=str(find_room("migrations")))
