"""Reads of what was written for few, put down in the audit log."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from planner.models.audit import note
from planner.models.audit_log import was_read_lately
from planner.models.base import writing
from planner.models.people import person_with

READ = "read"
ONCE_IN = timedelta(hours=1)
"""Who comes back to a page within it has read it once."""


class Read(NamedTuple):
    """Somebody opened something."""

    by_id: int
    thing: str
    thing_id: int
    sentence: str


def note_reads(reads: Mapping[Read, datetime]) -> None:
    """Writes them down, each person and thing once an hour."""
    with writing():
        for read, at in reads.items():
            if not was_read_lately(read.by_id, read.thing, read.thing_id, READ, at - ONCE_IN):
                note(READ, read.thing, read.thing_id, read.sentence, by=person_with(read.by_id), now=at)
