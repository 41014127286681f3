"""`planner feed` and `planner export`: calendars without a browser."""

from pathlib import Path

import click

from planner import clock
from planner.cli.context import in_application, person_named
from planner.domain.refusals import Refused

SCOPE_HELP = "person, team:SLUG, site:SLUG, leader:EMAIL, kind:SLUG or program:NUMBER."


@click.group()
def export() -> None:
    """Files for other programs. Example: planner export calendar --scope site:dublin -o dublin.ics"""


@click.command()
@click.option("--scope", required=True, help=SCOPE_HELP)
@click.option("--person", "email", required=True, metavar="EMAIL", help="Whose feed it is; it shows what they may see.")
@click.option("--level", default="full", show_default=True, help="full, titles or busy.")
@click.option("--new-address", is_flag=True, help="Give a feed that is there already a new address; the old one ends.")
@in_application
def feed(scope: str, email: str, level: str, new_address: bool) -> None:
    """Make a calendar feed and print its address, once.

    Example: planner feed --scope team:billing --person tomas@example.org
    """
    from flask import current_app

    from planner.actions import feeds as acts
    from planner.feeds import scopes
    from planner.models.feeds import feed_like

    person = person_named(email)
    name, ref = _scope(scope, email)
    choice = scopes.find(person, name, ref)
    there = feed_like(person, name, choice.ref, level) if choice else None
    if new_address and there is not None and there.revoked_at is None:
        token = acts.rotate(there, now=clock.now(), by=None)
    else:
        _, token = acts.make_feed(person, name, ref, level=level, now=clock.now(), by=None)
    click.echo(acts.address(str(current_app.config["PLANNER_BASE_URL"]), token, choice.name if choice else name))


def _scope(text: str, email: str) -> tuple[str, str]:
    """Scope and what it is of, from "team:billing"; "person" alone is the person's own calendar."""
    name, _, ref = text.partition(":")
    if name == "person" and not ref:
        return name, email.strip().lower()
    if not ref:
        raise Refused(f"{text!r} does not say which one. A scope is {SCOPE_HELP}")
    return name, ref


@export.command("calendar")
@click.option("--scope", default="", help=SCOPE_HELP + " Left out: the current program.")
@click.option("--person", "email", default="", metavar="EMAIL", help="What this person may see. Left out: everything.")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@click.option("--as-feed", is_flag=True, help="Only what a feed would hold now: two months back, and all ahead.")
@in_application
def calendar(scope: str, email: str, output: Path, as_feed: bool) -> None:
    """Write a calendar to a file, from its first day to its last.

    Example: planner export calendar --scope team:billing -o billing.ics
    """
    from planner.feeds.opening import calendar_for
    from planner.feeds.scopes import find
    from planner.models.people import active_hr

    person = person_named(email) if email else next(iter(active_hr()), None)
    if person is None:
        raise Refused("Nobody has the role HR yet. Say with --person whose view of the calendar to write.")
    name, ref = _scope(scope or _current_program(), person.email)
    choice = find(person, name, ref)
    if choice is None:
        raise Refused(f"There is no calendar {scope} for {person.name}. A scope is {SCOPE_HELP}")
    _write(output, calendar_for(person, name, choice, clock.now(), as_feed=as_feed))
    click.echo(f"{output}: the calendar of {choice.name}.")


def _current_program() -> str:
    from planner.models.programs import current_program

    program = current_program(clock.now().date())
    if program is None:
        raise Refused("There is no program yet. Make one, or say with --scope which calendar to write.")
    return f"program:{program.id}"


def _write(output: Path, text: bytes) -> None:
    try:
        output.write_bytes(text)
    except OSError as error:
        raise Refused(f"{output} cannot be written: {error.strerror}.") from None
