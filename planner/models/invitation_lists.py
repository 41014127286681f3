"""Lists of invitations and answers, as pages show them."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from planner.domain.invitations import Answer
from planner.models.base import db
from planner.models.invitations import CalendarReply, Invitation, Invitee

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 50


def _coming(now: datetime) -> Select[Invitation]:
    return (
        select(Invitation)
        .where(Invitation.live, Invitation.ends_at > now)
        .options(joinedload(Invitation.person))
        .order_by(Invitation.starts_at, Invitation.id)
    )


def invitations_of_event(event_id: int) -> list[Invitation]:
    """Who is invited to an event, and what they said; withdrawn ones left out."""
    question = select(Invitation).where(Invitation.event_id == event_id, Invitation.live)
    return list(db.session.scalars(question.options(joinedload(Invitation.person)).order_by(Invitation.id)))


def invitations_of(people: Collection[int], now: datetime) -> list[Invitation]:
    """The live invitations of these people to what is not over, the next first."""
    question = _coming(now).where(Invitation.person_id.in_(people))
    return list(db.session.scalars(question))


def invitations_page(now: datetime, page: int, answer: Answer | None = None, proposed: bool = False) -> "Pagination":
    """All live invitations to come, those with one answer, or those for which another time was proposed."""
    question = _coming(now)
    if answer is not None:
        question = question.where(Invitation.answer == answer)
    if proposed:
        question = question.where(Invitation.proposed_start.is_not(None))
    return db.paginate(question, page=max(page, 1), per_page=PER_PAGE, error_out=False)


def replies_page(page: int, *, refused: bool = False) -> "Pagination":
    """Every reply that was read, the latest first; with `refused`, those that changed nothing."""
    question = select(CalendarReply).options(joinedload(CalendarReply.invitation).joinedload(Invitation.person))
    if refused:
        question = question.where(CalendarReply.counted.is_(False))
    question = question.order_by(CalendarReply.read_at.desc(), CalendarReply.id.desc())
    return db.paginate(question, page=max(page, 1), per_page=PER_PAGE, error_out=False)


def invitees_among(people: Collection[int]) -> set[int]:
    """Which of these people want invitations."""
    return set(db.session.scalars(select(Invitee.person_id).where(Invitee.person_id.in_(people))))


def proposals_to_come(now: datetime, limit: int = 10) -> list[Invitation]:
    """Invitations for which another time was proposed, the next first."""
    return list(db.session.scalars(_coming(now).where(Invitation.proposed_start.is_not(None)).limit(limit)))
