"""The inbox: every message that came to a person, whatever way it took, with what is new and still of use."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, select, update

from planner.domain.states import MessageState
from planner.models.base import db, written_once
from planner.models.messages import Message

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 30
_when = func.coalesce(Message.sent_at, Message.due_at)


def _came(person_id: int | BindParameter[int]) -> list[ColumnElement[bool]]:
    """Also what no mail server would take. Without what was told in a digest, and without links that sign somebody in: of both no
    words are kept."""
    state = Message.state.in_((MessageState.sent, MessageState.dead))
    return [Message.recipient_id == person_id, Message.team_id.is_(None), state, Message.text != ""]


def inbox_of(person_id: int, page: int = 1) -> "Pagination":
    """A page of what came, the latest first."""
    question = select(Message).where(*_came(person_id)).order_by(_when.desc(), Message.id.desc())
    return db.paginate(question, page=max(page, 1), per_page=PER_PAGE, error_out=False)


@written_once
def _unread() -> Select[int]:
    new = (Message.read_at.is_(None), Message.expires_at > bindparam("now"))
    return select(func.count()).select_from(Message).where(*_came(bindparam("person_id")), *new)


def unread_count(person_id: int, now: datetime) -> int:
    """How many were not opened and are still of use: what is over no longer asks for anything. Every page says it."""
    return db.session.scalar(_unread(), {"person_id": person_id, "now": now}) or 0


def came_to(person_id: int, message_id: int) -> Message | None:
    """One of the person's messages."""
    return db.session.scalar(select(Message).where(Message.id == message_id, *_came(person_id)))


def read_all(person_id: int, now: datetime) -> int:
    """Marks everything as read, in the running transaction; how many were not."""
    unread = update(Message).where(*_came(person_id), Message.read_at.is_(None)).values(read_at=now)
    result = db.session.execute(unread, execution_options={"synchronize_session": False})
    return int(result.rowcount)  # type: ignore[attr-defined]  # an update gives a CursorResult
