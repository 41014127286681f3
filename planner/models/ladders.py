"""Ladders as data: HR may change what the presets began with."""

from datetime import time

from sqlalchemy import JSON, Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base


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
