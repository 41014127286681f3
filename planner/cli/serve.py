"""`planner serve`: web and worker on one machine; `planner web`: the web half alone."""

import socket
import subprocess
import sys
import threading

import click

from planner.cli.context import in_application
from planner.cli.database import migrate_database
from planner.domain.refusals import Refused

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
port_option = click.option("--port", default=5000, show_default=True, help="The port to listen on.")
threads_option = click.option(
    "--threads", default=4, show_default=True, help="How many requests are worked on at once."
)


@click.command()
@host_option
@port_option
@threads_option
def serve(host: str, port: int, threads: int) -> None:
    """Web and worker together on one machine.

    Brings the database up to date first. Example: planner serve --host 0.0.0.0 --port 8080
    """
    _need_free(host, port)
    _prepare()
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_a_worker, args=(stop,), daemon=True)
    keeper.start()
    try:
        _listen(host, port, threads)
    finally:
        stop.set()
        keeper.join(timeout=15)


@click.command()
@host_option
@port_option
@threads_option
def web(host: str, port: int, threads: int) -> None:
    """The web half alone, for several machines on one PostgreSQL. Example: planner web --port 8080"""
    _listen(host, port, threads)


@in_application
def _prepare() -> None:
    """Migrates, and says where to sign in."""
    from flask import current_app

    from planner.models.people import anybody
    from planner.web.first_run import first_run_token

    if current_app.config["PLANNER_MIGRATE_ON_START"]:
        migrate_database()
    address = current_app.config["PLANNER_BASE_URL"]
    if anybody():
        click.echo(f"Sign in at {address}/sign-in")
    else:
        click.echo(f"Nobody is here yet. Begin within an hour at {address}/first-run/{first_run_token()}")


def _listen(host: str, port: int, threads: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    _need_free(host, port)
    server = Server(
        "planner.app:serve_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.serve()


def _need_free(host: str, port: int) -> None:
    """The server itself would start, fail to listen and say so in its own words."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"Cannot listen on {host}:{port} ({error.strerror}). Choose another port with --port."
            ) from None


def _keep_a_worker(stop: threading.Event) -> None:
    """Runs a worker process until told to stop; one that dies is replaced after a moment."""
    while not stop.is_set():
        worker = subprocess.Popen([sys.executable, "-m", "planner.cli", "worker"])
        while worker.poll() is None and not stop.wait(0.5):
            pass
        if worker.poll() is None:
            _end(worker)
        elif not stop.wait(2):
            click.echo("The worker stopped and is started again.", err=True)


def _end(worker: subprocess.Popen[bytes]) -> None:
    """Lets the worker finish its mail; on a machine under load it may need longer than anybody waits."""
    worker.terminate()
    try:
        worker.wait(timeout=12)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
