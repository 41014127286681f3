"""Repairs: the least change that makes a published year fit again after an absence, a closure, a pin, a cancelled event, a new team."""

import enum
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.models.base import Base, Instant, db, words
from planner.models.generations import Generation, GenerationState
from planner.models.people import Person
from planner.models.programs import Program


class RepairState(enum.StrEnum):
    """Where a repair stands. `needless` means that everything fits, so that there is nothing to repair."""

    waiting = "waiting"
    ready = "ready"
    published = "published"
    drafted = "drafted"
    dismissed = "dismissed"
    needless = "needless"


OPEN = (RepairState.waiting, RepairState.ready)
"""States in which HR still has to decide; a program has one such repair at most, and a new cause joins it."""


class Repair(Base):
    """What is worked out is data of its own (`changes`), so that publishing it needs no second search; `stamp` says of which year."""

    __tablename__ = "repairs"

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    state: Mapped[RepairState] = mapped_column(words(RepairState), default=RepairState.waiting)
    causes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Sentences that say what happened, in the order in which it did."""
    by_hand: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Events whose draft place (or absence from it) is part of the cause: HR moved, pinned or cancelled them."""
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    generation_id: Mapped[int | None] = mapped_column(ForeignKey("generations.id"), index=True)
    """The wish that the worker works off for it; a new cause makes a new one."""
    stamp: Mapped[str] = mapped_column(String(64), default="")
    """A hash of the problem and the published plan that it was worked out from."""
    standing: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    """What would stand broken if nothing was done: {event, title, when, sentence}."""
    changes: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    """What the repair would do; the shape is that of `planner.actions.repair_changes.Change`."""
    unmended: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Sentences about what no repair could mend."""
    ready_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id"))
    """The version that published it."""
    revision: Mapped[int] = mapped_column()

    program: Mapped[Program] = relationship()
    generation: Mapped[Generation | None] = relationship()
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])

    __mapper_args__ = {"version_id_col": revision}

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def at_work(self) -> bool:
        """Being worked out. One whose generation failed waits for somebody to ask again."""
        return self.state is RepairState.waiting and not self.failed

    @property
    def failed(self) -> bool:
        return self.generation is not None and self.generation.state is GenerationState.failed


def repair_with(repair_id: int) -> Repair | None:
    """The repair with this number, its program and people beside it."""
    beside = [joinedload(getattr(Repair, name)) for name in ("program", "generation", "asked_by", "closed_by")]
    return db.session.scalar(select(Repair).options(*beside).where(Repair.id == repair_id))


def open_repair_of(program_id: int) -> Repair | None:
    """The repair of a program about which HR has not decided."""
    question = select(Repair).where(Repair.program_id == program_id, Repair.state.in_(OPEN))
    return db.session.scalar(question.order_by(Repair.id.desc()).limit(1))


def open_repairs() -> list[Repair]:
    """Those of every program, the oldest first."""
    question = (
        select(Repair).where(Repair.state.in_(OPEN)).options(joinedload(Repair.asked_by), joinedload(Repair.generation))
    )
    return list(db.session.scalars(question.order_by(Repair.id)))


def repairs_of(program_id: int, limit: int = 50) -> list[Repair]:
    """The repairs of a program with who asked and who decided, the newest first."""
    question = select(Repair).where(Repair.program_id == program_id)
    beside = (joinedload(Repair.asked_by), joinedload(Repair.closed_by), joinedload(Repair.generation))
    return list(db.session.scalars(question.options(*beside).order_by(Repair.id.desc()).limit(limit)))


def repair_of_generation(generation_id: int) -> Repair | None:
    """The repair for which a generation is worked off; None when a newer one took its place."""
    return db.session.scalar(select(Repair).where(Repair.generation_id == generation_id))


def accepted_breaks(program_id: int) -> set[tuple[int, str]]:
    """(event, sentence) of what HR decided to leave as it is by dismissing a repair."""
    question = select(Repair.standing).where(Repair.program_id == program_id, Repair.state == RepairState.dismissed)
    found = (one for standing in db.session.scalars(question) for one in standing)
    return {(int(str(one.get("event") or 0)), str(one.get("sentence"))) for one in found}
