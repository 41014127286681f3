"""Ladders as data: HR may change what the presets began with."""

from datetime import time

from sqlalchemy import JSON, Boolean, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from planner.domain.ladders import Anchor, Step
from planner.domain.states import Audience
from planner.models.base import Base, db


class Ladder(Base):
    """`about` is a commitment's kind, or "event" for what happens around any published event."""

    __tablename__ = "ladders"

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(40), unique=True)
    active: Mapped[bool] = mapped_column(Boolean, default=True)

    steps: Mapped[list["LadderStep"]] = relationship(
        back_populates="ladder", order_by="LadderStep.position", cascade="all, delete-orphan"
    )


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

    ladder: Mapped[Ladder] = relationship(back_populates="steps")

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
        )


def all_ladders() -> list[Ladder]:
    """Every ladder with its steps, as HR sees them."""
    return list(db.session.scalars(select(Ladder).options(selectinload(Ladder.steps)).order_by(Ladder.id)))


def running_steps() -> dict[str, tuple[Step, ...]]:
    """The steps that are switched on, by what their ladder is about."""
    ladders = (ladder for ladder in all_ladders() if ladder.active)
    return {ladder.about: tuple(row.step for row in ladder.steps if row.active) for ladder in ladders}


def ladder_about(about: str) -> Ladder | None:
    """The ladder for a commitment's kind, or for "event"."""
    return db.session.scalar(select(Ladder).where(Ladder.about == about))


def ladder_step(step_id: int) -> LadderStep | None:
    """The step with this number."""
    return db.session.get(LadderStep, step_id)
