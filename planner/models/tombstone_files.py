"""Tombstones kept beside the database: a backup holds only those of its day, this file all of them."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from planner.models.base import db
from planner.models.people import Person
from planner.models.tombstones import Grave, Tombstone

_FILE = "tombstones.json"


class Stone(NamedTuple):
    """As it stands in the file: no name, no address."""

    grave: str
    mark: str
    at: str


def stones_beside(folder: Path) -> list[Stone]:
    """What the file holds; nothing when there is none, or it cannot be read."""
    try:
        return [Stone(*one) for one in json.loads((folder / _FILE).read_text())]
    except (OSError, ValueError, TypeError):
        return []


def keep_beside(folder: Path) -> int:
    """Writes down what the table holds beside what the file held before; whoever is here again is left out. How many there are."""
    known = {(one.grave, one.mark): one for one in stones_beside(folder)}
    for row in db.session.scalars(select(Tombstone).order_by(Tombstone.id)):
        known.setdefault((row.grave.value, row.mark), Stone(row.grave.value, row.mark, row.at.isoformat()))
    here = set(db.session.scalars(select(Person.mark).where(Person.deactivated_at.is_(None))))
    stones = [one for one in known.values() if one.grave != Grave.left or one.mark not in here]
    if stones != stones_beside(folder):
        _write(folder / _FILE, stones)
    return len(stones)


def _write(path: Path, stones: list[Stone]) -> None:
    """Whole or not at all, and for this account alone."""
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(stones, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def moment_of(stone: Stone) -> datetime:
    """When it was set."""
    return datetime.fromisoformat(stone.at)
