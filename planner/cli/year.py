"""`planner generate` and `planner publish`: the year of a program without the web."""

import click

from planner import clock
from planner.cli.context import in_application, person_named, program_numbered
from planner.cli.progress_bar import stopped_by_hand, telling_bar
from planner.models.people import Person


@click.command()
@click.option("--program", "program_id", type=int, required=True, help="The program's number.")
@click.option("--time-limit", type=click.IntRange(1, 3600), default=12, show_default=True, help="Seconds of search.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="The same seed gives the same year.")
@in_application
def generate(program_id: int, time_limit: int, seed: int) -> None:
    """Make a draft year for a program. Ctrl-C ends the search and keeps the best so far.

    Example: planner generate --program 1 --time-limit 12
    """
    from planner.actions.generate import generate_now

    program_numbered(program_id)
    with stopped_by_hand() as stop, telling_bar("Reading the program") as tell:
        done = generate_now(
            program_id, by=None, now=clock.now(), seed=seed, time_limit=time_limit, tell=tell, stop=stop
        )
    click.echo(done.sentence)
    for name in ("notes", "around_pins", "broken"):
        found = done.result.get(name)
        for sentence in found if isinstance(found, list) else []:
            click.echo(f"- {sentence}")
    click.echo(f"Look at it, then: planner publish --program {program_id}")


@click.command()
@click.option("--program", "program_id", type=int, required=True, help="The program's number.")
@click.option("--note", default="", help="What readers of the changelog should know.")
@click.option("--by", "email", default=None, help="The address of the person who publishes.")
@in_application
def publish(program_id: int, note: str, email: str | None) -> None:
    """Make the draft a version that everybody sees. Example: planner publish --program 1 --note "First version" """
    from planner.actions.publish import publish as make_version

    program = program_numbered(program_id)
    by: Person | None = person_named(email) if email else None
    version = make_version(program.id, by=by, note=note, now=clock.now())
    click.echo(f"Version {version.number} of “{program.name}” was published: {len(version.changes)} events changed.")
