"""Scenes that the tests play in: a published floor visit with its commitment, moved and cancelled as publishing does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.domain.instants import resolve, wall
from planner.domain.kinds import EventKind
from planner.domain.states import CommitmentKind
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import PLACEMENT, Event, PublishedEvent
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.teams import Team
from planner.models.versions import Change, Version
from planner.reminders.notices import Told, tell_changes, told_of
from tests.cast import Cast
from tests.domain.times import utc


def make_program(sponsor: Person | None = None) -> Program:
    """A program of 2027 with a first version, published long ago."""
    with writing():
        program = Program(
            name="Year of thanks",
            starts_on=date(2027, 1, 4),
            ends_on=date(2028, 1, 2),
            zone="Europe/Dublin",
            sponsor_id=sponsor.id if sponsor else None,
        )
        db.session.add(program)
        db.session.flush()
        db.session.add(Version(program_id=program.id, number=1, published_at=utc(2027, 1, 4, 9)))
    return program


def make_event(
    program: Program, *, kind: EventKind, start: datetime, title: str, team: Team | None, leader: Person | None = None
) -> Event:
    """A published event; `start` is the wall time where the team is."""
    zone = team.site.zone if team else program.zone
    with writing():
        version = db.session.query(Version).filter_by(program_id=program.id).order_by(Version.number.desc()).first()
        assert version is not None
        count = db.session.query(Event).count()
        event = Event(
            program_id=program.id,
            uid=f"event-{count}@example.org",
            kind=kind,
            title=title,
            wall_start=start,
            minutes=30,
            zone=zone,
            starts_at=resolve(start, zone),
            ends_at=resolve(start, zone) + timedelta(minutes=30),
            place="First floor",
            site_id=team.site_id if team else None,
            team_id=team.id if team else None,
            leader_id=leader.id if leader else None,
        )
        db.session.add(event)
        db.session.flush()
        published = PublishedEvent(
            event_id=event.id,
            program_id=program.id,
            version_id=version.id,
            uid=event.uid,
            changed_at=version.published_at,
            **{name: getattr(event, name) for name in PLACEMENT},
        )
        db.session.add(published)
    return event


@dataclass
class Visit:
    """A floor visit and what is owed for it."""

    program: Program
    event: Event
    commitment: Commitment


def make_visit(
    cast: Cast, *, start: datetime, opens_days: int = 14, program: Program | None = None, team: Team | None = None
) -> Visit:
    """Elif visits a team (Billing, unless another is named) at the team's local `start`."""
    program = program or make_program()
    team = team or cast.billing
    event = make_event(
        program,
        kind=EventKind.floor_visit,
        start=start,
        title=f"Floor visit: {team.name}",
        team=team,
        leader=cast.elif_,
    )
    with writing():
        commitment = Commitment(
            program_id=program.id,
            kind=CommitmentKind.floor_visit,
            title=f"Visit {team.name}",
            owner_id=cast.elif_.id,
            event_id=event.id,
            team_id=team.id,
            key=f"visit:{event.uid}",
            opens_on=start.date() - timedelta(days=opens_days),
            due_on=start.date(),
            zone=event.zone,
        )
        db.session.add(commitment)
    return Visit(program, event, commitment)


def publish(
    program: Program, changes: list[tuple[Event, str, str]], now: datetime, was: Mapping[int, Told] | None = None
) -> Version:
    """A version with these changes (event, what, sentence), told as publishing tells them; `was` is how the events were before."""
    with writing():
        last = db.session.query(Version).filter_by(program_id=program.id).count()
        version = Version(program_id=program.id, number=last + 1, published_at=now)
        version.changes = [Change(event_id=event.id, what=what, sentence=sentence) for event, what, sentence in changes]
        db.session.add(version)
        db.session.flush()
        for event, _what, _sentence in changes:
            published = db.session.get(PublishedEvent, event.id)
            if published is not None:
                published.version_id = version.id
        tell_changes(version, now, None, was)
    return version


def move(visit: Visit, start: datetime, now: datetime) -> Version:
    """Moves a visit and publishes it."""
    with writing():
        event, published = visit.event, db.session.get(PublishedEvent, visit.event.id)
        assert published is not None
        was = {event.id: told_of(published)}
        for row in (event, published):
            row.wall_start = start
            row.starts_at = resolve(start, event.zone)
            row.ends_at = row.starts_at + timedelta(minutes=30)
        published.sequence += 1
        published.changed_at = now
        visit.commitment.opens_on += start.date() - visit.commitment.due_on
        visit.commitment.due_on = wall(event.starts_at, event.zone).date()
        visit.commitment.time_version += 1
    return publish(visit.program, [(visit.event, "moved", f"{visit.event.title} moves")], now, was)


def cancel(visit: Visit, now: datetime) -> Version:
    """Cancels a visit and publishes it."""
    with writing():
        published = db.session.get(PublishedEvent, visit.event.id)
        assert published is not None
        was = {visit.event.id: told_of(published)}
        visit.event.cancelled = published.cancelled = True
        published.sequence += 1
        published.changed_at = now
        visit.commitment.withdrawn = True
    return publish(visit.program, [(visit.event, "cancelled", f"{visit.event.title} is cancelled")], now, was)
