"""What happened to an event: the lines of the changelogs, and for HR every change of the draft."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.models.audit import AuditRow
from planner.models.base import db
from planner.models.versions import Change, Version


@dataclass(frozen=True)
class Past:
    """One line: when, what, by whom (empty for the program itself), and in which version when it was published."""

    at: datetime
    sentence: str
    by: str
    version: int | None


def history_of(event_id: int, *, drafts: bool) -> list[Past]:
    """The lines about an event, the latest first; those about the draft only with `drafts`."""
    changes = select(Change).options(joinedload(Change.version).joinedload(Version.published_by))
    lines = [_published(change) for change in db.session.scalars(changes.where(Change.event_id == event_id))]
    if drafts:
        rows = select(AuditRow).options(joinedload(AuditRow.by))
        found = db.session.scalars(rows.where(AuditRow.thing == "event", AuditRow.thing_id == event_id))
        lines += [Past(row.at, row.sentence, row.by.name if row.by else "", None) for row in found]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _published(change: Change) -> Past:
    version = change.version
    by = version.published_by.name if version.published_by else ""
    return Past(version.published_at, change.sentence, by, version.number)
