"""Reading the audit log: a page of it by person, act, thing, days and words; and what somebody was called before."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from planner.models.audit import AuditRow
from planner.models.base import db
from planner.models.people import Person, literally

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 50


@dataclass(frozen=True)
class AuditFilters:
    """`person` is whoever did it or whom it is about; `who` is part of the name of whoever did it. Instants: from, and before."""

    person: int | None = None
    who: str = ""
    act: str = ""
    thing: str = ""
    thing_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""


def audit_matching(filters: AuditFilters, page: int = 1) -> "Pagination":
    """A page of the log, the latest first, with who did it."""
    question = select(AuditRow).options(joinedload(AuditRow.by)).where(*_conditions(filters))
    order = question.order_by(AuditRow.at.desc(), AuditRow.id.desc())
    return db.paginate(order, page=max(page, 1), per_page=PER_PAGE, error_out=False)


def _conditions(filters: AuditFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.person is not None:
        about = and_(AuditRow.thing == "person", AuditRow.thing_id == filters.person)
        found.append(or_(AuditRow.by_id == filters.person, about))
    if filters.who:
        named = select(Person.id).where(_says(Person.name, filters.who))
        found.append(AuditRow.by_id.in_(named))
    if filters.words:
        found.append(_says(AuditRow.sentence, filters.words))
    if filters.act:
        found.append(AuditRow.act == filters.act)
    if filters.thing:
        found.append(AuditRow.thing == filters.thing)
    if filters.thing_id is not None:
        found.append(AuditRow.thing_id == filters.thing_id)
    if filters.since is not None:
        found.append(AuditRow.at >= filters.since)
    if filters.until is not None:
        found.append(AuditRow.at < filters.until)
    return found


def _says(column: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    """SQLite lowers plain letters only: Özge is found as typed."""
    plain = func.lower(column).like(f"%{literally(words.lower())}%", escape="!")
    return or_(plain, column.like(f"%{literally(words)}%", escape="!"))


def acts_and_things() -> tuple[list[str], list[str]]:
    """What there is to filter by."""
    acts = db.session.scalars(select(AuditRow.act).distinct().order_by(AuditRow.act))
    things = db.session.scalars(select(AuditRow.thing).distinct().order_by(AuditRow.thing))
    return list(acts), list(things)


def former_names(person_id: int) -> list[str]:
    """Names and addresses that somebody had before, as the log tells."""
    question = select(AuditRow.facts).where(AuditRow.thing == "person", AuditRow.thing_id == person_id)
    found: list[str] = []
    for facts in db.session.scalars(question):
        changed = facts.get("changed")
        pairs = [changed.get(name) for name in ("name", "email")] if isinstance(changed, dict) else []
        found += [str(one) for pair in pairs if isinstance(pair, list) for one in pair if one]
    return list(dict.fromkeys(found))


def was_read_lately(by_id: int, thing: str, thing_id: int, act: str, since: datetime) -> bool:
    """Whether the log says already that this person read this thing."""
    question = select(AuditRow.id).where(
        AuditRow.by_id == by_id,
        AuditRow.thing == thing,
        AuditRow.thing_id == thing_id,
        AuditRow.act == act,
        AuditRow.at >= since,
    )
    return db.session.scalar(question.limit(1)) is not None
