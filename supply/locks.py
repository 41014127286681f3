"""The lock files as lists: every package with its version and the hashes that its files must have."""

import json
import re
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = ("requirements/run.lock", "requirements/dev.lock", "requirements/node.lock")
NODE = "package-lock.json"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
HASH = re.compile(r"--hash=([a-z0-9]+):([0-9a-f]+)")


@dataclass(frozen=True)
class Package:
    """`where` is pypi or npm; `hashes` are pairs of an algorithm and the digest in hexadecimal digits."""

    where: str
    name: str
    version: str
    hashes: tuple[tuple[str, str], ...] = field(default=())


def python_packages(lock: Path) -> list[Package]:
    """The packages of a lock file of pip."""
    text = lock.read_text("utf-8").replace("\\\n", " ")
    found = [(PINNED.match(line), HASH.findall(line)) for line in text.splitlines()]
    return [Package("pypi", one[1], one[2], tuple(hashes)) for one, hashes in found if one is not None]


def loose_lines(lock: Path) -> list[str]:
    """Lines of a lock file that pin no version or name no hash: with one of them, anything could be installed."""
    text = lock.read_text("utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [line for line in lines if PINNED.match(line) is None or not HASH.search(line)]


def node_packages(lock: Path) -> list[Package]:
    """The packages of a package-lock.json, nested ones as well."""
    rows = json.loads(lock.read_text("utf-8"))["packages"]
    return [
        Package("npm", path.rpartition("node_modules/")[2], row["version"], _integrity(row.get("integrity", "")))
        for path, row in rows.items()
        if path
    ]


def _integrity(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [one.partition("-") for one in text.split()]
    return tuple((name, b64decode(digest).hex()) for name, _, digest in pairs)


def everything(root: Path = ROOT) -> list[Package]:
    """Every package of every lock file, once."""
    found = [package for lock in PYTHON for package in python_packages(root / lock)]
    return list(dict.fromkeys([*found, *node_packages(root / NODE)]))
