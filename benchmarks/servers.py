"""A server in a process of its own, asked over the network: what a request costs it in CPU time, not what it costs the caller."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Headers = Mapping[str, str]
ROUNDS = 5
SERVE = """
import sys
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
Server(sys.argv[1], factory=sys.argv[3] == "make", address="127.0.0.1", port=int(sys.argv[2]), interface=Interfaces.WSGI,
       workers=int(sys.argv[4]), blocking_threads=int(sys.argv[5]), log_level=LogLevels.critical).serve()
"""


@dataclass(frozen=True)
class Asked:
    """What a request got, and what it cost the server in CPU milliseconds."""

    status: int
    headers: Headers
    body: bytes
    cost: float


@dataclass(frozen=True)
class Running:
    """A server that listens at `port`; `pid` and its children are what is measured."""

    pid: int
    port: int

    def ask(
        self, path: str, times: int = 1, *, headers: Headers | None = None, method: str = "GET", body: bytes = b""
    ) -> Asked:
        """The same request so many times over one connection, in rounds of which the cheapest counts: others use the machine as well."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        rounds, costs = min(times, ROUNDS), []
        for _ in range(rounds):
            began = spent(self.pid)
            for _ in range(times // rounds):
                connection.request(method, path, body or None, headers or {})
                answer = connection.getresponse()
                found = answer.read()
            costs.append((spent(self.pid) - began) / (times // rounds))
        connection.close()
        return Asked(answer.status, {name.lower(): value for name, value in answer.getheaders()}, found, min(costs))


def spent(pid: int) -> float:
    """CPU milliseconds that a process and its children have used, by the clock of each process: it counts threads that have ended, too."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return time.clock_gettime_ns(~pid << 3 | 2) / 1e6 + sum(spent(int(child)) for child in children)


@contextmanager
def serving(
    target: str, environment: Mapping[str, str], *, make: bool = False, processes: int = 1, threads: int = 1
) -> Iterator[Running]:
    """`target` (module:name) under granian, the server that Planner runs in; `make` when the name is a factory."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-c", SERVE, target, str(port), "make" if make else "take", str(processes), str(threads)]
    process = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Running(process.pid, port)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("The server did not come up within a minute.")
