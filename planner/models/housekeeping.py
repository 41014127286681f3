"""What may be forgotten: links that nobody can use any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from planner.models.accounts import SignInLink
from planner.models.base import db

KEPT = timedelta(days=7)


def forget_links(now: datetime) -> int:
    """Deletes sign-in links that expired a week ago or more, in the running transaction; how many."""
    result = db.session.execute(delete(SignInLink).where(SignInLink.expires_at < now - KEPT))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a delete gives a CursorResult
