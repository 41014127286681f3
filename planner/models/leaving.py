"""What somebody who leaves still has in hand, by column of the table of references, and giving it to somebody else."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select, true, update

from planner.domain.references import BY_COLUMN, REFERENCES, Leaving
from planner.domain.states import OPEN_COMMITMENT_STATES, Role
from planner.models.base import Base, db
from planner.models.commitments import Commitment
from planner.models.erasure import RELEASED, column_of, still_open, table_of
from planner.models.events import Event
from planner.models.people import Person

LABELS = ("name", "title", "text", "category")
LONGEST = 90
BY_EVENT = ("events.leader_id", "published_events.leader_id", "commitments.owner_id")
"""These change with more than a column: the event is published, and whoever owes it follows."""


def in_hand(person_id: int, now: datetime) -> dict[str, list[str]]:
    """What is open and theirs: column -> what each thing is called."""
    columns = [one.column for one in REFERENCES if one.leaving is Leaving.hand_over]
    found = {column: _names(column, person_id, now) for column in columns}
    return {column: names for column, names in found.items() if names}


def _theirs(column: str, person_id: int, now: datetime) -> ColumnElement[bool]:
    one = BY_COLUMN[column]
    return and_(column_of(one) == person_id, still_open(column, now) if column in RELEASED else true())


def _names(column: str, person_id: int, now: datetime) -> list[str]:
    table = table_of(BY_COLUMN[column])
    label = next((table.c[name] for name in LABELS if name in table.c), None)
    question = select(label if label is not None else _named_beside(column)).select_from(table)
    question = question.where(_theirs(column, person_id, now)).order_by(*table.primary_key.columns)
    return [" ".join(str(name or "").split())[:LONGEST] for name in db.session.scalars(question)]


def _named_beside(column: str) -> ColumnElement[str]:
    """Of what has no name itself: that of the leader, program or event beside it."""
    tables = Base.metadata.tables
    beside = {
        "leaders.assistant_id": ("people", tables["leaders"].c.person_id),
        "customer_strategies.owner_id": ("programs", tables["customer_strategies"].c.program_id),
        "insight_intakes.sponsor_id": ("programs", tables["insight_intakes"].c.program_id),
        "session_members.person_id": ("events", tables["session_members"].c.event_id),
    }
    name, reference = beside[column]
    other = tables[name].alias()
    label = other.c["name"] if "name" in other.c else other.c["title"]
    return select(label).where(other.c.id == reference).scalar_subquery()


def give(column: str, person_id: int, to: int, now: datetime) -> None:
    """Puts somebody else in their place, in the running transaction, wherever a column alone says whose it is."""
    one = BY_COLUMN[column]
    table, which = table_of(one), _theirs(column, person_id, now)
    if one.column == "session_members.person_id":
        seated = select(table.c.event_id).where(table.c.person_id == to)
        db.session.execute(delete(table).where(which, table.c.event_id.in_(seated.scalar_subquery())))
    values: dict[str, object] = {one.name: to}
    if "revision" in table.c:
        values["revision"] = table.c.revision + 1
    db.session.execute(update(table).where(which).values(values))


def events_to_come(person_id: int, now: datetime) -> list[Event]:
    """Events that they lead in the draft or as published and that are not over, the next first."""
    drafted = select(Event.id).where(Event.leader_id == person_id, Event.ends_at > now)
    published = Base.metadata.tables["published_events"].c
    shown = select(published.event_id).where(published.leader_id == person_id, published.ends_at > now)
    question = select(Event).where(Event.id.in_(drafted.union(shown)))
    return list(db.session.scalars(question.order_by(Event.starts_at, Event.id)))


def open_commitments(person_id: int) -> Sequence[Commitment]:
    """What they owe and have not done, the next first."""
    question = select(Commitment).where(Commitment.owner_id == person_id, Commitment.state.in_(OPEN_COMMITMENT_STATES))
    return db.session.scalars(question.order_by(Commitment.due_on, Commitment.id)).all()


CAN_TAKE_OVER = (Role.hr, Role.lead, Role.executive, Role.assistant)


def receivers_for(person: Person) -> list[Person]:
    """Who could take over: everybody else here who answers for something, by name."""
    question = select(Person).where(
        Person.deactivated_at.is_(None), Person.id != person.id, Person.role.in_(CAN_TAKE_OVER)
    )
    return list(db.session.scalars(question.order_by(Person.name, Person.id)))
