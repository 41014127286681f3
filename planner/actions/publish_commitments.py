"""Bringing what is owed in line with what is published: made, moved, handed on, withdrawn; what was done stays done."""

from dataclasses import dataclass
from datetime import date, datetime

from planner.actions.preparation import Owed
from planner.domain.commitments import WINDOW_RULES, state_now
from planner.domain.instants import wall
from planner.domain.states import OPEN_COMMITMENT_STATES, CommitmentKind, CommitmentState
from planner.models import drafts
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.programs import Program

OURS = ("visit:", "review:", "task:", "follow-up:")
"""How the keys of commitments begin that publishing makes."""


@dataclass
class Synced:
    made: int = 0
    moved: int = 0
    withdrawn: int = 0


def sync(program: Program, owed: list[Owed], now: datetime, *, only: frozenset[int] | None = None) -> Synced:
    """In the running transaction; `only` has the events that are looked at, all of them when it is None."""
    there, synced = drafts.commitments_of(program.id), Synced()
    wanted = {one.key: one for one in owed if only is None or one.event.id in only}
    for key, one in wanted.items():
        if key in there:
            _bring_up(there[key], one, now, synced)
        elif not _too_late(one, now):
            db.session.add(_made(program, one, now))
            synced.made += 1
    for key, commitment in there.items():
        concerned = only is None or commitment.event_id in only
        if concerned and key not in wanted and key.startswith(OURS):
            _withdraw(commitment, synced)
    db.session.flush()
    return synced


def _too_late(one: Owed, now: datetime) -> bool:
    """Nobody is nagged about preparing what should have been prepared before it was announced."""
    return one.kind is CommitmentKind.preparation and one.due_on < wall(now, one.event.zone).date()


def _made(program: Program, one: Owed, now: datetime) -> Commitment:
    return Commitment(
        program_id=program.id,
        kind=one.kind,
        title=one.title,
        owner_id=one.owner_id,
        event_id=one.event.id,
        team_id=one.event.team_id,
        key=one.key,
        opens_on=one.opens_on,
        due_on=one.due_on,
        zone=one.event.zone,
        state=_state(one.kind, one.opens_on, one.due_on, wall(now, one.event.zone).date()),
    )


def _state(kind: CommitmentKind, opens_on: date, due_on: date, today: date) -> CommitmentState:
    after = WINDOW_RULES[kind].missed_after_days
    return state_now(opens_on=opens_on, due_on=due_on, today=today, missed_after_days=after)


def _bring_up(commitment: Commitment, one: Owed, now: datetime, synced: Synced) -> None:
    if commitment.state is CommitmentState.done:
        return
    if commitment.state is CommitmentState.excused:
        if one.owner_id == commitment.owner_id:
            return
        _owe_again(commitment)
    moved = (commitment.opens_on, commitment.due_on, commitment.zone) != (one.opens_on, one.due_on, one.event.zone)
    if moved or commitment.withdrawn:
        commitment.opens_on, commitment.due_on, commitment.zone = one.opens_on, one.due_on, one.event.zone
        commitment.time_version += 1
        commitment.withdrawn = False
        commitment.snoozed_until = None
        commitment.state = _state(one.kind, one.opens_on, one.due_on, wall(now, one.event.zone).date())
        synced.moved += 1
    _hand_on(commitment, one)


def _owe_again(commitment: Commitment) -> None:
    """Somebody else took over what was excused; to be withdrawn and owed anew is what the lines below make of it."""
    commitment.closed_at, commitment.closed_by_id, commitment.reason = None, None, ""
    commitment.withdrawn = True


def _hand_on(commitment: Commitment, one: Owed) -> None:
    """A preparation task keeps its owner while it has one: who publishes next does not inherit it."""
    keeps = one.kind is CommitmentKind.preparation and commitment.owner_id is not None
    values = {"title": one.title, "event_id": one.event.id, "team_id": one.event.team_id}
    if not keeps:
        values["owner_id"] = one.owner_id
    for name, value in values.items():
        if getattr(commitment, name) != value:
            setattr(commitment, name, value)


def _withdraw(commitment: Commitment, synced: Synced) -> None:
    if commitment.state in OPEN_COMMITMENT_STATES and not commitment.withdrawn:
        commitment.withdrawn = True
        synced.withdrawn += 1
