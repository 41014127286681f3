"""`planner backup` and `planner restore`: the database, saved while it is in use, and brought back."""

from pathlib import Path

import click
from flask import current_app

from planner import clock
from planner.cli.context import in_application
from planner.domain.refusals import Refused
from planner.models import backups


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@in_application
def backup(file: Path) -> None:
    """Save the database while it is in use; the copy is verified after writing.

    On PostgreSQL it is a dump made by pg_dump. The secret key is not part of it. Example: planner backup planner-2027-03-01.sqlite
    """
    if file.exists():
        raise Refused(f"{file} is there already. Choose another name; a backup never overwrites one.")
    backups.save_to(file)
    click.echo(f"Saved to {file} ({file.stat().st_size:,} bytes) and verified.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@in_application
def restore(file: Path, yes: bool) -> None:
    """Bring a saved database back; what is there now is saved beside it first.

    Stop web and worker before. Example: planner restore planner-2027-03-01.sqlite
    """
    if not file.is_file():
        raise Refused(f"{file} is not there.")
    backups.verify(file)
    if not yes:
        click.confirm(f"Replace everything in the database by what {file} holds?", abort=True)
    kept = backups.restore_from(file, clock.now(), Path(current_app.config["PLANNER_DATA_DIR"]))
    click.echo(f"Restored. What was there before is in {kept}.")
    click.echo("Messages that were due before now may have gone already, so they wait: see “planner release --help”.")
