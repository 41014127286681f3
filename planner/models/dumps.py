"""PostgreSQL saved and brought back by its own tools: a dump is one moment of the database, and a restore is one transaction."""

import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL

from planner.domain.refusals import Refused
from planner.models.ticks import RESTORED

WAIT = "SET lock_timeout = '30s';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
"""What the restore begins with: everything that is there goes, in the same transaction in which the copy comes."""


ENDED = """
DELETE FROM public.sign_in_links;
INSERT INTO public.ticks (name, at) VALUES ('{name}', '{at}') ON CONFLICT (name) DO UPDATE SET at = EXCLUDED.at;
"""


def save_to(url: URL, target: Path) -> None:
    """A dump at `target`, readable by this account only. Raises Refused when a tool is missing, cannot write, or is too old."""
    target.touch(mode=0o600)
    try:
        _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        verify(target)
    except Refused:
        target.unlink(missing_ok=True)
        raise


def verify(file: Path) -> None:
    """Raises Refused unless `file` is a dump of Planner that can be read to its end."""
    script = _told(_tool("pg_restore"), "--file=-", str(file))
    if b" public.alembic_version " not in script:
        raise Refused(f"{file} is no dump of a database of Planner.")


def restore(url: URL, file: Path, now: datetime) -> None:
    """Replaces what is in the database, all or nothing. Sign-in links of the copy are ended, and what was due by `now` waits."""
    script = _told(_tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file))
    ended = ENDED.format(name=RESTORED, at=now.isoformat())
    words = (
        "--single-transaction",
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
        "--file=-",
    )
    _run(url, "psql", *words, script=WAIT.encode() + script + ended.encode())


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Refused(
            f"“{name}” is not installed here. It comes with PostgreSQL's client tools (the package postgresql-client): "
            "install those of your server's version, then try again."
        )
    return found


def _run(url: URL, name: str, *words: str, script: bytes | None = None) -> None:
    """The password goes through the environment: what stands in the command can be read by everybody on the machine."""
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    _told(_tool(name), *words, f"--dbname={address}", script=script, more=secret)


def _told(*words: str, script: bytes | None = None, more: dict[str, str] | None = None) -> bytes:
    """What the tool printed. Raises Refused with its own words when it fails."""
    done = subprocess.run(  # noqa: S603  # the words are ours: a tool, a file that whoever runs this named, and the address of the settings
        words, input=script, capture_output=True, env={**os.environ, **(more or {})}, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise Refused(f"{Path(words[0]).name} could not do it: {said or 'it gave no reason'}")
    return done.stdout
