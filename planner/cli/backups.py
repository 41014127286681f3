"""`planner backup` and `planner restore`: the database, saved while it is in use, and brought back."""

from pathlib import Path

import click
from flask import current_app

from planner import clock
from planner.actions.sign_ins import end_every_sign_in
from planner.actions.tombstones import reapply
from planner.cli.context import in_application
from planner.cli.database import migrate_database
from planner.domain.refusals import Refused
from planner.models import backups
from planner.models.audit_chain import forget_head
from planner.models.base import DatabaseTrouble, db
from planner.models.tombstone_files import keep_beside


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
    keep_beside(Path(current_app.config["PLANNER_DATA_DIR"]))
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
    folder = Path(current_app.config["PLANNER_DATA_DIR"])
    _keep_tombstones(folder)
    kept = backups.restore_from(file, clock.now(), folder)
    click.echo(f"Restored. What was there before is in {kept}.")
    _do_again(folder)
    click.echo("Messages that were due before now may have gone already, so they wait: see “planner release --help”.")


def _keep_tombstones(folder: Path) -> None:
    """What is there now may be so broken, or so new, that it cannot be asked; then the file beside it is all there is."""
    try:
        keep_beside(folder)
    except DatabaseTrouble:
        db.session.rollback()


def _do_again(folder: Path) -> None:
    """An older backup knows people who were erased since, and browsers that were signed out."""
    migrate_database()
    end_every_sign_in()
    forget_head(folder)
    done = reapply(folder, now=clock.now(), base_url=current_app.config["PLANNER_BASE_URL"])
    click.echo(f"{done.in_words} Everybody signs in anew.")
    for sentence in done.refused:
        click.echo(sentence, err=True)
    keep_beside(folder)
