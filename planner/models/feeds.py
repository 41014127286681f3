"""Feeds: whose token opens which events. The token itself is shown once and never kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base, Instant
from planner.models.people import Person


class Feed(Base):
    """`scope` names an entry of the scope registry; `scope_ref` says which team, site, person, kind or program."""

    __tablename__ = "feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    scope: Mapped[str] = mapped_column(String(20))
    scope_ref: Mapped[str] = mapped_column(String(80))
    level: Mapped[str] = mapped_column(String(10), default="full")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    last_fetched_at: Mapped[datetime | None] = mapped_column(Instant)
    last_client: Mapped[str] = mapped_column(String(120), default="")
    fetches: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship()
