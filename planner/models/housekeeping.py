"""What may be forgotten: links that nobody can use any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from planner.domain.instants import ONE_DAY
from planner.models.accounts import SignInLink
from planner.models.base import db
from planner.models.sign_ins import forget_sign_ins
from planner.models.tries import forget_old_tries

KEPT = timedelta(days=7)
FORGOTTEN = timedelta(days=90)
"""Far beyond the longest that a sign-in may be set to last."""


def forget_ended(now: datetime) -> None:
    """Deletes sign-ins that have ended by themselves and tries that count no more, in the running transaction."""
    forget_sign_ins(seen_before=now - FORGOTTEN, made_before=now - FORGOTTEN)
    forget_old_tries(now - ONE_DAY)


def forget_links(now: datetime) -> int:
    """Deletes sign-in links that expired a week ago or more, in the running transaction; how many."""
    result = db.session.execute(delete(SignInLink).where(SignInLink.expires_at < now - KEPT))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a delete gives a CursorResult
