"""Whether the lock files hold something known to be vulnerable: by stored advisories always, by pip-audit and npm where they are reached.

`python -m supply.audit [folder]`; exit status 1 when something is found. `supply/advisories.json` is written by hand from the public
databases; the services know more, and are asked in CI wherever the network lets them be.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.version import Version

from supply.locks import PYTHON, ROOT, Package, everything, loose_lines

SNAPSHOT = Path(__file__).with_name("advisories.json")
PATIENCE = 90


def known() -> list[dict[str, str]]:
    """The stored advisories: where, package, id, from which version on (may lack), and before which version."""
    rows: list[dict[str, str]] = json.loads(SNAPSHOT.read_text("utf-8"))["advisories"]
    return rows


def by_snapshot(packages: list[Package]) -> list[str]:
    """A sentence for each package that a stored advisory is about."""
    rows = known()
    return [
        f"{package.name} {package.version} has {row['id']}: {row['what']} Mended in {row['before']}."
        for package in packages for row in rows
        if (row["where"], row["package"]) == (package.where, package.name.lower()) and _within(package.version, row)
    ]  # fmt: skip


def _within(version: str, row: dict[str, str]) -> bool:
    return Version(row.get("from", "0")) <= Version(version) < Version(row["before"])


def by_pip_audit(root: Path) -> list[str] | None:
    """What pip-audit says of the Python locks; None where its service is not reached."""
    found: list[str] = []
    for lock in PYTHON[:2]:
        told = _told(
            [sys.executable, "-m", "uv", "tool", "run", "pip-audit", "-r", lock, "--disable-pip", "-f", "json"], root
        )
        rows = told.get("dependencies") if told else None
        if not isinstance(rows, list) or all("skip_reason" in row for row in rows):
            return None
        found += [f"{row['name']} {row['version']} has {one['id']}." for row in rows for one in row.get("vulns", [])]
    return found


def by_npm(root: Path) -> list[str] | None:
    """What npm says of the front end's lock; None where its service is not reached."""
    told = _told(["npm", "audit", "--json", "--package-lock-only"], root)
    rows = told.get("vulnerabilities") if told else None
    return [f"{name}: {row['severity']}." for name, row in rows.items()] if isinstance(rows, dict) else None


def _told(words: list[str], folder: Path) -> dict[str, object] | None:
    if shutil.which(words[0]) is None:
        return None
    try:
        done = subprocess.run(words, cwd=folder, capture_output=True, check=False, timeout=PATIENCE)  # noqa: S603  # words of ours
        told = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return told if isinstance(told, dict) else None


def report(root: Path, *, services: bool = True) -> Iterator[tuple[str, bool]]:
    """Each line of what was found, and whether it is a fault."""
    for lock in PYTHON:
        yield from ((f"{lock} is loose: {line[:80]}", True) for line in loose_lines(root / lock))
    packages = everything(root)
    found = by_snapshot(packages)
    yield from ((line, True) for line in found)
    yield f"{len(packages)} packages held against {len(known())} stored advisories: {len(found)} found.", False
    for name, ask in (("pip-audit", by_pip_audit), ("npm audit", by_npm)) if services else ():
        told = ask(root)
        yield from ((line, True) for line in told or ())
        yield f"{name}: {'its service is not reachable here' if told is None else f'{len(told)} found'}.", False


def main() -> None:
    """Prints the report."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    lines = list(report(root, services=root == ROOT))
    for line, _ in lines:
        sys.stdout.write(f"{line}\n")
    sys.exit(any(bad for _, bad in lines))


if __name__ == "__main__":
    main()
