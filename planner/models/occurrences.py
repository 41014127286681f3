"""The calendar's events as it draws them: rows of plain columns, as a month has hundreds and a year thousands."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, false, null, select
from sqlalchemy.orm import aliased

from planner.domain.kinds import EventKind
from planner.domain.states import EventState
from planner.models.base import db
from planner.models.calendar import Look, has_news, standing, was_moved
from planner.models.events import Event, PublishedEvent
from planner.models.people import Person
from planner.models.sites import Site
from planner.models.teams import Team

LONGEST = timedelta(days=31)
"""How long before a day an event may have begun that still goes on."""

_team, _site, _leader = aliased(Team), aliased(Site), aliased(Person)


class Occurrence(NamedTuple):
    """An event with the names beside it, "" where there is none. `number` is that of its page, `start` is wall time."""

    number: int
    title: str
    kind: EventKind
    start: datetime
    minutes: int
    all_day: bool
    team: str
    site: str
    leader: str
    state: EventState
    drafted: bool
    pinned: bool
    broken: bool
    """For HR, in the draft: it breaks a rule where it stands."""

    @property
    def end(self) -> datetime:
        """When it ends on its own wall clock (its minutes counted on the face of the clock)."""
        return self.start + timedelta(minutes=self.minutes)


def occurrences(look: Look, first: date, last: date) -> list[Occurrence]:
    """The events with a part of their wall time from `first` to `last`, both included, in order of wall time."""
    row = look.row
    begin, end = datetime.combine(first, time()), datetime.combine(last, time()) + timedelta(days=1)
    question = _asked(look).where(look.seen, row.wall_start < end, row.wall_start >= begin - LONGEST)
    found = db.session.execute(question.order_by(row.wall_start, row.uid))
    every = (_occurrence(one, look.draft) for one in found)
    return [one for one in every if one.end > begin]


def _asked(look: Look) -> Select[*tuple[Any, ...]]:
    row = look.row
    shown = (row.title, row.kind, row.wall_start, row.minutes, row.all_day, _team.name, _site.name, _leader.name)
    own = (has_news(), Event.pinned, Event.broken) if look.draft else (false(), false(), null())
    question = select(Event.id, *shown, row.cancelled, Event.outcome, was_moved(), *own).select_from(row)
    beside = question.outerjoin(Event.published) if look.draft else question.join(PublishedEvent.event)
    return beside.outerjoin(_team, row.team).outerjoin(_site, row.site).outerjoin(_leader, row.leader)


def _occurrence(one: Row[*tuple[Any, ...]], drafted: bool) -> Occurrence:
    (
        number,
        title,
        kind,
        start,
        minutes,
        all_day,
        team,
        site,
        leader,
        cancelled,
        outcome,
        moved,
        news,
        pinned,
        broken,
    ) = one
    state = standing(cancelled, outcome, news=news, moved=moved)
    names = (team or "", site or "", leader or "")
    return Occurrence(
        number, title, kind, start, minutes, all_day, *names, state, drafted, pinned, bool(broken) and not cancelled
    )
