"""Generations: a wish for a draft year, worked off by the worker, with its progress."""

import enum
from datetime import datetime

from sqlalchemy import JSON, Float, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base, Instant, words
from planner.models.people import Person
from planner.models.programs import Program


class GenerationState(enum.StrEnum):
    """Where a generation stands."""

    waiting = "waiting"
    running = "running"
    done = "done"
    failed = "failed"


class Generation(Base):
    __tablename__ = "generations"

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    seed: Mapped[int] = mapped_column(default=0)
    time_limit: Mapped[int] = mapped_column(default=20)
    """Seconds."""
    state: Mapped[GenerationState] = mapped_column(words(GenerationState), default=GenerationState.waiting)
    worker: Mapped[str | None] = mapped_column(String(80))
    beat_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the worker last said that it is at it; a generation whose worker died is taken up again."""
    fraction: Mapped[float] = mapped_column(Float, default=0.0)
    sentence: Mapped[str] = mapped_column(Text, default="Waiting for the worker.")
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    result: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """What came of it: events placed, rules broken, cost, what could not be done around the pins."""

    program: Mapped[Program] = relationship()
    asked_by: Mapped[Person | None] = relationship()
