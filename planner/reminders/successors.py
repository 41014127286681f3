"""Who takes over something whose brief went to somebody else already: the ladder says nothing twice, so they get a brief of their own."""

from collections.abc import Iterable
from datetime import datetime

from planner.domain.states import CommitmentKind
from planner.models.commitments import Commitment
from planner.models.successions import briefed, owed_for_events
from planner.reminders.rows import message_row

BRIEFS = {CommitmentKind.floor_visit: "visit-brief", CommitmentKind.policy_review: "review-agenda"}
"""What the owner of each gets."""
SPOKEN = frozenset({"visit-brief", "visit-tomorrow", "review-agenda", "review-tomorrow"})
"""Whoever got one of these was briefed."""


def brief_rows(events: Iterable[int], now: datetime) -> list[dict[str, object]]:
    """A brief for each owner of what is to come in these events who has none, while somebody else was briefed of it."""
    owed = [row for row in owed_for_events(events, now) if row.kind in BRIEFS]
    told = briefed([row.id for row in owed], SPOKEN)
    return [_row(row, now) for row in owed if told.get(row.id) and row.owner_id not in told[row.id]]


def _row(commitment: Commitment, now: datetime) -> dict[str, object]:
    event, owner = commitment.event, commitment.owner_id
    if event is None or owner is None:
        raise ValueError("Only what has an event and an owner is briefed.")
    return message_row(
        name=BRIEFS[commitment.kind],
        about="commitment",
        about_id=commitment.id,
        time_version=commitment.time_version,
        step=f"handed-{owner}",
        recipient_id=owner,
        due_at=now,
        expires_at=event.starts_at,
        now=now,
        facts={"as": "owner"},
    )
