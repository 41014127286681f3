"""Minutes off the phones of teams, a week at a time, from what is drafted or published."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from planner.domain.kinds import EventKind
from planner.domain.off_phone import FOR_EVERYBODY, OFF_PHONE, minutes_off, week_of
from planner.domain.shifts import Shift, holds
from planner.models.base import db
from planner.models.events import Event, EventRow, PublishedEvent
from planner.models.teams import Team

DAYS_BESIDE = timedelta(days=8)
"""An event counts to the week of its shift, which may begin some days before or after."""


@dataclass(frozen=True)
class Away:
    """An event as far as it takes people off the phones. `minutes` are those of one person on average."""

    event_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    waves: int
    team_id: int | None
    site_id: int | None
    kind: EventKind
    cadence_id: int | None
    bundle: str | None

    def takes(self, team: Team) -> bool:
        """Whether the team is away for it: its own, or a whole site's or everybody's that falls into its shift."""
        if self.team_id is not None:
            return self.team_id == team.id
        if self.site_id not in (None, team.site_id) or (self.site_id is None and self.kind not in FOR_EVERYBODY):
            return False
        return holds(self.starts_at, self.ends_at, hours_of(team), team.site.zone) is not None


def hours_of(team: Team) -> Shift:
    return Shift(team.shift.starts, team.shift.ends)


def events_off_phone(row: EventRow, first: date, last: date, without: Collection[int] = ()) -> list[Away]:
    """What takes people off the phones in the days from `first` to `last` and a week beside, in the order of time."""
    number = Event.id if row is Event else PublishedEvent.event_id
    question = select(
        number, row.title, row.starts_at, row.ends_at, row.minutes, Event.waves, row.team_id, row.site_id, row.kind,
        row.cadence_id, Event.bundle,
    ).where(
        row.kind.in_(OFF_PHONE), row.cancelled.is_(False), row.all_day.is_(False),
        row.starts_at >= datetime.combine(first, time(), UTC) - DAYS_BESIDE,
        row.starts_at < datetime.combine(last, time(), UTC) + DAYS_BESIDE,
    )  # fmt: skip
    if row is PublishedEvent:
        question = question.join(Event, Event.id == PublishedEvent.event_id)
    found = db.session.execute(question.order_by(row.starts_at, number))
    return [
        Away(event_id, title, start, end, minutes_off(minutes, waves), waves, team, site, kind, cadence, bundle)
        for event_id, title, start, end, minutes, waves, team, site, kind, cadence, bundle in found
        if event_id not in without
    ]


def minutes_by_week(teams: Iterable[Team], events: list[Away]) -> dict[int, Counter[date]]:
    """Team id -> Monday -> minutes."""
    own: defaultdict[int, list[Away]] = defaultdict(list)
    shared = [event for event in events if event.team_id is None]
    for event in events:
        if event.team_id is not None:
            own[event.team_id].append(event)
    found: dict[int, Counter[date]] = {}
    for team in teams:
        weeks: Counter[date] = Counter()
        for event in (*own[team.id], *(one for one in shared if one.takes(team))):
            weeks[week_of(event.starts_at, hours_of(team), team.site.zone)] += event.minutes
        found[team.id] = weeks
    return found


def outside_the_plan(events: list[Away]) -> list[Away]:
    """Those that no cadence made, so that the generator does not know them. The further waves of one that it knows are known with it."""
    known = {event.bundle for event in events if event.bundle is not None and event.cadence_id is not None}
    return [
        event for event in events if event.cadence_id is None and (event.bundle is None or event.bundle not in known)
    ]
