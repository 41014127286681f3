"""The chain over the audit log: every line is sealed as its transaction commits, and the whole can be checked at any time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import ForeignKey, Select, String, delete, event, func, insert, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from planner.domain.chains import BEGINNING, Line, link, words_hash
from planner.models.audit import AuditRow
from planner.models.base import Base, db
from planner.models.names_in_texts import Names, changed_rows
from planner.models.portions import portions

_TURN = 7_206_631
"""Any number, the same everywhere: the advisory lock under which lines are sealed one transaction after the other."""
_UNSEALED = "unsealed lines of the audit log"
AT_ONCE = 2000


class AuditSeal(Base):
    """`id` is the place in the chain, from 1 on without a gap."""

    __tablename__ = "audit_seals"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row_id: Mapped[int] = mapped_column(ForeignKey("audit_rows.id"), unique=True)
    words_hash: Mapped[str] = mapped_column(String(64))
    """Of the words as they were first written."""
    hash: Mapped[str] = mapped_column(String(64))


class AuditGate(Base):
    """While a transaction has a row in here it may change words of the log; none is ever left behind."""

    __tablename__ = "audit_gates"

    id: Mapped[int] = mapped_column(primary_key=True)


@event.listens_for(Session, "after_flush")
def _remember(session: Session, _context: object) -> None:
    added = [thing for thing in session.new if isinstance(thing, AuditRow)]
    if added:
        session.info.setdefault(_UNSEALED, []).extend(row.id for row in added)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_UNSEALED, None)


@event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    """The last thing that a transaction does, so that the turn is held for a moment only."""
    session.flush()
    numbers: list[int] = session.info.pop(_UNSEALED, [])
    if not numbers:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
    place, before = _head(session)
    seals = []
    parts = (select(AuditRow).where(AuditRow.id.in_(part)).order_by(AuditRow.id) for part in portions(numbers))
    for row in (one for part in parts for one in session.scalars(part)):
        place, words = place + 1, words_hash(row.salt, row.sentence, row.facts)
        before = link(before, place, _line(row), words)
        seals.append({"id": place, "row_id": row.id, "words_hash": words, "hash": before})
    connection.execute(insert(Base.metadata.tables["audit_seals"]), seals)


def _head(session: Session) -> tuple[int, str]:
    question = select(AuditSeal.id, AuditSeal.hash).order_by(AuditSeal.id.desc()).limit(1)
    found = session.execute(question).first()
    return (found[0], found[1]) if found else (0, BEGINNING)


def chain_head() -> tuple[int, str]:
    """How many lines are sealed, and the hash of the last: whoever knows it notices when the end of the log is cut off."""
    return _head(db.session())


def _line(row: AuditRow) -> Line:
    return Line(row.id, row.at, row.by_id, row.act, row.thing, row.thing_id)


@contextmanager
def _open_gate() -> Iterator[None]:
    """The database lets words be changed in here, and nothing else."""
    db.session.execute(insert(Base.metadata.tables["audit_gates"]).values(id=1))
    yield
    db.session.execute(delete(Base.metadata.tables["audit_gates"]))


def take_names_out_of_the_log(names: Names) -> dict[str, str]:
    """In the running transaction: {number of a line: what its words hash to since}, to be noted in a line of their own."""
    changed: dict[str, str] = {}
    table = Base.metadata.tables["audit_rows"]
    with _open_gate():
        for which, values in list(changed_rows(table, names)):
            row = db.session.execute(select(table.c.id, table.c.sentence, table.c.facts).where(which)).one()
            sentence, facts = values.get("sentence", row.sentence), values.get("facts", row.facts)
            db.session.execute(update(table).where(which).values({**values, "salt": ""}))
            changed[str(row.id)] = words_hash("", str(sentence), facts if isinstance(facts, dict) else {})
    return changed


_FILE = "audit-head"


def remember_head(folder: Path) -> None:
    """Keeps beside the database how far the log has come, so that a cut is noticed."""
    (folder / _FILE).write_text("{} {}".format(*chain_head()))


def known_head(folder: Path) -> tuple[int, str] | None:
    """What was kept; None when nothing was, or after a restore, for which it is thrown away."""
    try:
        place, head = (folder / _FILE).read_text().split()
        return int(place), head
    except (OSError, ValueError):
        return None


def forget_head(folder: Path) -> None:
    """After a restore the log ends earlier, and rightly."""
    (folder / _FILE).unlink(missing_ok=True)


@dataclass
class Verdict:
    """What a check found. `lines` are sealed and whole, `erased` of them without somebody's name since; `faults` are sentences."""

    lines: int = 0
    erased: int = 0
    head: str = BEGINNING
    faults: list[str] = field(default_factory=list)


def verify_chain(known: tuple[int, str] | None = None) -> Verdict:
    """Walks the whole log. `known` is a head that was seen before: the log must still have it at its place."""
    verdict, without_names = Verdict(), _without_names()
    for seal, row in _sealed():
        _check(seal, row, without_names, verdict)
        if known is not None and seal.id == known[0] and seal.hash != known[1]:
            verdict.faults.append(f"At place {seal.id} the log is not what it was when it was last looked at.")
    if known is not None and known[0] > verdict.lines:
        verdict.faults.append(f"The log ended at place {known[0]} when it was last looked at; now it ends before.")
    for number in db.session.scalars(_unsealed()):
        verdict.faults.append(f"Line {number} was slipped in: it has no seal.")
    return verdict


def _unsealed() -> Select[int]:
    return select(AuditRow.id).outerjoin(AuditSeal, AuditSeal.row_id == AuditRow.id).where(AuditSeal.id.is_(None))


def _sealed() -> Iterator[tuple[AuditSeal, AuditRow | None]]:
    """By a session of its own, so that a long log is not kept in memory and nobody's work is disturbed."""
    question = select(AuditSeal, AuditRow).outerjoin(AuditRow, AuditSeal.row_id == AuditRow.id).order_by(AuditSeal.id)
    with Session(db.session.get_bind()) as session:
        last = session.scalar(select(func.max(AuditSeal.id))) or 0
        for first in range(0, last, AT_ONCE):
            within = AuditSeal.id.between(first + 1, first + AT_ONCE)
            yield from session.execute(question.where(within))
            session.expunge_all()


def _without_names() -> Mapping[int, str]:
    """What the lines from which a name was taken hash to since, the latest word on each."""
    found: dict[int, str] = {}
    for facts in db.session.scalars(select(AuditRow.facts).where(AuditRow.act == ERASED).order_by(AuditRow.id)):
        rows = facts.get("rows")
        found.update({int(number): str(words) for number, words in rows.items()} if isinstance(rows, dict) else {})
    return found


ERASED = "erase person"


def _check(seal: AuditSeal, row: AuditRow | None, without_names: Mapping[int, str], verdict: Verdict) -> None:
    verdict.lines += 1
    if seal.id != verdict.lines:
        verdict.faults.append(f"Place {verdict.lines} of the chain is missing.")
        verdict.lines = seal.id
    if row is None:
        verdict.faults.append(f"Line {seal.row_id} was deleted.")
    else:
        words = words_hash(row.salt, row.sentence, row.facts)
        if words != seal.words_hash and without_names.get(row.id) == words:
            verdict.erased += 1
        elif words != seal.words_hash:
            verdict.faults.append(f"The words of line {row.id} were changed after they were written.")
        if link(verdict.head, seal.id, _line(row), seal.words_hash) != seal.hash:
            verdict.faults.append(f"Line {row.id} was changed, or does not follow the line before it.")
    verdict.head = seal.hash
