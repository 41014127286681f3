"""Where else an event of the draft could be: places with what each would cost in words, and putting it there."""

from dataclasses import dataclass, replace
from datetime import datetime

from planner.actions.draft_plan import read_draft
from planner.actions.moves import NOTICE, mark_changed, objections_to, set_place
from planner.actions.problem_year import kind_id, minutes_of
from planner.actions.problems import Built
from planner.actions.year_making import program_of
from planner.domain.instants import wall
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.cadences import Cadence
from planner.models.events import Event
from planner.models.people import Person
from planner.planning.plan import Occurrence
from planner.planning.reasons.alternatives import Alternative, alternatives

COUNT = 3
"""Places of either sort that are shown."""
MARGIN = 5
"""So many more are asked for, as some may lie in the past."""


@dataclass(frozen=True)
class Target:
    """A place that an event may take: when, and which leader or activity where that is another."""

    start: datetime
    leader_id: int | None
    activity_id: int | None

    @classmethod
    def of(cls, event: Event) -> "Target":
        return cls(event.starts_at, event.leader_id, event.activity_id)


@dataclass(frozen=True)
class Place:
    """`wall_start` is in the zone of the event; `what` names the leader or the activity where it would be another."""

    wall_start: datetime
    target: Target
    what: str
    sentences: list[str]
    cost: int
    forbidden: bool


def places_for(event: Event, now: datetime, count: int = COUNT) -> list[Place]:
    """The best places first, then those that look better but are forbidden; none for an event that no cadence made.

    Raises Refused when the year cannot be read.
    """
    draft = read_draft(program_of(event.program_id), now)
    built = draft.built
    here = next((what for what, found in draft.events.items() if found.id == event.id), None)
    if here is None:
        return []
    problem = replace(built.problem, pins=tuple(pin for pin in built.problem.pins if pin != here))
    found = alternatives(problem, draft.plan, here, count=count + MARGIN)
    names = _Names(built, event)
    places = [names.place(here, one) for one in found if one.occurrence.start >= now + NOTICE]
    return [place for place in places if not place.forbidden][:count] + [p for p in places if p.forbidden][:count]


class _Names:
    """From the names of the planning room back to rows."""

    def __init__(self, built: Built, event: Event) -> None:
        self.year, self.event = built.year, event
        cadences = (*self.year.tracks.values(), *self.year.celebrations)
        self.kinds = {kind_id(c, a): a for c in cadences for a in c.activities}

    def place(self, here: Occurrence, found: Alternative) -> Place:
        there = found.occurrence
        when, change = wall(there.start, self.event.zone), self.change(here, there)
        return Place(when, self.target(there), change, found.sentences[1:], found.cost, found.hard > 0)

    def target(self, what: Occurrence) -> Target:
        leader = self.year.leaders.get(what.leader or "")
        activity = self.kinds.get(what.kind or "")
        return Target(
            what.start,
            leader.person_id if leader else self.event.leader_id,
            activity.id if activity else self.event.activity_id,
        )

    def change(self, here: Occurrence, there: Occurrence) -> str:
        if there.leader != here.leader:
            return f"with {there.leader}"
        return f"as {self.kinds[there.kind].name}" if there.kind != here.kind and there.kind in self.kinds else ""


def put(event: Event, target: Target, *, pinned: bool, by: Person, now: datetime) -> tuple[str, Target]:
    """Puts an event of the draft at a place and pins it there (or not, when a move is undone); what was done, and where it was.

    Raises Refused for a cancelled event, and for a leader or an activity that cannot be.
    """
    with writing():
        if event.cancelled:
            raise Refused("This event was cancelled. Restore it first, then move it.")
        before = Target.of(event)
        _change(event, target)
        event.pinned, event.broken = pinned, objections_to(event, event.wall_start)
        mark_changed(event)
        sentence = f"“{event.title}” is now on {event.wall_start.day} {event.wall_start:%B}, {event.wall_start:%H:%M}{_with(event)}."
        note("move", "event", event.id, sentence, by=by, now=now, facts={"from": before.start.isoformat()})
        return sentence, before


def _with(event: Event) -> str:
    return f", with {event.leader.name}" if event.leader else ""


def _change(event: Event, target: Target) -> None:
    minutes = event.minutes
    if target.activity_id != event.activity_id:
        minutes = _take_activity(event, target.activity_id)
    if target.leader_id != event.leader_id:
        _take_leader(event, target.leader_id)
    set_place(event, wall(target.start, event.zone), minutes)


def _take_activity(event: Event, activity_id: int | None) -> int:
    """Another of the same cadence; the minutes that it takes."""
    cadence = db.session.get(Cadence, event.cadence_id) if event.cadence_id else None
    activity = next((one for one in cadence.activities if one.id == activity_id), None) if cadence else None
    if cadence is None or activity is None or event.kind is EventKind.floor_visit:
        raise Refused("This activity is no longer one of the cadence. Nothing was changed.")
    event.activity_id, event.title, event.description = activity.id, activity.name, activity.description
    return minutes_of(cadence, activity)


def _take_leader(event: Event, leader_id: int | None) -> None:
    person = db.session.get(Person, leader_id) if leader_id else None
    if person is None or not person.active or event.kind is not EventKind.floor_visit:
        raise Refused("This leader can no longer visit. Nothing was changed.")
    event.leader, event.leader_id = person, person.id
