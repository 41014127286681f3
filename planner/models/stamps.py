"""The calendar's stamp: a number that rises in every transaction that could change what any feed shows.

While it stands still, an answer worked out earlier still holds, so that an unchanged feed costs one question. It rises by itself:
nobody who changes a team or an event has to remember it.
"""

from sqlalchemy import event, text
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, UOWTransaction, mapped_column

from planner.models.base import Base
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.invitations import Invitation
from planner.models.leaders import Leader
from planner.models.organisations import Organisation
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.programs import Program
from planner.models.sites import Site
from planner.models.teams import Team

SHOWN = (PublishedEvent, Commitment, Invitation, Leader, Organisation, Person, Policy, Program, Site, Team)
"""Whatever decides which events a feed holds, who may read it, or what it is called."""

_RISE = text(
    "INSERT INTO calendar_stamps (id, number) VALUES (1, 1) "
    "ON CONFLICT (id) DO UPDATE SET number = calendar_stamps.number + 1"
)


class CalendarStamp(Base):
    """One row."""

    __tablename__ = "calendar_stamps"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


@event.listens_for(Session, "before_flush")
def _rise_with_objects(session: Session, _context: UOWTransaction, _instances: object) -> None:
    changed = (thing for thing in session.dirty if isinstance(thing, SHOWN) and session.is_modified(thing))
    made = (thing for thing in (*session.new, *session.deleted) if isinstance(thing, SHOWN))
    if any(True for _ in changed) or any(True for _ in made):
        session.connection().execute(_RISE)


@event.listens_for(Session, "do_orm_execute")
def _rise_with_statements(state: ORMExecuteState) -> None:
    """UPDATE and DELETE statements pass the flush by."""
    written = state.is_insert or state.is_update or state.is_delete
    if written and state.bind_mapper is not None and issubclass(state.bind_mapper.class_, SHOWN):
        state.session.connection().execute(_RISE)
