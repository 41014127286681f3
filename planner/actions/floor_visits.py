"""Recording a floor visit: who was where, whom they thank, what was raised. One transaction, and the commitment is kept by it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from planner.actions import commitments as owed
from planner.actions.insights import Raised, pass_on
from planner.actions.recognitions import Thanks, thank
from planner.domain.instants import wall
from planner.domain.refusals import Refused
from planner.domain.states import EventState
from planner.domain.text import clean
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import commitment_keyed
from planner.models.events import Event
from planner.models.floor_visits import FloorVisit, floor_visit_of
from planner.models.people import Person
from planner.models.teams import Team

LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True)
class Visit:
    """A visit as it took place. Either something was `raised`, or `nothing_raised` says so in so many words."""

    visited_on: date
    shift: str
    minutes: int
    remote: bool = False
    nothing_raised: bool = False
    note: str = ""
    thanks: Sequence[Thanks] = field(default=())
    raised: Sequence[Raised] = field(default=())


def record_visit(
    visit: Visit, *, team: Team, leader: Person, by: Person, now: datetime, event: Event | None = None
) -> FloorVisit:
    """Writes the visit, its thanks and its insights down; the visit that was owed is done. All of it or nothing.

    Raises Refused when the visit was recorded before, lies in the future, or leaves open whether anything was raised.
    """
    _refuse_odd(visit, team, now)
    with writing():
        if event is not None and floor_visit_of(event.id) is not None:
            raise Refused("This visit was recorded already.")
        written = _write(visit, team, leader, by, now, event)
        for thanks in visit.thanks:
            thank(thanks, giver=by, team=team, given_on=visit.visited_on, now=now, floor_visit_id=written.id)
        for raised in visit.raised:
            pass_on(raised, submitter=by, team=team, now=now, floor_visit_id=written.id)
        if event is not None:
            _keep(event, by, now)
        sentence = f"A floor visit of {leader.name} to {team.name} was recorded."
        note("record visit", "floor visit", written.id, sentence, by=by, now=now)
        return written


def _refuse_odd(visit: Visit, team: Team, now: datetime) -> None:
    if visit.visited_on > wall(now, team.site.zone).date():
        raise Refused("This day is still to come: record the visit once it has taken place.", "visited_on")
    if not 1 <= visit.minutes <= LONGEST_MINUTES:
        raise Refused("Say how many minutes it took, from 1 on.", "minutes")
    if visit.raised and visit.nothing_raised:
        raise Refused(
            "You wrote down what was raised and ticked “nothing was raised”: take one away.", "nothing_raised"
        )
    if not visit.raised and not visit.nothing_raised:
        raise Refused("Write what was raised, or tick that nothing was.", "raised_text")


def _write(visit: Visit, team: Team, leader: Person, by: Person, now: datetime, event: Event | None) -> FloorVisit:
    written = FloorVisit(
        event_id=event.id if event else None,
        team_id=team.id,
        leader_id=leader.id,
        visited_on=visit.visited_on,
        shift=clean(visit.shift)[:120],
        minutes=visit.minutes,
        remote=visit.remote,
        nothing_raised=visit.nothing_raised,
        note=clean(visit.note),
        recorded_at=now,
        recorded_by_id=by.id,
    )
    db.session.add(written)
    db.session.flush()
    return written


def _keep(event: Event, by: Person, now: datetime) -> None:
    event.outcome = EventState.done
    commitment = commitment_keyed(f"visit:{event.uid}")
    if commitment is not None and not commitment.withdrawn:
        owed.done(commitment, by, now)
