"""Who owes what for the events of a program: visits, reviews, preparation counted back by lead days, and follow-ups."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from planner.actions.draft_extras import BANNER
from planner.domain.commitments import window_for
from planner.domain.instants import wall
from planner.domain.kinds import EventKind
from planner.domain.preparation import Task, celebration_week_tasks, follow_up_tasks, preparation_tasks
from planner.domain.states import CommitmentKind
from planner.domain.weeks import monday_of
from planner.models.drafts import people_named
from planner.models.events import Event
from planner.models.people import Person
from planner.models.programs import Program

LONG_LEAD = 21
"""From this many lead days on, preparation is a ladder of tasks; below it one task is enough."""
TEAM_LEAD = "team lead"
LEADERS_OWN = frozenset({"executive", "manager", "sponsor"})
COMMITTEE = {
    "committee": "activities", "activities": "activities", "chair": "chair", "communications": "communications",
    "policy desk": "policies", "workforce-planning contact": "workforce", "HR with workforce planning": "workforce",
}  # fmt: skip
"""Owner roles of tasks and activities -> keys of the committee's roles."""


@dataclass(frozen=True)
class Owed:
    """A commitment to be; the fields are columns of `Commitment`."""

    key: str
    kind: CommitmentKind
    title: str
    owner_id: int | None
    event: Event
    opens_on: date
    due_on: date


class Owners:
    """Who a role stands for. Roles that name nobody fall to whoever publishes."""

    def __init__(self, program: Program, publisher: Person | None) -> None:
        self.program, self.publisher = program, publisher
        self.named = people_named(program.committee.values())

    def of(self, role: str, event: Event) -> int | None:
        if role == TEAM_LEAD and event.team is not None and event.team.lead_id is not None:
            return event.team.lead_id
        if role == "policy owner" and event.policy is not None:
            return event.policy.owner_id
        if role in LEADERS_OWN and (event.leader_id or self.program.sponsor_id):
            return event.leader_id or self.program.sponsor_id
        holder = self.named.get(self.program.committee.get(COMMITTEE.get(role, role), "").strip().lower())
        return holder.id if holder else self.publisher.id if self.publisher else None


def owed_for(program: Program, events: Iterable[Event], publisher: Person | None) -> list[Owed]:
    """Everything that is owed for events that take place."""
    live = [event for event in events if not event.cancelled]
    owners = Owners(program, publisher)
    found = [owed for event in live for owed in _kept_by_holding(event)]
    found += _single_tasks(live, owners)
    found += _shared_tasks(live, owners)
    for event in live:
        if event.title == BANNER and event.team_id is None:
            found += _around_the_week(event, owners)
    return found


def day_of(event: Event) -> date:
    """The local day on which the event begins."""
    return wall(event.starts_at, event.zone).date()


def _kept_by_holding(event: Event) -> Iterator[Owed]:
    if event.kind is EventKind.floor_visit:
        yield _owed(
            f"visit:{event.uid}", CommitmentKind.floor_visit, event.title, event.leader_id, event, day_of(event)
        )
    elif event.kind is EventKind.policy_review and event.policy is not None:
        kind = CommitmentKind.policy_review
        yield _owed(f"review:{event.uid}", kind, event.title, event.policy.owner_id, event, day_of(event))


def _owed(key: str, kind: CommitmentKind, title: str, owner_id: int | None, event: Event, due_on: date) -> Owed:
    return Owed(key, kind, title[:200], owner_id, event, window_for(kind, due_on).opens_on, due_on)


def _prepared(events: Iterable[Event]) -> Iterator[Event]:
    """Events whose activity needs preparing. Visits and reviews are commitments themselves."""
    own = (EventKind.floor_visit, EventKind.policy_review)
    return (event for event in events if event.activity and event.activity.lead_days > 0 and event.kind not in own)


def _single_tasks(events: list[Event], owners: Owners) -> Iterator[Owed]:
    """What a team's own lead prepares."""
    for event in _prepared(events):
        if event.activity and event.activity.owner_role == TEAM_LEAD:
            yield from _tasks(event, owners, event.title)


def _shared_tasks(events: list[Event], owners: Owners) -> Iterator[Owed]:
    """What somebody prepares for many teams: once for all teams of a site that do it in the same week."""
    groups: defaultdict[tuple[object, ...], list[Event]] = defaultdict(list)
    for event in _prepared(events):
        if event.activity and event.activity.owner_role != TEAM_LEAD:
            groups[event.activity_id, event.site_id, monday_of(day_of(event))].append(event)
    for group in groups.values():
        first = min(group, key=lambda event: event.uid)
        yield from _tasks(first, owners, _group_name(group), min(day_of(event) for event in group))


def _group_name(group: list[Event]) -> str:
    title, place = group[0].title, group[0].site
    if len(group) == 1:
        return f"{title} for {group[0].team.name}" if group[0].team else title
    return f"{title} in {place.name}, {len(group)} teams" if place else f"{title}, {len(group)} teams"


def _tasks(event: Event, owners: Owners, name: str, day: date | None = None) -> Iterator[Owed]:
    activity = event.activity
    if activity is None:
        return
    tasks = preparation_tasks(day or day_of(event), activity.lead_days, activity.owner_role)
    for number, task in enumerate(tasks if activity.lead_days >= LONG_LEAD else tasks[:1], 1):
        yield _task(event, owners, number, task, f"{name}: {task.title[0].lower()}{task.title[1:]}")


def _task(event: Event, owners: Owners, number: int, task: Task, title: str) -> Owed:
    owner = owners.of(task.owner_role, event)
    return _owed(f"task:{event.uid}:{number}", CommitmentKind.preparation, title, owner, event, task.due_on)


def _around_the_week(event: Event, owners: Owners) -> Iterator[Owed]:
    first = day_of(event)
    for number, task in enumerate(celebration_week_tasks(first), 1):
        yield _task(event, owners, number, task, f"{event.title}: {task.title[0].lower()}{task.title[1:]}")
    last = wall(event.ends_at, event.zone).date()
    for number, task in enumerate(follow_up_tasks(last), 1):
        owner = owners.of(task.owner_role, event)
        yield _owed(f"follow-up:{event.uid}:{number}", CommitmentKind.follow_up, task.title, owner, event, task.due_on)
