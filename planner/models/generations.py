"""Generations: a wish for a draft year, worked off by the worker, with its progress."""

import enum
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import JSON, ColumnElement, Float, ForeignKey, String, Text, and_, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.models.base import Base, Instant, db, words
from planner.models.people import Person
from planner.models.programs import Program


class GenerationState(enum.StrEnum):
    """Where a generation stands."""

    waiting = "waiting"
    running = "running"
    done = "done"
    failed = "failed"


class GenerationPurpose(enum.StrEnum):
    """What a generation is for: the draft itself, a draft beside it to compare, or the least change after something happened."""

    year = "year"
    scenario = "scenario"
    repair = "repair"


class Generation(Base):
    __tablename__ = "generations"

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    purpose: Mapped[GenerationPurpose] = mapped_column(words(GenerationPurpose), default=GenerationPurpose.year)
    name: Mapped[str] = mapped_column(String(120), default="")
    """What HR calls a scenario or a repair; empty for the draft itself."""
    settings: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """What differs from the program as it stands, by name of the setting."""
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
    wanted_stop: Mapped[bool] = mapped_column(default=False)
    """Somebody says that what is there is good enough: the worker ends within about a second and keeps the best."""
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    plan: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    """The best complete plan so far, csw-plan/1. Large: loaded only when asked for."""
    weeks: Mapped[dict[str, dict[str, list[int]]]] = mapped_column(JSON, default=dict)
    """Events of that plan by site, kind and week of the program."""
    figures: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """What HR compares of that plan, from `planner.planning.judge.figures`."""
    points: Mapped[list[list[float | None]]] = mapped_column(JSON, default=list)
    """How it went: [seconds since the start, fraction, cost, bound], in the order of time."""
    result: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """What came of it: events placed, rules broken, cost, what could not be done around the pins."""

    program: Mapped[Program] = relationship()
    asked_by: Mapped[Person | None] = relationship()


def generation_with(generation_id: int) -> Generation | None:
    """The generation with this number."""
    return db.session.get(Generation, generation_id)


def next_waiting(alive_since: datetime) -> Generation | None:
    """The oldest generation that nobody is at: it waits, or its worker was last heard of before `alive_since`."""
    orphaned = (Generation.state == GenerationState.running) & (Generation.beat_at < alive_since)
    question = select(Generation).where(or_(Generation.state == GenerationState.waiting, orphaned))
    return db.session.scalar(question.order_by(Generation.id).limit(1).with_for_update(skip_locked=True))


def unfinished_of(program_id: int, purpose: GenerationPurpose = GenerationPurpose.year) -> Generation | None:
    """The generation of a program that waits or runs."""
    states = (GenerationState.waiting, GenerationState.running)
    question = select(Generation).where(_of(program_id, purpose), Generation.state.in_(states))
    return db.session.scalar(question.order_by(Generation.id.desc()).limit(1))


def latest_of(
    program_id: int, state: GenerationState | None = None, purpose: GenerationPurpose = GenerationPurpose.year
) -> Generation | None:
    """The newest generation of a program for one purpose, of any state or of one."""
    question = select(Generation).where(_of(program_id, purpose))
    if state is not None:
        question = question.where(Generation.state == state)
    return db.session.scalar(question.order_by(Generation.id.desc()).limit(1))


def being_made() -> list[Generation]:
    """Years and scenarios of any program that wait or run, the oldest first."""
    states = (GenerationState.waiting, GenerationState.running)
    question = select(Generation).where(Generation.state.in_(states), Generation.purpose != GenerationPurpose.repair)
    return list(db.session.scalars(question.options(joinedload(Generation.program)).order_by(Generation.id)))


def scenarios_of(program_id: int) -> list[Generation]:
    """The scenarios of a program, the newest first."""
    question = select(Generation).where(_of(program_id, GenerationPurpose.scenario))
    return list(db.session.scalars(question.order_by(Generation.id.desc())))


def _of(program_id: int, purpose: GenerationPurpose) -> ColumnElement[bool]:
    return and_(Generation.program_id == program_id, Generation.purpose == purpose)


def plan_of(generation_id: int) -> dict[str, object] | None:
    """The stored plan of a generation, csw-plan/1."""
    return db.session.scalar(select(Generation.plan).where(Generation.id == generation_id))


def stop_watch(generation_id: int) -> Callable[[], bool]:
    """Asks whether somebody wants the work on a generation to end, or whether it is gone.

    On a connection of its own: a search asks from its own threads, and in the middle of whatever else is read.
    """
    engine, question = db.engine, select(Generation.wanted_stop).where(Generation.id == generation_id)

    def wanted() -> bool:
        with engine.connect() as connection:
            return connection.scalar(question) is not False

    return wanted
