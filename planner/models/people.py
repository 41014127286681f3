"""People: everyone known to the planner. They are deactivated, not deleted."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.domain.states import Role
from planner.models.base import Base, Instant, db, words
from planner.models.sites import Site
from planner.models.teams import Team


class Person(Base):
    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Always in lower case."""
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(words(Role))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    zone: Mapped[str | None] = mapped_column(String(64))
    """Where the person reads the clock, when that is not the site's zone."""
    deactivated_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column()

    site: Mapped[Site | None] = relationship()
    team: Mapped[Team | None] = relationship(foreign_keys=[team_id])

    __mapper_args__ = {"version_id_col": revision}

    @property
    def active(self) -> bool:
        return self.deactivated_at is None


def anybody() -> bool:
    """Whether any person is known yet; before that, whoever comes first sets Planner up."""
    return db.session.scalar(select(Person.id).limit(1)) is not None


def person_by_email(email: str) -> Person | None:
    """The person with this address, however it is capitalised."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def everybody() -> list[Person]:
    """All people, deactivated ones too, by name."""
    return list(db.session.scalars(select(Person).order_by(Person.name, Person.id)))
