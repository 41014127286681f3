"""`planner demo`: a believable organisation with a published year, and links to sign in as three of its people."""

from datetime import datetime, timedelta
from functools import partial

import click
from flask import current_app

from planner import clock
from planner.actions.accounts import make_sign_in_link
from planner.actions.demo import make_demo
from planner.actions.demo.guests import guests
from planner.actions.demo.sizes import SIZES
from planner.cli.context import in_application
from planner.cli.database import migrate_database
from planner.cli.progress_bar import telling_bar
from planner.jobs import passes

MAILS_OF_DAYS = 5
LINKS_LAST = timedelta(hours=12)
"""Long enough to come back to the terminal after lunch; each still works once."""


@click.command()
@click.option(
    "--size", type=click.Choice(list(SIZES)), default="medium", show_default=True, help="How large the organisation is."
)
@click.option("--seed", default=1, show_default=True, help="Another number makes other people.")
@in_application
def demo(size: str, seed: int) -> None:
    """A believable organisation with a published year; prints sign-in links for HR, a lead and an executive.

    The database must be empty, or hold a demo already: then only the links are printed. Example: planner demo --size small
    """
    migrate_database()
    with telling_bar("Bringing people in") as tell:
        if make_demo(size, seed=seed, now=clock.now(), tell=tell) and not current_app.config["PLANNER_SMTP_URL"]:
            _write_last_mails(clock.now())
    click.echo("Sign in with one of these; each link works once, within 12 hours:")
    for role, person in guests():
        token = make_sign_in_link(person, now=clock.now(), lasts=LINKS_LAST)
        click.echo(f"  {role:<10} {person.name:<22} {current_app.config['PLANNER_BASE_URL']}/sign-in/{token}")


def _write_last_mails(now: datetime) -> None:
    """The nudges of the last days go to the outbox, so that it shows what a leader gets even when today is a Sunday."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy cannot be handed to another context
    for days in range(MAILS_OF_DAYS, 0, -1):
        afternoon = (now - timedelta(days=days)).replace(hour=14, minute=0)
        then = partial(_same, afternoon)
        passes.look(app, then)
        passes.deliver(app, passes.sender_for(app, then))


def _same(moment: datetime) -> datetime:
    return moment
