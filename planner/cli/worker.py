"""`planner worker`: the half that works by itself."""

import logging
import os
import signal
import sys
import threading
from datetime import datetime

import click

from planner import clock
from planner.cli.context import InstantType
from planner.logs import init_logs


@click.command()
@click.option("--once", is_flag=True, help="One pass of everything that is due, then exit.")
@click.option("--now", type=InstantType(), help="With --once: the present moment, for rehearsals.")
@click.option("--years", is_flag=True, hidden=True, help="Generate the years that wait, then exit.")
def worker(once: bool, now: datetime | None, years: bool) -> None:
    """Look for what is due, send it, and generate the years that are asked for, until stopped.

    Several workers may run on one database: nothing is sent twice. Examples: planner worker;
    planner worker --once --now 2027-03-01T08:00:00Z
    """
    if now is not None and not once:
        raise click.UsageError("--now goes with --once: a worker that keeps running needs the real clock.")
    if years:
        _years()
    elif once:
        _once(now)
    else:
        _until_stopped()


def _once(now: datetime | None) -> None:
    from planner.app import create_app
    from planner.jobs.passes import once

    moment = now or clock.now()
    did = once(create_app(), lambda: moment)
    click.echo(
        f"{did.sent} sent, {did.delayed} to be tried again, {did.dead} refused for good, {did.dropped} not true any more."
    )


def _years() -> None:
    from planner.app import create_app
    from planner.jobs.passes import generate

    app = create_app()
    while generate(app, clock.now):
        pass


def _until_stopped() -> None:
    from planner.app import create_app
    from planner.jobs.worker import run

    init_logs()
    logging.getLogger("apscheduler").setLevel(
        logging.ERROR
    )  # it warns of every turn that a long pass skips, which is meant
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    click.echo("The worker is running.")
    if not run(create_app(), stop):
        # A thread that hangs in a mail server's silence would keep the process alive; its lease frees the message.
        sys.stderr.flush()
        os._exit(1)
    click.echo("The worker has stopped.")
