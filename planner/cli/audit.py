"""`planner audit`: whether the audit log is what it was when it was written."""

import click
from flask import current_app

from planner.cli.context import in_application


@click.group()
def audit() -> None:
    """The audit log. Example: planner audit verify"""


@audit.command()
@click.option("--head", default="", help="“PLACE HASH” as an earlier run printed it: the log must still have it.")
@in_application
def verify(head: str) -> None:
    """Walk the whole log and its chain of hashes. Exits with 1 when a line was changed, removed or slipped in.

    Example: planner audit verify
    """
    from planner.models.audit_chain import known_head, verify_chain

    place, _, known = head.partition(" ")
    asked = (int(place), known.strip()) if place.isdigit() else known_head(current_app.config["PLANNER_DATA_DIR"])
    verdict = verify_chain(asked)
    for fault in verdict.faults:
        click.echo(fault, err=True)
    if verdict.faults:
        raise click.exceptions.Exit(1)
    erased = f", {verdict.erased:,} of them without the name of somebody who was erased" if verdict.erased else ""
    click.echo(f"The audit log is whole: {verdict.lines:,} lines{erased}.")
    click.echo(f"Its head, to keep elsewhere: {verdict.lines} {verdict.head}")
