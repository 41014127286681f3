"""Which published events: the conditions that feed scopes are made of, and the questions asked with them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self, TypeAlias

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from planner.domain.kinds import EventKind
from planner.models.base import Instant, db
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.policies import Policy, policy_teams
from planner.models.sites import Site
from planner.models.stamps import NEAR
from planner.models.teams import Team

Selection: TypeAlias = ColumnElement[bool]
Numbers: TypeAlias = (
    Collection[int]
    | Collection[InstrumentedAttribute[int]]
    | Collection[InstrumentedAttribute[int | None]]
    | Select[int]
)
"""Of people, teams or sites: as they are, or as a question that is asked for each person of a larger one."""


@dataclass(frozen=True)
class Window:
    """Which stretch of the calendar a feed holds: what ends after `since`; of cancelled events, what ends after `cancelled_since`."""

    since: datetime
    cancelled_since: datetime


def owed_by(person_ids: Numbers) -> Selection:
    """What these people lead, owe a commitment for, or review as owners of the policy."""
    return or_(led_or_reviewed_by(person_ids), PublishedEvent.event_id.in_(owed_events(person_ids)))


def led_or_reviewed_by(person_ids: Numbers) -> Selection:
    """What these people lead, or review as owners of the policy."""
    owned = select(Policy.id).where(Policy.owner_id.in_(person_ids))
    return or_(PublishedEvent.leader_id.in_(person_ids), PublishedEvent.policy_id.in_(owned))


def owed_events(person_ids: Numbers) -> Select[int | None]:
    """The numbers of the events for which these people owe a commitment."""
    return select(Commitment.event_id).where(
        Commitment.owner_id.in_(person_ids), Commitment.withdrawn.is_(False), Commitment.event_id.is_not(None)
    )


def attended_by(team_ids: Numbers) -> Selection:
    """What these teams have of their own: their events, and the reviews in which they take part."""
    reviews = select(policy_teams.c.policy_id).where(policy_teams.c.team_id.in_(team_ids))
    return or_(PublishedEvent.team_id.in_(team_ids), PublishedEvent.policy_id.in_(reviews))


def open_at(site_ids: Numbers) -> Selection:
    """What is for everybody at these sites, and what is for everybody everywhere."""
    # Not IS NULL for the policy: SQLite would walk its index, in which nearly every event has none.
    for_all = and_(PublishedEvent.team_id.is_(None), func.coalesce(PublishedEvent.policy_id, 0) == 0)
    return and_(for_all, or_(PublishedEvent.site_id.is_(None), PublishedEvent.site_id.in_(site_ids)))


def at_site(site_id: int) -> Selection:
    """Everything at a site: the events of its teams, the reviews in which they take part, and what is for all."""
    teams = select(Team.id).where(Team.site_id == site_id)
    reviews = select(policy_teams.c.policy_id).where(policy_teams.c.team_id.in_(teams))
    return or_(
        PublishedEvent.site_id == site_id,
        PublishedEvent.team_id.in_(teams),
        PublishedEvent.policy_id.in_(reviews),
        open_at([site_id]),
    )


def of_kind(kind: EventKind) -> Selection:
    return PublishedEvent.kind == kind


def of_program(program_id: int) -> Selection:
    return PublishedEvent.program_id == program_id


def either(*selections: Selection) -> Selection:
    return or_(*selections)


def both(*selections: Selection) -> Selection:
    return and_(*selections)


def sites_of_teams(team_ids: Collection[int]) -> list[int]:
    """The sites at which these teams work."""
    return list(db.session.scalars(select(Team.site_id).where(Team.id.in_(team_ids))))


def teams_of(person: Person) -> list[Team]:
    """The team that the person works in, and those that the person leads."""
    mine = or_(Team.lead_id == person.id, Team.id == person.team_id)
    return list(
        db.session.scalars(select(Team).where(mine, Team.active).options(joinedload(Team.site)).order_by(Team.name))
    )


class Offered(NamedTuple):
    """A calendar that somebody may ask for: of a person or a team, with what people may type for it; `zone` "" where none is said."""

    number: int
    alias: str
    name: str
    zone: str


def leaders_for(person: Person, everyone: bool) -> list[Offered]:
    """The leaders whose calendar the person may ask for: oneself, those one assists, or `everyone`; by name."""
    leaders = select(Leader.person_id)
    if not everyone:
        leaders = leaders.where(or_(Leader.person_id == person.id, Leader.assistant_id == person.id))
    zone = func.coalesce(func.nullif(Person.zone, ""), Site.zone, "")
    question = select(Person.id, Person.email, Person.name, zone).outerjoin(Person.site)
    active = question.where(Person.id.in_(leaders), Person.deactivated_at.is_(None))
    return [Offered._make(row) for row in db.session.execute(active.order_by(Person.name, Person.id))]


def every_team() -> list[Offered]:
    """Every team that is active, by name."""
    question = select(Team.id, Team.slug, Team.name, Site.zone).join(Team.site).where(Team.active)
    return [Offered._make(row) for row in db.session.execute(question.order_by(Team.name, Team.id))]


Moment: TypeAlias = datetime | ColumnElement[datetime]


def _within(selection: Selection, since: Moment, cancelled_since: Moment) -> Selection:
    return and_(
        selection,
        PublishedEvent.ends_at > since,
        or_(PublishedEvent.cancelled.is_(False), PublishedEvent.ends_at > cancelled_since),
    )


class Held(NamedTuple):
    """An event in the order of a feed, when it last changed, and its stored text."""

    starts_at: datetime
    event_id: int
    changed_at: datetime
    text: bytes


_HELD = (PublishedEvent.starts_at, PublishedEvent.event_id, PublishedEvent.changed_at)


def held(selection: Selection, window: Window) -> list[Held]:
    """The events in the order of the feed, read in one go so that they belong together."""
    question = select(*_HELD, PublishedEvent.fragment).where(_within(selection, window.since, window.cancelled_since))
    question = question.order_by(PublishedEvent.starts_at, PublishedEvent.event_id)
    return [Held(*row) for row in db.session.execute(question)]


Changes: TypeAlias = Select[datetime, int, datetime, bytes]


class Watch:
    """Which events changed, as a selection holds them: asked again and again, and put into words once."""

    def __init__(self, question: Changes, values: Mapping[str, object]) -> None:
        self._question, self._values = question, values

    @classmethod
    def of(cls, selection: Selection, window: Window) -> Self:
        """Of one selection."""
        text = case((_within(selection, window.since, window.cancelled_since), PublishedEvent.fragment))
        return cls(changes_as(text), {})

    def changes_since(self, stamp: int, most: int) -> dict[int, Held | None] | None:
        """Every event of the calendar that changed after this stamp: as the selection holds it, None when it does not. None for more than
        `most`: it is better to read everything anew."""
        with db.engine.connect() as connection:
            values = {**self._values, "stamp": stamp, "most": most + 1}
            rows = connection.execute(self._question, values).all()
        if len(rows) > most:
            return None
        return {row[1]: None if row[3] is None else Held(*row) for row in rows}


def changes_as(text: ColumnElement[bytes]) -> Changes:
    """The question for what changed after :stamp, :most of it, with this for its text."""
    changed = union(*(select(row.event_id).where(row.stamp > bindparam("stamp")) for row in NEAR))
    question = select(*_HELD, text).where(PublishedEvent.event_id.in_(changed))
    return question.limit(bindparam("most", type_=Integer))


def held_within(selection: Selection) -> Selection:
    """What is in the selection and in the window from :since, :cancelled_since on."""
    return _within(selection, bindparam("since", type_=Instant), bindparam("cancelled_since", type_=Instant))


def count_held(selection: Selection, window: Window) -> int:
    """How many events a feed holds."""
    return db.session.scalar(select(func.count()).where(_within(selection, window.since, window.cancelled_since))) or 0


def _with_names() -> Select[PublishedEvent]:
    """Events with the names that their text mentions."""
    return select(PublishedEvent).options(
        joinedload(PublishedEvent.leader),
        joinedload(PublishedEvent.team),
        joinedload(PublishedEvent.site),
        joinedload(PublishedEvent.policy),
    )


def coming(selection: Selection, now: datetime, most: int) -> list[PublishedEvent]:
    """The next events that are not over yet, cancelled ones left out."""
    question = _with_names().where(selection, PublishedEvent.ends_at > now, PublishedEvent.cancelled.is_(False))
    return list(db.session.scalars(question.order_by(PublishedEvent.starts_at, PublishedEvent.event_id).limit(most)))


def published_among(event_ids: Collection[int] | None) -> list[PublishedEvent]:
    """The published events with these numbers, all for None, with the names that their text mentions."""
    question = _with_names().order_by(PublishedEvent.event_id)
    if event_ids is not None:
        question = question.where(PublishedEvent.event_id.in_(event_ids))
    return list(db.session.scalars(question))
