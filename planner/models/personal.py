"""All that is kept about one person, table by table, for their export. Other people's names and every secret stay out."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from enum import Enum

from sqlalchemy import Column, ColumnElement, FromClause, LargeBinary, Table, or_, select

from planner.domain.references import REFERENCES, SECRETS
from planner.models.audit import AuditRow
from planner.models.base import Base, db
from planner.models.erasure import column_of, table_of
from planner.models.names_in_texts import Names
from planner.models.people import Person
from planner.models.recognitions import Recognition

Rows = list[dict[str, object]]
LABELS = ("name", "title")
"""A reference is shown by what it is called, where it is called anything."""
THROUGH = (
    ("Calendars that read the feeds", "feed_readers.feed_id", "feeds", "person_id"),
    ("Busy times of own calendars", "busy_times.calendar_id", "busy_calendars", "person_id"),
    ("Answers of the calendar", "calendar_replies.invitation_id", "invitations", "person_id"),
    ("Log of deliveries", "attempts.message_id", "messages", "recipient_id"),
)
"""What belongs to a person by way of something else of theirs: heading, column, the table it refers to, and whose that is."""


def personal_rows(person: Person) -> dict[str, Rows]:
    """Heading -> rows, as far as there are any. The questions are as many as there are tables, however many rows."""
    found = {"Person": _rows(_table("people"), [_table("people").c.id == person.id])}
    for one in REFERENCES:
        if one.heading:
            found[one.heading] = _rows(table_of(one), [column_of(one) == person.id])
    for heading, column, beyond, whose in THROUGH:
        table, name = _table(column.partition(".")[0]), column.partition(".")[2]
        theirs = select(_table(beyond).c.id).where(_table(beyond).c[whose] == person.id)
        found[heading] = _rows(table, [table.c[name].in_(theirs)])
    found["Thanks received"] = _thanks(person)
    about = AuditRow.__table__.c
    found["Audit log: what was said of the person"] = _rows(
        _table("audit_rows"), [about.thing == "person", about.thing_id == person.id]
    )
    return {heading: rows for heading, rows in found.items() if rows}


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _thanks(person: Person) -> Rows:
    names, table = Names((person.name,), (person.email,)), _table("recognitions")
    traces = or_(*(Recognition.names.icontains(trace, autoescape=True) for trace in names.traces))
    return [row for row in _rows(table, [traces]) if names.in_text(str(row["names"]))]


def _rows(table: Table, conditions: Iterable[ColumnElement[bool]]) -> Rows:
    columns, labels = _shown(table), _labelled(table)
    question = select(*columns, *(label for _, label, _ in labels)).select_from(_joined(table, labels))
    rows = db.session.execute(question.where(*conditions).order_by(*table.primary_key.columns)).all()
    names = [column.name for column in columns] + [name for name, _, _ in labels]
    return [_told(dict(zip(names, row, strict=True))) for row in rows]


def _told(row: Mapping[str, object]) -> dict[str, object]:
    return {name: plain(value) for name, value in row.items() if value is not None and value != ""}


def _shown(table: Table) -> list[Column[object]]:
    """Neither secrets nor bytes; numbers of other rows only where those rows have no name."""
    hidden = {name for name, _, _ in _labelled(table)}
    return [
        column
        for column in table.columns
        if f"{table.name}.{column.name}" not in SECRETS
        and not isinstance(column.type, LargeBinary)
        and not _of_people(column)
        and column.name.removesuffix("_id") not in hidden
    ]


def _of_people(column: Column[object]) -> bool:
    return any(key.target_fullname in ("people.id", "leaders.person_id") for key in column.foreign_keys)


_Label = tuple[str, Column[object], ColumnElement[bool]]


def _labelled(table: Table) -> list[_Label]:
    """For each reference to something that has a name: what to call it, the name, and how to get there."""
    found: list[_Label] = []
    for column in table.columns:
        for key in column.foreign_keys:
            beyond = key.column.table
            name = next((label for label in LABELS if label in beyond.c), None)
            if name is not None and beyond.name != "people":
                other = beyond.alias(f"{column.name}_of")
                found.append((column.name.removesuffix("_id"), other.c[name], column == other.c[key.column.name]))
    return found


def _joined(table: Table, labels: list[_Label]) -> FromClause:
    joined: FromClause = table
    for _, label, where in labels:
        joined = joined.outerjoin(label.table, where)
    return joined


def plain(value: object) -> object:
    """As JSON holds it: instants with their offset, words as they are."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value
