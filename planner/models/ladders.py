"""Ladders as data: HR may change what the presets began with."""

from datetime import datetime, time

from sqlalchemy import JSON, Boolean, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from planner.domain.ladders import Anchor, Step
from planner.domain.states import Audience, MessageState
from planner.models.base import Base, Instant, db
from planner.models.messages import Message


class Ladder(Base):
    """`about` is a commitment's kind, or "event" for what happens around any published event."""

    __tablename__ = "ladders"

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(40), unique=True)
    active: Mapped[bool] = mapped_column(Boolean, default=True)

    every_step: Mapped[list["LadderStep"]] = relationship(
        back_populates="ladder", order_by="LadderStep.position, LadderStep.id", cascade="all, delete-orphan"
    )
    """Those that were taken out too: their numbers say for good what was sent."""

    @property
    def steps(self) -> list["LadderStep"]:
        """The steps that stand in the ladder, in order."""
        return [row for row in self.every_step if row.removed_at is None]


class LadderStep(Base):
    """The columns are those of `planner.domain.ladders.Step`."""

    __tablename__ = "ladder_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    ladder_id: Mapped[int] = mapped_column(ForeignKey("ladders.id"), index=True)
    position: Mapped[int]
    anchor: Mapped[str] = mapped_column(String(10))
    days: Mapped[int] = mapped_column(default=0)
    hours: Mapped[int] = mapped_column(default=0)
    workdays_only: Mapped[bool] = mapped_column(Boolean, default=False)
    at: Mapped[time | None]
    audience: Mapped[list[str]] = mapped_column(JSON)
    message: Mapped[str] = mapped_column(String(40))
    digest: Mapped[bool] = mapped_column(Boolean, default=False)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    added_at: Mapped[datetime | None] = mapped_column(Instant)
    """When HR put it in, or back in: what was due before is not sent after it. None for a step of the first days."""
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When HR took it out. The row stays: SQLite would give its number to the next step, which would then seem sent already."""

    ladder: Mapped[Ladder] = relationship(back_populates="every_step")

    @property
    def step(self) -> Step:
        """The step as the rules see it. Its position is the row's number, which stays when HR reorders the ladder."""
        return Step(
            position=self.id,
            anchor=Anchor(self.anchor),
            days=self.days,
            hours=self.hours,
            workdays_only=self.workdays_only,
            at=self.at,
            audience=tuple(Audience(word) for word in self.audience),
            message=self.message,
            digest=self.digest,
            since=self.added_at,
        )


def all_ladders() -> list[Ladder]:
    """Every ladder with its steps, as HR sees them."""
    return list(db.session.scalars(select(Ladder).options(selectinload(Ladder.every_step)).order_by(Ladder.id)))


def running_steps() -> dict[str, tuple[Step, ...]]:
    """The steps that are switched on, by what their ladder is about."""
    ladders = (ladder for ladder in all_ladders() if ladder.active)
    return {ladder.about: tuple(row.step for row in ladder.steps if row.active) for ladder in ladders}


def ladder_with(ladder_id: int) -> Ladder | None:
    """The ladder with this number."""
    return db.session.get(Ladder, ladder_id)


def ladder_about(about: str) -> Ladder | None:
    """The ladder for a commitment's kind, or for "event"."""
    return db.session.scalar(select(Ladder).where(Ladder.about == about))


def ladder_step(step_id: int) -> LadderStep | None:
    """The step with this number, even when it was taken out."""
    return db.session.get(LadderStep, step_id)


def unsent_of_steps(step_ids: list[int]) -> list[Message]:
    """Messages of these steps that nobody has begun to send."""
    question = select(Message).where(
        Message.state == MessageState.pending,
        Message.about.in_(("commitment", "event")),
        Message.step.in_([str(number) for number in step_ids]),
    )
    return list(db.session.scalars(question))
