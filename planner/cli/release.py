"""`planner release`: the word for which held messages wait."""

import click

from planner import clock
from planner.actions import holds
from planner.cli.context import in_application
from planner.domain.refusals import Refused


@click.command()
@click.option("--send", "word", flag_value="send", help="After a restore: send what was due before it.")
@click.option(
    "--drop", "word", flag_value="drop", help="After a restore: it had gone before, or is not wanted any more."
)
@click.option(
    "--clock-is-right", "word", flag_value="clock", help="After a jump of the clock: the time it shows is right."
)
@in_application
def release(word: str | None) -> None:
    """Say what becomes of messages that wait for a word.

    After a restore, messages that were due before it wait, because they may have gone already. After a jump of the
    clock everything waits. Without an option it says what waits. Example: planner release --send
    """
    if word is None:
        click.echo(holds.what_waits())
    elif word == "clock":
        click.echo(holds.believe_clock(None, clock.now()))
    elif word in ("send", "drop"):
        click.echo(holds.decide(None, clock.now(), send=word == "send"))
    else:
        raise Refused("Say --send, --drop or --clock-is-right.")
