"""What refers to a person taken away by its rule, and the other things of theirs that go when they are erased."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Table, and_, delete, func, select, update

from planner.domain.references import BY_COLUMN, REFERENCES, Erasing, Reference
from planner.domain.states import OPEN_COMMITMENT_STATES, UNSENT_MESSAGE_STATES, MessageState
from planner.models.base import Base, db
from planner.models.people import Person

OWN_WORDS = (
    ("floor_visits.note", "floor_visits.recorded_by_id"),
    ("commitments.reason", "commitments.closed_by_id"),
    ("substitute_asks.words", "substitute_asks.answered_by_id"),
)
"""What somebody wrote for few to read goes with them; what the house decided and answered stays, without their name."""


def referring(person_id: int) -> dict[str, int]:
    """How many rows refer to them, by "table.column"; columns without any are left out."""
    found = {one.column: _count(one, person_id) for one in REFERENCES}
    return {column: count for column, count in found.items() if count}


def _count(one: Reference, person_id: int) -> int:
    question = select(func.count()).select_from(table_of(one)).where(column_of(one) == person_id)
    return db.session.scalar(question) or 0


def table_of(one: Reference) -> Table:
    return Base.metadata.tables[one.table]


def column_of(one: Reference) -> Column[object]:
    return table_of(one).columns[one.name]


def references_in_tables() -> set[str]:
    """ "table.column" of every column that refers to a person, asked of the tables themselves."""
    people = {"people.id", "leaders.person_id"}
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.target_fullname in people for key in column.foreign_keys)
    }


RELEASED = frozenset(one.column for one in REFERENCES if one.erasing is Erasing.release)


def still_open(column: str, now: datetime) -> ColumnElement[bool]:
    """Of a column whose rule is to release: which rows are open."""
    tables = Base.metadata.tables
    events = tables["events"].c
    to_come = select(events.id).where(events.ends_at > now)
    conditions: dict[str, ColumnElement[bool]] = {
        "events.leader_id": tables["events"].c.ends_at > now,
        "published_events.leader_id": tables["published_events"].c.ends_at > now,
        "commitments.owner_id": tables["commitments"].c.state.in_(OPEN_COMMITMENT_STATES),
        "insights.receiver_id": tables["insights"].c.state != "told back",
        "session_members.person_id": tables["session_members"].c.event_id.in_(to_come),
    }
    return conditions[column]


def release_references(person_id: int, now: datetime) -> None:
    """Carries out the rule of every column, in the running transaction."""
    tables = Base.metadata.tables
    replies, invited = tables["calendar_replies"].c, tables["invitations"].c
    theirs = select(invited.id).where(invited.person_id == person_id)
    db.session.execute(delete(tables["calendar_replies"]).where(replies.invitation_id.in_(theirs)))
    for column, whose in OWN_WORDS:
        table, name = tables[column.partition(".")[0]], column.partition(".")[2]
        db.session.execute(update(table).where(column_of(BY_COLUMN[whose]) == person_id).values({name: ""}))
    for one in sorted(REFERENCES, key=lambda one: one.column != "absences.leader_id"):
        _carry_out(one, person_id, now)


def _carry_out(one: Reference, person_id: int, now: datetime) -> None:
    table, column = table_of(one), column_of(one)
    rule, which = one.erasing, column == person_id
    if rule is Erasing.release:
        which = and_(which, still_open(one.column, now))
        rule = Erasing.delete if column.primary_key else Erasing.empty
    if rule is Erasing.delete:
        db.session.execute(delete(table).where(which))
    elif rule is Erasing.empty:
        db.session.execute(update(table).where(which).values({one.name: None}))


def empty_messages(person_ids: Iterable[int]) -> None:
    """What was written to them: the rows stay and are counted, the words go; what waits is taken back. In the running transaction."""
    messages = Base.metadata.tables["messages"]
    theirs = and_(messages.c.recipient_id.in_(list(person_ids)), messages.c.team_id.is_(None))
    waiting = messages.c.state.in_(UNSENT_MESSAGE_STATES)
    ended = {"state": MessageState.cancelled, "leased_by": None, "leased_until": None}
    db.session.execute(update(messages).where(theirs, waiting).values(ended))
    db.session.execute(update(messages).where(theirs).values(facts={}, subject="", text="", last_words=""))
    attempts = Base.metadata.tables["attempts"]
    of_theirs = attempts.c.message_id.in_(select(messages.c.id).where(theirs))
    db.session.execute(update(attempts).where(of_theirs).values(words=""))


def throw_uploads_away() -> None:
    """Sheets that wait for their preview may name anybody, packed so that nobody can look; they are handed in again."""
    db.session.execute(delete(Base.metadata.tables["uploads"]))


def erased_people() -> list[Person]:
    """Everybody whose name was taken away."""
    return list(db.session.scalars(select(Person).where(Person.erased_at.is_not(None)).order_by(Person.erased_at)))
