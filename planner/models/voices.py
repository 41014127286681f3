"""Who of a team was active lately: signed in, passed something on, named a rule or thanked somebody under their own name."""

from datetime import datetime

from sqlalchemy import func, or_, select

from planner.models.accounts import Account
from planner.models.base import db
from planner.models.insights import Insight
from planner.models.named_rules import Nomination
from planner.models.people import Person
from planner.models.recognitions import Recognition


def active_members(team_id: int, since: datetime) -> int:
    """How many members of a team, its lead included, were active since then."""
    spoke = (
        select(Insight.submitter_id).where(Insight.made_at >= since, Insight.submitter_id.is_not(None)),
        select(Nomination.person_id).where(Nomination.made_at >= since),
        select(Recognition.giver_id).where(Recognition.made_at >= since),
        select(Account.person_id).where(Account.last_signed_in_at >= since),
    )
    active = or_(*(Person.id.in_(one) for one in spoke))
    question = select(func.count()).where(Person.team_id == team_id, Person.deactivated_at.is_(None), active)
    return db.session.scalar(question) or 0
