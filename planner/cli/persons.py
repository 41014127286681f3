"""`planner person`: what is kept about a person handed out, and a person erased, without the web."""

import os
from pathlib import Path

import click
from flask import current_app

from planner import clock
from planner.cli.context import in_application, person_named
from planner.domain.refusals import Refused


@click.group()
def person() -> None:
    """What is kept about a person. Example: planner person export ana@example.org -o ana.zip"""


@person.command()
@click.argument("email")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@in_application
def export(email: str, output: Path) -> None:
    """Write everything that is kept about a person, and their calendar, to a zip that only this account can read.

    Example: planner person export ana@example.org -o ana.zip
    """
    from planner.actions.personal_data import export_person

    data = export_person(person_named(email), by=None, now=clock.now())
    try:
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except FileExistsError:
        raise Refused(f"{output} is there already. Choose another name.") from None
    except OSError as error:
        raise Refused(f"{output} cannot be written: {error.strerror}.") from None
    click.echo(f"{output}: everything about {email}. Delete it once it is handed over.")


@person.command()
@click.argument("email")
@click.option("--also", multiple=True, help="A former name or address; may be given several times.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@in_application
def erase(email: str, also: tuple[str, ...], yes: bool) -> None:
    """Take a person's name and addresses away for good; what they did is still counted.

    Example: planner person erase ana@example.org --also "Ana Moreno"
    """
    from planner.actions.erasing import erase as erase_person
    from planner.actions.erasing import preview

    found = person_named(email)
    for rule, lines in preview(found).by_rule.items():
        click.echo("".join(f"{what}: {count}, {rule}.\n" for count, what in lines), nl=False)
    if not yes:
        click.confirm(f"Erase {found.name}? This cannot be undone.", abort=True)
    texts = erase_person(
        found,
        by=None,
        now=clock.now(),
        base_url=current_app.config["PLANNER_BASE_URL"],
        folder=Path(current_app.config["PLANNER_DATA_DIR"]),
        also=also,
    )
    click.echo(f"Erased. {texts} texts named them. Backups from before still do.")
