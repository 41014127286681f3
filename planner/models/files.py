"""The file of an SQLite database, and who may read it."""

from pathlib import Path

from sqlalchemy.engine import make_url


def file_of(address: str) -> Path | None:
    """The file that an address names; None on PostgreSQL and in memory."""
    url = make_url(address)
    named = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
    return Path(str(url.database)) if named else None


def close_to_others(address: str) -> None:
    """Only this account reads and writes the file; SQLite makes its -wal and -shm as open as the file is.

    Where that cannot be done, the database says so at its first question, and `planner check` tells whoever runs it.
    """
    file = file_of(address)
    try:
        if file is not None:
            file.touch(mode=0o600)
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)
    except OSError:
        return


def open_to_others(address: str) -> list[Path]:
    """Which of its files others may read."""
    file = file_of(address)
    names = [file, *(file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm"))] if file is not None else []
    return [one for one in names if one.exists() and one.stat().st_mode & 0o077]
