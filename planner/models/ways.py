"""Ways: by which channel messages come to a person, and the chat of a team into which its events are posted as well."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.models.base import Base, Instant, db
from planner.models.people import Person
from planner.models.portions import portions
from planner.models.teams import Team


class Way(Base):
    """`channel` is a name of the channel registry. Whoever has no row gets e-mail."""

    __tablename__ = "ways"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(Text, default="")
    """Of a chat; whoever knows it can write there, so it is never shown again."""
    label: Mapped[str] = mapped_column(String(120), default="")
    """What may be shown of the address: "Slack", "ntfy at ntfy.example.org"."""
    chosen_at: Mapped[datetime] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


class TeamChat(Base):
    """Where what happens to a team's events is posted once, beside the messages to its people."""

    __tablename__ = "team_chats"

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), primary_key=True)
    address: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(String(120))
    chosen_at: Mapped[datetime] = mapped_column(Instant)

    team: Mapped[Team] = relationship()


def way_of(person_id: int) -> Way | None:
    """How messages come to this person; None for e-mail."""
    return db.session.get(Way, person_id)


def chat_of(team_id: int) -> TeamChat | None:
    """The chat of this team."""
    return db.session.get(TeamChat, team_id)


def chats() -> list[TeamChat]:
    """Every chat of a team that is still at work, with its team."""
    question = select(TeamChat).join(Team).where(Team.active.is_(True)).options(joinedload(TeamChat.team))
    return list(db.session.scalars(question))


def channels_of(people: Collection[int]) -> dict[int, str]:
    """The channels of those who chose another than e-mail."""
    question = select(Way.person_id, Way.channel)
    parts = (question.where(Way.person_id.in_(part)) for part in portions(people))
    return {person: channel for part in parts for person, channel in db.session.execute(part)}
