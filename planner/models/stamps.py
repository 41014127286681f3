"""The calendar's stamp: a number that rises in every transaction that could change what any feed shows.

While it stands still, an answer worked out earlier still holds, so that an unchanged feed costs one question. An event, and what hangs on
it, bears the number of the transaction that changed it, so that a feed asks for what came after the number it knows. The row of the stamp
is locked from the first change to the commit: numbers are seen in the order in which they were given.

It rises by itself: nobody who changes a team or an event has to remember it.
"""

from collections.abc import Iterator

from sqlalchemy import Boolean, bindparam, event, inspect, text
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

NEAR = (PublishedEvent, Commitment, Invitation)
"""An event, and what decides to whom that one event belongs: each row bears the number of its last change in `stamp`."""
AROUND = (Leader, Organisation, Person, Policy, Program, Site, Team)
"""Whatever else decides which events a feed holds, who may read it, or what it is called: after a change feeds are read anew."""
SEEN: dict[type[Base], tuple[str, ...]] = {
    Commitment: ("owner", "owner_id", "event", "event_id", "withdrawn"),
    Invitation: ("person", "person_id", "event_id", "live"),
    Program: ("name", "zone"),
}
"""Of these, what a feed sees of them: the rest of them changes every day."""
MOORINGS = ("event", "event_id")
"""What says on which event a row hangs."""

_RISE = text(
    "INSERT INTO calendar_stamps (id, number, around) VALUES (1, 1, 1) "
    "ON CONFLICT (id) DO UPDATE SET number = calendar_stamps.number + 1, "
    "around = CASE WHEN :around THEN calendar_stamps.number + 1 ELSE calendar_stamps.around END RETURNING number"
).bindparams(bindparam("around", type_=Boolean))


class CalendarStamp(Base):
    """One row. `around` is what `number` was when something changed that no single event tells of."""

    __tablename__ = "calendar_stamps"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    around: Mapped[int] = mapped_column(default=0)


def _rise(session: Session, *, around: bool) -> int:
    number: int = session.connection().execute(_RISE, {"around": around}).scalar_one()
    return number


def calendar_moves(session: Session) -> None:
    """Says, in the running transaction, that tables were changed past the session: feeds are read anew."""
    _rise(session, around=True)


@event.listens_for(Session, "before_flush")
def _rise_with_objects(session: Session, _context: UOWTransaction, _instances: object) -> None:
    written = [thing for thing in (*session.new, *_changed(session)) if isinstance(thing, (*NEAR, *AROUND))]
    gone = any(isinstance(thing, (*NEAR, *AROUND)) for thing in session.deleted)
    if not written and not gone:
        return
    number = _rise(session, around=gone or any(_is_around(thing) for thing in written))
    for thing in written:
        if isinstance(thing, NEAR):
            thing.stamp = number


def _changed(session: Session) -> Iterator[Base]:
    """What is known to the database and differs now in what a feed sees of it."""
    for thing in session.dirty:
        seen = SEEN.get(type(thing))
        if session.is_modified(thing) if seen is None else _differs(thing, seen):
            yield thing


def _differs(thing: Base, names: tuple[str, ...]) -> bool:
    attributes = inspect(thing).attrs
    return any(attributes[name].history.has_changes() for name in names if name in attributes)


def _is_around(thing: Base) -> bool:
    """A row that hangs on another event now left one that does not tell of it."""
    if isinstance(thing, AROUND):
        return True
    return inspect(thing).persistent and _differs(thing, MOORINGS)


@event.listens_for(Session, "do_orm_execute")
def _rise_with_statements(state: ORMExecuteState) -> None:
    """UPDATE and DELETE statements pass the flush by, and the rows bear no number."""
    written = state.is_insert or state.is_update or state.is_delete
    if written and state.bind_mapper is not None and issubclass(state.bind_mapper.class_, (*NEAR, *AROUND)):
        _rise(state.session, around=True)
