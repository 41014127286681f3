"""Editing events by hand, in the draft: words, people and place of one, a new one, off and on again, pinned or not, what became of it."""

from dataclasses import dataclass
from datetime import datetime

from planner.actions import commitments as owed
from planner.actions.moves import mark_changed, objections_to, set_place
from planner.domain.instants import resolve
from planner.domain.kinds import EventKind
from planner.domain.refusals import ChangedMeanwhile, Refused
from planner.domain.states import EventState
from planner.domain.text import TITLE_LONGEST, clean, refuse, refuse_link, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import commitment_keyed
from planner.models.drafts import new_uid
from planner.models.events import Event
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.sites import Site
from planner.models.teams import Team

LONGEST_MINUTES = 14 * 24 * 60


@dataclass(frozen=True)
class EventFacts:
    """What HR may change by hand. `wall_start` is naive, in the event's own zone."""

    title: str
    wall_start: datetime
    minutes: int
    description: str = ""
    place: str = ""
    link: str = ""
    leader: Person | None = None


def edit_event(event: Event, facts: EventFacts, revision: int, *, by: Person, now: datetime) -> list[str]:
    """Changes the draft of an event and pins it when it moves. The sentences of the rules that it breaks now; none is well.

    Raises ChangedMeanwhile when `revision` is not the present one, Refused for a title or length that cannot be.
    """
    _refuse_odd(facts)
    with writing():
        if event.revision != revision:
            raise ChangedMeanwhile(f"“{event.title}”")
        before = {name: getattr(event, name) for name in ("wall_start", "minutes", "leader_id")}
        _write(event, facts)
        placed = {name: getattr(event, name) for name in before}
        if placed != before:
            event.pinned, event.broken = True, objections_to(event, event.wall_start)
        mark_changed(event)
        note("edit", "event", event.id, f"“{event.title}” was edited.", by=by, now=now)
        return list(event.broken) if placed != before else []


def _write(event: Event, facts: EventFacts) -> None:
    event.title, event.description = clean(facts.title), clean(facts.description)
    event.place, event.link = clean(facts.place), clean(facts.link)
    event.leader = facts.leader
    event.leader_id = facts.leader.id if facts.leader else None
    set_place(event, facts.wall_start, facts.minutes)


def _refuse_odd(facts: EventFacts) -> None:
    if found := refuse(facts.title, "The title", TITLE_LONGEST):
        raise Refused(found, "title")
    if found := refuse_long(facts.description, "The description"):
        raise Refused(found, "description")
    if found := refuse_link(facts.link):
        raise Refused(found, "link")
    if not 5 <= facts.minutes <= LONGEST_MINUTES:
        raise Refused("An event lasts from five minutes to two weeks.", "minutes")


@dataclass(frozen=True)
class NewPlace:
    """For whom a new event is: a team, a whole site, or everybody in the program."""

    program: Program
    kind: EventKind
    team: Team | None = None
    site: Site | None = None

    @property
    def zone(self) -> str:
        site = self.team.site if self.team else self.site
        return site.zone if site else self.program.zone


def add_event(place: NewPlace, facts: EventFacts, *, by: Person, now: datetime) -> Event:
    """A new event in the draft, pinned where it is put; what it breaks stays with it in sentences."""
    _refuse_odd(facts)
    if place.kind is EventKind.floor_visit and (place.team is None or facts.leader is None):
        raise Refused("A floor visit needs a team and a leader.", "leader" if place.team else "team")
    with writing():
        event = _new(place, facts)
        db.session.add(event)
        db.session.flush()
        event.broken = objections_to(event, event.wall_start)
        mark_changed(event)
        note("add", "event", event.id, f"“{event.title}” was added by hand.", by=by, now=now)
        return event


def _new(place: NewPlace, facts: EventFacts) -> Event:
    site = place.team.site if place.team else place.site
    start = resolve(facts.wall_start, place.zone)
    event = Event(
        program_id=place.program.id,
        uid=new_uid(),
        kind=place.kind,
        zone=place.zone,
        team_id=place.team.id if place.team else None,
        site_id=site.id if site else None,
        pinned=True,
        why=["HR put it here by hand."],
        starts_at=start,
        ends_at=start,
    )
    _write(event, facts)
    return event


def cancel_event(event: Event, *, by: Person, now: datetime) -> None:
    """Takes the event off in the draft; one that was never published is simply gone. Published readers hear of it with the next version."""
    with writing():
        mark_changed(event)
        note("cancel", "event", event.id, f"“{event.title}” was taken off.", by=by, now=now)
        if event.published is None:
            db.session.delete(event)
        else:
            event.cancelled, event.pinned = True, True


def restore_event(event: Event, *, by: Person, now: datetime) -> None:
    """Puts a cancelled event back where it was."""
    with writing():
        event.cancelled = False
        event.broken = objections_to(event, event.wall_start)
        mark_changed(event)
        note("restore", "event", event.id, f"“{event.title}” takes place again.", by=by, now=now)


def pin_event(event: Event, pinned: bool, *, by: Person, now: datetime) -> None:
    """Pins the event where it is, or lets generating move it again."""
    with writing():
        event.pinned = pinned
        said = "was pinned" if pinned else "may be moved by generating again"
        note("pin" if pinned else "unpin", "event", event.id, f"“{event.title}” {said}.", by=by, now=now)


def record_outcome(event: Event, outcome: EventState | None, *, by: Person, now: datetime) -> None:
    """Says that the event took place or did not; None takes it back. What was owed through it follows.

    Raises Refused for an event that is still to come or off.
    """
    if outcome not in (None, EventState.done, EventState.missed):
        raise ValueError(f"{outcome} is not something that becomes of an event.")
    with writing():
        if event.cancelled:
            raise Refused("This event was cancelled, so nothing can have come of it.")
        if outcome is not None and event.starts_at > now:
            raise Refused("This event is still to come. Say what became of it once it has begun.")
        event.outcome = outcome
        _settle(event, outcome, by, now)
        said = f"is recorded as {outcome}" if outcome else "has no outcome again"
        note("outcome", "event", event.id, f"“{event.title}” {said}.", by=by, now=now)


def _settle(event: Event, outcome: EventState | None, by: Person, now: datetime) -> None:
    for key in (f"visit:{event.uid}", f"review:{event.uid}"):
        commitment = commitment_keyed(key)
        if commitment is None or commitment.withdrawn:
            continue
        if outcome is EventState.done:
            owed.done(commitment, by, now)
        else:
            owed.reopen(commitment, by, now, missed=outcome is EventState.missed)
