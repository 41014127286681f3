"""The people to whom messages go, with what decides when: zone, closed days, absences, and what reached them lately."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from planner.domain.instants import wall
from planner.domain.kindness import Quiet
from planner.domain.rehearsals import UNCOUNTED
from planner.domain.states import MessageState
from planner.models.base import db
from planner.models.leaders import Absence, Leader
from planner.models.messages import Message
from planner.models.organisations import organisation
from planner.models.people import Person
from planner.models.portions import portions
from planner.models.sites import Holiday, Site

LOOK_BACK = timedelta(days=21)
LOOK_AHEAD = timedelta(days=45)


@dataclass(frozen=True)
class Reader:
    """`recent` holds the instants of steps that went or will go to this person; whoever plans another one adds it.

    `taken` are further places of the person's weeks: what was told at once went there, or a word about tomorrow is still to come.
    """

    id: int
    name: str
    zone: str
    is_leader: bool = False
    closed: frozenset[date] = frozenset()
    absences: tuple[tuple[date, date], ...] = ()
    recent: list[datetime] = field(default_factory=list)
    taken: list[datetime] = field(default_factory=list)
    quiet: Quiet | None = None
    """The person's own hours without messages, or the site's; None for those of the house."""


def home_zone() -> str:
    """The organisation's zone: of a person about whom nothing else is known, and of what is owed by a day."""
    found = organisation()
    return found.zone if found else "UTC"


def home_day(moment: datetime) -> date:
    """The day that it is in the organisation's zone, in which promised days are counted."""
    return wall(moment, home_zone()).date()


def zone_of(person: Person, home: str) -> str:
    """Where a person reads the clock: their own zone, their site's, else `home`."""
    return person.zone or (person.site.zone if person.site else home)


def readers(ids: Iterable[int], now: datetime) -> dict[int, Reader]:
    """Active people by number, in four questions for a portion of them; of what reached them lately nothing is known yet."""
    return {number: reader for part in portions(ids) for number, reader in _readers(part, now).items()}


def _readers(numbers: list[int], now: datetime) -> dict[int, Reader]:
    people = db.session.scalars(
        select(Person).where(Person.id.in_(numbers), Person.deactivated_at.is_(None)).options(joinedload(Person.site))
    ).all()
    leaders = set(db.session.scalars(select(Leader.person_id).where(Leader.person_id.in_(numbers))))
    closed, away, home = _closed(now), _absences(numbers, now), home_zone()
    return {
        person.id: Reader(
            id=person.id,
            name=person.name,
            zone=zone_of(person, home),
            is_leader=person.id in leaders,
            closed=frozenset(closed.get(person.site_id or 0, ())),
            absences=tuple(away.get(person.id, ())),
            quiet=quiet_of(person),
        )
        for person in people
    }


def quiet_of(person: Person) -> Quiet | None:
    """When the person wants to hear nothing: their own hours, else the site's."""
    for place in (person, person.site):
        if place is not None and place.quiet_from is not None and place.quiet_until is not None:
            return Quiet(place.quiet_from, place.quiet_until)
    return None


def _closed(now: datetime) -> dict[int, list[date]]:
    question = select(Holiday.site_id, Holiday.day).where(
        Holiday.day.between((now - LOOK_BACK).date(), (now + LOOK_AHEAD).date()), Holiday.observed.is_(True)
    )
    found: dict[int, list[date]] = {}
    for site, day in db.session.execute(question):
        found.setdefault(site, []).append(day)
    return found


def _absences(numbers: list[int], now: datetime) -> dict[int, list[tuple[date, date]]]:
    question = select(Absence).where(Absence.leader_id.in_(numbers), Absence.ends_on >= (now - LOOK_BACK).date())
    found: dict[int, list[tuple[date, date]]] = {}
    for absence in db.session.scalars(question):
        found.setdefault(absence.leader_id, []).append((absence.starts_on, absence.ends_on))
    return found


def recall(people: Mapping[int, Reader], now: datetime) -> None:
    """Adds to these readers what went to them lately or waits to go: whoever plans a message asks, and nobody else."""
    for part in portions(people):
        for person, instant, beside in db.session.execute(_lately(part, now)):
            (people[person].taken if beside else people[person].recent).append(instant)


def _lately(numbers: list[int], now: datetime) -> Select[int, datetime, bool]:
    """Steps of ladders, and beside them what HR sent, publishing told or the like."""
    return select(
        Message.recipient_id, func.coalesce(Message.sent_at, Message.next_try_at), Message.step.like("%-%")
    ).where(
        Message.recipient_id.in_(numbers),
        Message.team_id.is_(None),
        Message.name.not_in(UNCOUNTED),
        Message.next_try_at >= now - LOOK_BACK,
        Message.state.in_((MessageState.pending, MessageState.leased, MessageState.sent)),
        Message.channel != "digest",
    )


def people_by_zone() -> dict[str, list[int]]:
    """Active people by the zone in which they read the clock."""
    home = home_zone()
    question = select(Person).where(Person.deactivated_at.is_(None)).options(joinedload(Person.site))
    found: dict[str, list[int]] = {}
    for person in db.session.scalars(question):
        found.setdefault(zone_of(person, home), []).append(person.id)
    return found


def zones_in_use() -> set[str]:
    """Where active people read the clock."""
    zone = func.coalesce(func.nullif(Person.zone, ""), Site.zone, home_zone())
    question = (
        select(zone)
        .select_from(Person)
        .outerjoin(Site, Site.id == Person.site_id)
        .where(Person.deactivated_at.is_(None))
        .distinct()
    )
    return set(db.session.scalars(question))
