"""Who holds a lease: host, process and when that process began, so that a sender can tell its own dead from others' living."""

import os
import secrets
import socket
from pathlib import Path


def _started(pid: int) -> str | None:
    """When a process of this host began, in its kernel's ticks; None when there is none that still works, or nobody can say."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return None if facts[0] in "ZX" else facts[19]
    except (OSError, IndexError):
        return None


def this_sender() -> str:
    """A name for this process's leases; a new one at each call, because a process may run two senders."""
    pid = os.getpid()
    return f"{socket.gethostname()[:40]}:{pid}:{_started(pid) or '-'}:{secrets.token_hex(3)}"


def is_dead(sender: str) -> bool:
    """Whether the process that holds a lease is known to be gone. False for other hosts: their leases run out by themselves."""
    host, _, rest = sender.partition(":")
    pid, _, rest = rest.partition(":")
    began = rest.partition(":")[0]
    if host != socket.gethostname()[:40] or not pid.isdigit():
        return False
    if began != "-":
        return _started(int(pid)) != began
    return not _lives(int(pid))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
