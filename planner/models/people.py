"""People: everyone known to the planner. They are deactivated, not deleted."""

import secrets
from datetime import datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Select, String, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.domain.states import Role
from planner.models.base import Base, Instant, db, words
from planner.models.sites import Site
from planner.models.teams import Team

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 50
LONGEST_SEARCH = 200


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
    quiet_from: Mapped[time | None]
    """The person's own hours without messages, as `Site.quiet_from`; None for the site's."""
    quiet_until: Mapped[time | None]
    deactivated_at: Mapped[datetime | None] = mapped_column(Instant)
    mark: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: secrets.token_hex(16))
    """Random and never changed: by it a restored backup knows who was erased or let go since, without a name."""
    erased_at: Mapped[datetime | None] = mapped_column(Instant)
    """When name and address were taken away for good; what they did is counted, of a person without a name."""
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
    return list(db.session.scalars(select(Person).where(Person.erased_at.is_(None)).order_by(Person.name, Person.id)))


def person_marked(mark: str) -> Person | None:
    """The person with this mark."""
    return db.session.scalar(select(Person).where(Person.mark == mark))


def people_called(name: str) -> list[Person]:
    """Everybody of this name."""
    return list(db.session.scalars(select(Person).where(func.lower(Person.name) == name.lower()).order_by(Person.id)))


def person_with(person_id: int) -> Person | None:
    """The person with this number."""
    return db.session.get(Person, person_id)


def people_active() -> list[Person]:
    """Everybody who was not deactivated, with site and team, by name."""
    return list(db.session.scalars(_people().where(Person.deactivated_at.is_(None))))


def people_of_team(team_id: int) -> list[Person]:
    """The active members of a team, by name."""
    return list(db.session.scalars(_people().where(Person.team_id == team_id, Person.deactivated_at.is_(None))))


def active_hr() -> list[Person]:
    """Everybody who may change everything; there is always one at least."""
    question = select(Person).where(Person.role == Role.hr, Person.deactivated_at.is_(None))
    return list(db.session.scalars(question.order_by(Person.id)))


def people_matching(
    words: str = "",
    role: Role | None = None,
    site_id: int | None = None,
    *,
    team_id: int | None = None,
    gone: bool = False,
    page: int = 1,
) -> "Pagination":
    """A page of the people whose name or address holds `words`; `gone` shows those who were deactivated instead."""
    left = Person.deactivated_at.is_not(None) & Person.erased_at.is_(None)
    question = _people().where(left if gone else Person.deactivated_at.is_(None))
    words = searched(words)
    if words:
        pattern = f"%{literally(words.lower())}%"
        as_typed = f"%{literally(words)}%"  # SQLite lowers plain letters only: Özge is found as typed
        found = func.lower(Person.name).like(pattern, escape="!") | Person.email.like(pattern, escape="!")
        found = found | Person.name.like(as_typed, escape="!")
        question = question.where(found)
    if role is not None:
        question = question.where(Person.role == role)
    if site_id is not None:
        question = question.where(Person.site_id == site_id)
    if team_id is not None:
        question = question.where(Person.team_id == team_id)
    return db.paginate(question, page=max(page, 1), per_page=PER_PAGE, error_out=False)


def _people() -> "Select[Person]":
    beside = (joinedload(Person.site), joinedload(Person.team))
    return select(Person).options(*beside).order_by(Person.name, Person.id)


def searched(words: str) -> str:
    """What is looked for; nothing for a single plain letter, which is in nearly every name. A name may be a single letter elsewhere."""
    found = words.strip()[:LONGEST_SEARCH]
    return "" if len(found) < 2 and found.isascii() else found


def literally(words: str) -> str:
    """Per cent signs and underlines stand for themselves when people search."""
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
