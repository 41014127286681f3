"""Builds the front end with the Node.js that is there, or, where none is, with one from PyPI in the same environment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = 20


def node_version(node: str) -> int:
    """The major version of a Node.js, 0 when it does not run."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(answer.stdout.strip().lstrip("v").split(".")[0])


def environment_with_node() -> dict[str, str]:
    """An environment whose PATH begins with a Node.js that is new enough, installing one when it must."""
    if node_version("node") >= OLDEST and shutil.which("npm"):
        return dict(os.environ)
    print("    no Node.js 20 or newer here: taking one from PyPI", flush=True)
    lock = ROOT / "requirements" / "node.lock"
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "-r", str(lock)], check=True)
    return dict(os.environ, PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def fresh(stamp: Path, *sources: Path) -> bool:
    """Whether `stamp` is newer than everything that it was made from."""
    return stamp.exists() and all(source.stat().st_mtime <= stamp.stat().st_mtime for source in sources)


def main() -> None:
    """Installs the locked packages unless they are there already, then bundles."""
    environment = environment_with_node()
    stamp = ROOT / "node_modules" / ".stamp"
    if not fresh(stamp, ROOT / "package-lock.json"):
        subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--loglevel", "error"], cwd=ROOT, env=environment, check=True
        )
        stamp.touch()
    subprocess.run(["node", "assets/build.mjs"], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(
            f"The front end could not be built: “{' '.join(map(str, error.cmd))}” ended with {error.returncode}. Its words are above."
        )
