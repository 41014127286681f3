"""Starts workers quickly: a process that has loaded the program once and forks a real process for each of them.

Reads a line of JSON for each start ({"arguments", "environment", "output"}) and answers with the number of the process.
"""

import json
import os
import signal
import sys
from pathlib import Path

import planner.actions.generate
import planner.app
import planner.cli.worker
import planner.jobs.worker
from tests.faults import hooks


def main() -> None:
    """Forks until its standard input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(order["arguments"], order["environment"], Path(order["output"]))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _become(arguments: list[str], environment: dict[str, str], output: Path) -> None:
    """What `planner …` is from its first line on; its output goes into a file."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    target = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(target, 1)
    os.dup2(target, 2)
    os.environ.update(environment)
    sys.argv = ["planner", *arguments]
    status: object = 1
    try:
        if environment.get("FAULT"):
            hooks.put_in_place(environment["FAULT"])
        planner.cli.main()
        status = 0
    except SystemExit as end:
        status = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else 1)


if __name__ == "__main__":
    main()
