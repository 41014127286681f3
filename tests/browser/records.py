"""What the database of a running installation holds, read from outside with a session of our own: to choose by and to compare with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, create_engine, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from planner.domain.kinds import EventKind
from planner.domain.states import UNSENT_MESSAGE_STATES
from planner.models.commitments import Commitment
from planner.models.events import Event, PublishedEvent
from planner.models.leaders import Leader
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.teams import Team
from planner.models.versions import Version

T = TypeVar("T")


@dataclass
class Records:
    """`database` is an address as PLANNER_DATABASE_URL takes it."""

    database: str

    def __post_init__(self) -> None:
        self.engine = create_engine(self.database.replace("postgresql://", "postgresql+psycopg://", 1))

    def all(self, question: Select[T]) -> Sequence[T]:
        """The rows, free of their session."""
        with Session(self.engine) as session:
            return session.scalars(question).all()

    def one(self, question: Select[T]) -> T:
        found = self.all(question)
        assert len(found) == 1
        return found[0]

    def count(self, model: type[Any]) -> int:
        return self.one(select(func.count()).select_from(model))

    def team(self, name: str) -> Team:
        return self.one(select(Team).where(Team.name == name).options(joinedload(Team.lead), joinedload(Team.site)))

    def person(self, email: str) -> Person:
        return self.one(select(Person).where(Person.email == email))

    def assistant_of(self, leader_id: int) -> Person | None:
        leader = self.one(select(Leader).where(Leader.person_id == leader_id).options(joinedload(Leader.assistant)))
        return leader.assistant

    def drafted(self, team: Team) -> Sequence[Event]:
        """The team's own events in the draft, the earliest first."""
        return self.all(select(Event).where(Event.team_id == team.id).order_by(Event.starts_at))

    def event(self, number: int) -> Event:
        return self.one(select(Event).where(Event.id == number))

    def published(self, number: int) -> PublishedEvent:
        return self.one(select(PublishedEvent).where(PublishedEvent.event_id == number))

    def published_for(self, team: Team) -> list[PublishedEvent]:
        """What the team takes part in: its own events, reviews of its policies, and what is for its whole site or for everybody."""
        beside = selectinload(PublishedEvent.policy).selectinload(Policy.teams)
        return [event for event in self.all(select(PublishedEvent).options(beside)) if _concerns(event, team)]

    def visits_of(self, person: Person) -> Sequence[Commitment]:
        """The floor visits that somebody owes, the earliest first."""
        question = select(Commitment).where(Commitment.owner_id == person.id, Commitment.key.like("visit:%"))
        return self.all(question.options(joinedload(Commitment.team)).order_by(Commitment.due_on))

    def visits_to(self, team: Team) -> Sequence[PublishedEvent]:
        question = select(PublishedEvent).where(
            PublishedEvent.team_id == team.id, PublishedEvent.kind == EventKind.floor_visit
        )
        return self.all(question.options(joinedload(PublishedEvent.leader)).order_by(PublishedEvent.starts_at))

    def waiting(self) -> int:
        """How many messages should have gone by now and have not."""
        due = Message.next_try_at <= datetime.now(UTC)
        question = select(func.count()).select_from(Message)
        return self.one(question.where(Message.state.in_(UNSENT_MESSAGE_STATES), due, Message.channel != "digest"))

    def picture(self, commitment: Commitment) -> list[object]:
        """Everything that an answer about a commitment could change."""
        now = self.one(select(Commitment).where(Commitment.id == commitment.id))
        event = self.event(now.event_id or 0)
        revisions: list[object] = [now.revision, now.state, now.due_on, event.revision, event.wall_start]
        return [*revisions, self.count(Version), self.count(Message)]


def _concerns(event: PublishedEvent, team: Team) -> bool:
    if event.policy is not None:
        return team.id in {one.id for one in event.policy.teams}
    if event.team_id is not None:
        return event.team_id == team.id
    return event.site_id in (None, team.site_id)


def span(event: PublishedEvent) -> tuple[object, object]:
    """Start and end as calendars speak of them: instants, or days where the event lasts whole days."""
    if event.all_day:
        first = event.wall_start.date()
        return first, first + timedelta(days=event.minutes // 1440)
    return event.starts_at, event.ends_at
