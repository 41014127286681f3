"""The draft beside what is published: which events differ, in the words of `planner.domain.changes`."""

from dataclasses import dataclass
from datetime import timedelta

from planner.domain.changes import Change, Placement, compare, sentence
from planner.domain.instants import wall
from planner.domain.states import EventState
from planner.models.events import PLACEMENT, Event, PublishedEvent


@dataclass(frozen=True)
class Difference:
    """One event that publishing would change, and the sentence of the changelog."""

    event: Event
    change: Change

    @property
    def sentence(self) -> str:
        return sentence(self.change)


def differences(events: list[Event]) -> list[Difference]:
    """What readers would see change, earliest first."""
    old = {event.uid: placement(event.published) for event in events if event.published is not None}
    new = {event.uid: placement(event) for event in events}
    by_uid = {event.uid: event for event in events}
    return [Difference(by_uid[change.uid], change) for change in compare(old, new)]


def placement(row: Event | PublishedEvent) -> Placement:
    owner = row.policy.owner if row.policy else row.leader
    end = row.wall_start + timedelta(minutes=row.minutes) if row.all_day else wall(row.ends_at, row.zone)
    return Placement(
        uid=row.uid,
        kind=row.kind,
        title=row.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        wall_start=row.wall_start,
        wall_end=end,
        place=row.place or (row.site.name if row.site else ""),
        team=row.team.name if row.team else "",
        leader=row.leader.name if row.leader else "",
        owner=owner.name if owner and row.policy else "",
        description="\n".join((row.description, row.link, row.policy.name if row.policy else "")),
        all_day=row.all_day,
        state=EventState.cancelled if row.cancelled else EventState.confirmed,
    )


def differs_at_all(event: Event) -> bool:
    """Whether any column that publishing copies is different, seen or not."""
    published = event.published
    if published is None:
        return not event.cancelled
    return any(getattr(event, name) != getattr(published, name) for name in PLACEMENT)
