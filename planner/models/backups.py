"""The SQLite file copied safely: by the database itself, never by copying a file that is being written."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from planner.domain.refusals import Refused
from planner.models.base import db
from planner.models.ticks import RESTORED


def _file() -> Path:
    url = db.engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        raise Refused("This database is PostgreSQL: save it with pg_dump and bring it back with pg_restore.")
    return Path(url.database)


def save_to(target: Path) -> None:
    """A verified copy at `target`, readable by this account only. Raises Refused when it cannot be written or fails the check."""
    source = _file()
    try:
        target.touch(mode=0o600)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
    except (OSError, sqlite3.Error) as error:
        target.unlink(missing_ok=True)
        raise Refused(f"The copy cannot be written to {target}: {error}.") from None
    verify(target)


def verify(file: Path) -> None:
    """Raises Refused unless `file` is a sound database of Planner."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ours = copy.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    except sqlite3.Error as error:
        raise Refused(f"{file} is not a sound database of Planner: {error}.") from None
    if not sound or not ours:
        raise Refused(f"{file} is not a sound database of Planner.")


def restore_from(file: Path, now: datetime) -> Path:
    """Replaces the database by `file` and answers where the old one was kept. Sign-in links of the copy are ended.

    What was due by `now` may have been sent since the copy was made: it waits for a word from HR.
    """
    target = _file()
    db.session.remove()
    db.engine.dispose()
    kept = _free_name(target)
    save_to(kept)
    with closing(sqlite3.connect(file)) as saved, closing(sqlite3.connect(target)) as live:
        saved.backup(live)
        live.execute("DELETE FROM sign_in_links")
        live.execute("INSERT OR REPLACE INTO ticks (name, at) VALUES (?, ?)", (RESTORED, f"{now:%Y-%m-%d %H:%M:%S.%f}"))
        live.commit()
    return kept


def _free_name(target: Path) -> Path:
    names = (target.with_name(f"{target.stem}-before-restore-{n}{target.suffix}") for n in range(1, 10_000))
    return next(name for name in names if not name.exists())
