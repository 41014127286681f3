"""What happened to the visits of a team: handed on, swapped, moved, excused, taken back. The history stays with the team."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from planner.domain.kinds import EventKind
from planner.domain.states import CommitmentKind
from planner.models.audit import AuditRow
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import Event
from planner.models.history import Past
from planner.models.versions import Change, Version

TOLD = ("delegate", "excuse", "reopen", "missed", "swap", "ask substitute", "snooze", "late")


def changes_to_visits(team_id: int, limit: int = 40) -> list[Past]:
    """The lines about a team's visits, the latest first: who took over from whom, what was moved or published, and when."""
    owed = select(Commitment.id).where(Commitment.team_id == team_id, Commitment.kind == CommitmentKind.floor_visit)
    events = select(Event.id).where(Event.team_id == team_id, Event.kind == EventKind.floor_visit)
    rows = select(AuditRow).where(
        AuditRow.act.in_(TOLD),
        or_(
            and_(AuditRow.thing == "commitment", AuditRow.thing_id.in_(owed)),
            and_(AuditRow.thing == "event", AuditRow.thing_id.in_(events)),
        ),
    )
    said = db.session.scalars(rows.options(joinedload(AuditRow.by)).order_by(AuditRow.at.desc()).limit(limit))
    lines = [Past(row.at, row.sentence, row.by.name if row.by else "", None) for row in said]
    changed = select(Change).join(Version).where(Change.event_id.in_(events), Version.number > 1)
    changed = changed.options(joinedload(Change.version).joinedload(Version.published_by)).order_by(Change.id.desc())
    lines += [_published(change) for change in db.session.scalars(changed.limit(limit))]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:limit]


def _published(change: Change) -> Past:
    version = change.version
    by = version.published_by.name if version.published_by else ""
    return Past(version.published_at, change.sentence, by, version.number)
