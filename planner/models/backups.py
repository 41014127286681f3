"""The database copied while it is in use: by SQLite itself or PostgreSQL's own tools, never by copying a file that is being written."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from planner.domain.refusals import Refused
from planner.models import dumps
from planner.models.base import db
from planner.models.ticks import RESTORED


def _file() -> Path | None:
    """The file of the database; None on PostgreSQL, which has none."""
    url = db.engine.url
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def save_to(target: Path) -> None:
    """A verified copy at `target`, readable by this account only. Raises Refused when it cannot be written or fails the check."""
    source = _file()
    if source is None:
        dumps.save_to(db.engine.url, target)
        return
    try:
        target.touch(mode=0o600)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
    except (OSError, sqlite3.Error) as error:
        target.unlink(missing_ok=True)
        raise Refused(f"The copy cannot be written to {target}: {error}.") from None
    verify(target)


def verify(file: Path) -> None:
    """Raises Refused unless `file` is a sound copy of a database of Planner."""
    if _file() is None:
        dumps.verify(file)
        return
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ours = copy.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    except sqlite3.Error as error:
        raise Refused(f"{file} is not a sound database of Planner: {error}.") from None
    if not sound or not ours:
        raise Refused(f"{file} is not a sound database of Planner.")


def restore_from(file: Path, now: datetime, folder: Path) -> Path:
    """Replaces the database by `file` and answers where the old one was kept, in `folder`. Sign-in links of the copy are ended.

    What was due by `now` may have been sent since the copy was made: it waits for a word from HR.
    """
    target = _file()
    db.session.remove()
    db.engine.dispose()
    kept = _free_name(target or folder / "planner.dump")
    save_to(kept)
    if target is None:
        dumps.restore(db.engine.url, file, now)
    else:
        _replace(target, file, now)
    return kept


def _replace(target: Path, file: Path, now: datetime) -> None:
    """What belongs to the past is ended in a copy of the copy, so that the database goes over in one step, all or nothing."""
    ready = target.with_name(f"{target.name}.ready")
    ready.unlink(missing_ok=True)
    ready.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as saved, closing(sqlite3.connect(ready)) as copy:
        saved.backup(copy)
        copy.execute("DELETE FROM sign_in_links")
        copy.execute("INSERT OR REPLACE INTO ticks (name, at) VALUES (?, ?)", (RESTORED, f"{now:%Y-%m-%d %H:%M:%S.%f}"))
        copy.commit()
        with closing(sqlite3.connect(target)) as live:
            copy.backup(live)
    ready.unlink()


def _free_name(target: Path) -> Path:
    names = (target.with_name(f"{target.stem}-before-restore-{n}{target.suffix}") for n in range(1, 10_000))
    return next(name for name in names if not name.exists())


def copies_left_behind(folder: Path) -> list[Path]:
    """What restores kept of the databases that they replaced: beside the file, or in Planner's folder."""
    url = db.engine.url
    beside = Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else folder
    return sorted({path for place in (folder, beside) for path in place.glob("*-before-restore-*")})
