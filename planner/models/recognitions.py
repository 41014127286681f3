"""Recognitions: thanks for named people, with the behaviour and the story."""

import enum
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, Select, String, Text, and_, or_, select, true
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.domain.states import Role
from planner.models.base import Base, Instant, db, words, written_once
from planner.models.names_in_texts import Names, without
from planner.models.people import Person
from planner.models.teams import Team

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 30


class Visibility(enum.StrEnum):
    """Who may read a recognition; stated before it is written."""

    everyone = "everyone"
    team = "team"
    private = "private"


class Consent(enum.StrEnum):
    """What those who are thanked agreed to: that the story is told inside, or to customers and the public as well."""

    inside = "inside"
    public = "public"


class Recognition(Base):
    __tablename__ = "recognitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    given_on: Mapped[date]
    giver_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    names: Mapped[str] = mapped_column(String(300))
    """The people who are thanked, as they are called."""
    nominator: Mapped[str] = mapped_column(String(120), default="")
    """Who told the giver of it, as they are called: credited, too."""
    behaviour: Mapped[str] = mapped_column(String(200))
    story: Mapped[str] = mapped_column(Text, default="")
    measure: Mapped[str] = mapped_column(String(200), default="")
    visibility: Mapped[Visibility] = mapped_column(words(Visibility), default=Visibility.team)
    consent: Mapped[Consent] = mapped_column(words(Consent), default=Consent.inside)
    named: Mapped[bool] = mapped_column(default=True)
    """Whether they want to be named; else the thanks say of which team they are."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the story was taken back: it is counted, and shown nowhere any more."""
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    floor_visit_id: Mapped[int | None] = mapped_column(ForeignKey("floor_visits.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)

    giver: Mapped[Person] = relationship()
    team: Mapped[Team | None] = relationship()

    @property
    def shown_names(self) -> str:
        """As whoever is thanked wants to be called."""
        if self.named:
            return self.names
        return f"Somebody in {self.team.name}" if self.team else "A colleague"

    @property
    def shown_story(self) -> str:
        """Without the names, where they do not want to be named."""
        names = tuple(one.strip() for one in re.split(r",|;|&|\band\b", self.names) if one.strip())
        return self.story if self.named else str(without(Names(names, ()), self.story, "a colleague"))


def recognitions_open_to(person: Person) -> ColumnElement[bool]:
    """Which thanks a person may read: HR all; what is for everyone; what is for the own team; private ones of the teams that they lead.

    Whoever gave thanks may always read them.
    """
    if person.role is Role.hr:
        return true()
    led = Recognition.team_id.in_(select(Team.id).where(Team.lead_id == person.id))
    within = or_(led, Recognition.team_id == person.team_id)
    for_team = and_(Recognition.visibility == Visibility.team, within)
    for_lead = and_(Recognition.visibility == Visibility.private, led)
    return or_(Recognition.visibility == Visibility.everyone, for_team, for_lead, Recognition.giver_id == person.id)


@written_once
def _loaded() -> Select[Recognition]:
    """The one way to stories: what was taken back is on none of them."""
    order = (Recognition.given_on.desc(), Recognition.id.desc())
    beside = (joinedload(Recognition.giver), joinedload(Recognition.team))
    return select(Recognition).options(*beside).where(Recognition.withdrawn_at.is_(None)).order_by(*order)


def recognition_with(recognition_id: int, person: Person) -> Recognition | None:
    """The thanks with this number, when this person may read them and they were not taken back."""
    return db.session.scalar(_loaded().where(Recognition.id == recognition_id, recognitions_open_to(person)))


def public_stories(limit: int = 50) -> list[Recognition]:
    """What may be told to customers: agreed to in public, for everyone to read, and not taken back; the latest first."""
    agreed = (Recognition.consent == Consent.public, Recognition.visibility == Visibility.everyone)
    return list(db.session.scalars(_loaded().where(*agreed).limit(limit)))


def recognitions_matching(person: Person, team_id: int | None, page: int = 1) -> "Pagination":
    """A page of the thanks that a person may read, the latest first."""
    question = _loaded().where(recognitions_open_to(person))
    if team_id is not None:
        question = question.where(Recognition.team_id == team_id)
    return db.paginate(question, page=max(page, 1), per_page=PER_PAGE, error_out=False)


def latest_recognitions(person: Person, team_id: int, limit: int = 4) -> list[Recognition]:
    """The latest thanks in a team that this person may read: whom a visitor can thank in person."""
    question = _loaded().where(recognitions_open_to(person), Recognition.team_id == team_id)
    return list(db.session.scalars(question.limit(limit)))


def of_floor_visit(floor_visit_id: int, person: Person) -> list[Recognition]:
    """Thanks that were given on a visit, as far as this person may read them."""
    question = _loaded().where(recognitions_open_to(person), Recognition.floor_visit_id == floor_visit_id)
    return list(db.session.scalars(question))


def recognition_days() -> list[tuple[int, date]]:
    """Team and day of every thanks that was given in a team, for the coverage map."""
    question = select(Recognition.team_id, Recognition.given_on).where(Recognition.team_id.is_not(None))
    return [(team, day) for team, day in db.session.execute(question) if team is not None]
