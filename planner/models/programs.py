"""Programs: one year of engagement, its celebration week, and the observances that it keeps."""

from datetime import date

from sqlalchemy import JSON, Date, ForeignKey, Select, String, Text, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base, db, written_once
from planner.models.cadences import Cadence
from planner.models.people import Person


class Program(Base):
    """A year of whole weeks: `starts_on` is the first Monday of the start month, `ends_on` the day before the next program would start."""

    __tablename__ = "programs"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64))
    theme: Mapped[str] = mapped_column(String(200), default="")
    theme_publisher: Mapped[str] = mapped_column(String(120), default="")
    goals: Mapped[list[str]] = mapped_column(JSON, default=list)
    committee: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Who holds which role of the committee: role to name."""
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    budget: Mapped[int] = mapped_column(default=0)
    """Whole currency units for the year; 0 when no limit was set."""
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    celebration_starts_on: Mapped[date | None]
    celebration_ends_on: Mapped[date | None]
    annual_celebration_on: Mapped[date | None]
    """The yearly celebration of stories, apart from the celebration week."""
    launched_change: Mapped[str] = mapped_column(Text, default="")
    """The change that the celebration week launches; its follow-up comes the week after."""
    observances: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Keys of the observances that are switched on."""
    peak_weekdays: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Weekdays on which no recognition is planned, Monday 0 to Sunday 6."""
    shows_promises: Mapped[bool] = mapped_column(default=False)
    """Whether the members of a team see what leaders promised to it; a choice of the program."""
    draft_changed: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()

    sponsor: Mapped[Person | None] = relationship()
    cadences: Mapped[list[Cadence]] = relationship(order_by=Cadence.id, cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": revision}


@written_once
def _by_nearness() -> tuple[Select[Program], ...]:
    today = bindparam("today", type_=Date)
    running = select(Program).where(Program.starts_on <= today, Program.ends_on >= today).order_by(Program.id.desc())
    coming = select(Program).where(Program.starts_on > today).order_by(Program.starts_on)
    past = select(Program).where(Program.ends_on < today).order_by(Program.ends_on.desc())
    return tuple(question.limit(1) for question in (running, coming, past))


def current_program(today: date) -> Program | None:
    """The program that runs today; else the next to come; else the last that was."""
    found = (db.session.scalar(question, {"today": today}) for question in _by_nearness())
    return next((program for program in found if program is not None), None)


def program_with(program_id: int) -> Program | None:
    """The program with this number."""
    return db.session.get(Program, program_id)


def program_names() -> list[tuple[int, str]]:
    """Number and name of every program, the newest first."""
    return [
        (p.id, p.name)
        for p in db.session.scalars(select(Program).order_by(Program.starts_on.desc(), Program.id.desc()))
    ]


def programs_newest_first() -> list[Program]:
    """Every program, the one that starts last first."""
    return list(db.session.scalars(select(Program).order_by(Program.starts_on.desc(), Program.id.desc())))


def locked_program(program_id: int) -> Program | None:
    """The program, held against other writers until the running transaction ends, read afresh."""
    question = (
        select(Program).where(Program.id == program_id).with_for_update().execution_options(populate_existing=True)
    )
    return db.session.scalar(question)


def programs_over(first: date, last: date) -> list[Program]:
    """Programs that share a day with `first` to `last`."""
    question = select(Program).where(Program.starts_on <= last, Program.ends_on >= first)
    return list(db.session.scalars(question.order_by(Program.starts_on)))
