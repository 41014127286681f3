"""Shifts: the local hours that teams work; one that ends at or before its start runs over midnight."""

from datetime import time

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from planner.models.base import Base


class Shift(Base):
    __tablename__ = "shifts"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    starts: Mapped[time]
    ends: Mapped[time]
