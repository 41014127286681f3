"""Recording a floor visit: who was where, whom they thank, what was raised. One transaction, and the commitment is kept by it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from planner.actions import commitments as owed
from planner.actions.insights import Raised, pass_on, tell_back
from planner.actions.recognitions import Thanks, thank
from planner.domain.insights import Light
from planner.domain.instants import wall
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind, EventState
from planner.domain.text import clean
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import Commitment, commitment_keyed
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
    listened: bool = False
    purpose: str = ""
    """One of `planner.domain.prompts.Purpose`; empty for a talk without prompts."""


def record_visit(
    visit: Visit,
    *,
    team: Team,
    leader: Person,
    by: Person,
    now: datetime,
    event: Event | None = None,
    counts_for: Commitment | None = None,
) -> FloorVisit:
    """Writes the visit, its thanks and its issues down; the visit that was owed is done. All of it or nothing.

    `counts_for` is the visit owed that an unplanned one keeps; without it and `event` it counts as one more, due and done.
    Raises Refused when the visit was recorded before, lies in the future, or leaves open whether anything was raised.
    """
    _refuse_odd(visit, team, now)
    with writing():
        kept = _kept_by(visit, team, leader, now, event, counts_for)
        written = _write(visit, team, leader, by, now, kept)
        for thanks in visit.thanks:
            thank(thanks, giver=by, team=team, given_on=visit.visited_on, now=now, floor_visit_id=written.id)
        for raised in visit.raised:
            _raise(raised, written, by, now)
        _keep(kept, by, now)
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


@dataclass(frozen=True)
class _Kept:
    """Which event and which commitment a visit keeps. Both are None for an event that is still in the draft."""

    event: Event | None
    commitment: Commitment | None


def _kept_by(
    visit: Visit, team: Team, leader: Person, now: datetime, event: Event | None, counts_for: Commitment | None
) -> _Kept:
    if counts_for is not None:
        if counts_for.team_id != team.id or counts_for.kind is not CommitmentKind.floor_visit:
            raise Refused("The visit that this one counts for was to another team.", "counts_for")
        event = event or counts_for.event
    if event is not None:
        if floor_visit_of(event.id) is not None:
            raise Refused("This visit was recorded already.")
        return _Kept(event, commitment_keyed(f"visit:{event.uid}"))
    return _Kept(None, counts_for or _one_more(visit, team, leader, now))


def _one_more(visit: Visit, team: Team, leader: Person, now: datetime) -> Commitment:
    """A visit that was on no calendar counts: it is owed from the moment that it is done."""
    made = Commitment(
        kind=CommitmentKind.floor_visit,
        title=f"Floor visit to {team.name}, on no calendar",
        owner_id=leader.id,
        team_id=team.id,
        key=f"visit:extra:{leader.id}:{team.id}:{now.timestamp()}",
        opens_on=visit.visited_on,
        due_on=visit.visited_on,
        zone=team.site.zone,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _write(visit: Visit, team: Team, leader: Person, by: Person, now: datetime, kept: _Kept) -> FloorVisit:
    written = FloorVisit(
        event_id=kept.event.id if kept.event else None,
        commitment_id=kept.commitment.id if kept.commitment else None,
        team_id=team.id,
        leader_id=leader.id,
        visited_on=visit.visited_on,
        shift=clean(visit.shift)[:120],
        minutes=visit.minutes,
        remote=visit.remote,
        listened=visit.listened,
        purpose=visit.purpose,
        nothing_raised=visit.nothing_raised,
        note=clean(visit.note),
        recorded_at=now,
        recorded_by_id=by.id,
    )
    db.session.add(written)
    db.session.flush()
    return written


def _raise(raised: Raised, written: FloorVisit, by: Person, now: datetime) -> None:
    """An issue is a promise to the team: its lead hears, and so do those who raised it. What is settled on the spot is told at once."""
    team = written.team
    hearers = [team.lead] if team.lead is not None and team.lead.id != by.id else []
    insight = pass_on(raised, submitter=by, team=team, now=now, floor_visit_id=written.id, to=hearers, unnamed=1)
    if raised.light is not Light.yellow:
        tell_back(insight, raised.reason, by=by, now=now, light=raised.light)


def _keep(kept: _Kept, by: Person, now: datetime) -> None:
    if kept.event is not None:
        kept.event.outcome = EventState.done
    if kept.commitment is not None and not kept.commitment.withdrawn:
        owed.done(kept.commitment, by, now)
