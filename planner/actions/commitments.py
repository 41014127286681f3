"""What becomes of something owed: done, excused, put off, handed on; and what the mere passing of time makes of it."""

from datetime import date, datetime, timedelta

from planner.domain.commitments import WINDOW_RULES, state_now
from planner.domain.instants import wall
from planner.domain.moves import day_words
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind, CommitmentState, EventState
from planner.models import commitments
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import Event
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.promises import promise_of

LONGEST_SNOOZE_DAYS = 30
KEPT_BY_EVENT = frozenset({CommitmentKind.floor_visit, CommitmentKind.policy_review})
"""Kinds that are kept by holding the event itself, so that its outcome follows."""


def done(commitment: Commitment, by: Person, now: datetime) -> None:
    """Says that it was kept, however late. Saying so twice changes nothing. Raises Refused when it was withdrawn."""
    with writing():
        _refuse_withdrawn(commitment)
        if commitment.state is CommitmentState.done:
            return
        _refuse_untold(commitment)
        _close(commitment, CommitmentState.done, by, now)
        _tell_event(commitment, EventState.done)
        note("done", "commitment", commitment.id, f"Done: {commitment.title}.", by=by, now=now)


def excuse(commitment: Commitment, reason: str, by: Person, now: datetime) -> None:
    """Takes it off the owner, with the reason; HR sees it and finds somebody else. Raises Refused without a reason, or once it is done."""
    if not reason.strip():
        raise Refused("Say why in a few words, so that HR can find another way.", "reason")
    with writing():
        _refuse_withdrawn(commitment)
        if commitment.state is CommitmentState.done:
            raise Refused("This was recorded as done already. Nothing was changed.")
        commitment.reason = reason.strip()
        _close(commitment, CommitmentState.excused, by, now)
        note("excuse", "commitment", commitment.id, f"Excused: {commitment.title} ({reason.strip()}).", by=by, now=now)


def reopen(commitment: Commitment, by: Person, now: datetime, *, missed: bool = False) -> None:
    """Takes back what was said: it is owed again, in whatever state the calendar says; with `missed`, it was missed."""
    with writing():
        _refuse_withdrawn(commitment)
        commitment.closed_at, commitment.closed_by_id, commitment.reason = None, None, ""
        commitment.state = CommitmentState.missed if missed else _state_by_date(commitment, now)
        _tell_event(commitment, EventState.missed if missed else None)
        if commitment.event_id is not None:
            _let_substitutes_go(commitment.event_id)
        sentence = f"{'Missed' if missed else 'Owed again'}: {commitment.title}."
        note("missed" if missed else "reopen", "commitment", commitment.id, sentence, by=by, now=now)


def _let_substitutes_go(event_id: int) -> None:
    from planner.actions.substitutes import withdraw_all

    withdraw_all(event_id)


def snooze(commitment: Commitment, until: date, by: Person, now: datetime) -> None:
    """Keeps nudges quiet until a day. Raises Refused for a day that is past or too far away."""
    today = wall(now, commitment.zone).date()
    if not today < until <= today + timedelta(days=LONGEST_SNOOZE_DAYS):
        raise Refused(f"Choose a day from tomorrow on, at most {LONGEST_SNOOZE_DAYS} days from now.", "until")
    with writing():
        _refuse_closed(commitment)
        commitment.snoozed_until = until
        sentence = f"No nudges before {day_words(until)}: {commitment.title}."
        note("snooze", "commitment", commitment.id, sentence, by=by, now=now)


def delegate(commitment: Commitment, to: Person, by: Person, now: datetime) -> None:
    """Hands it to somebody else. A floor visit goes to another leader who is free then, and its event follows and is published.

    Raises Refused for somebody who was deactivated, is no leader, or cannot come at that time.
    """
    with writing():
        _refuse_closed(commitment)
        _refuse_unfit(commitment, to)
        sentence = f"{commitment.title}: {to.name} takes over."
        commitment.owner, commitment.snoozed_until = to, None
        if commitment.kind is CommitmentKind.floor_visit and commitment.event is not None:
            _change_leader(commitment.event, to, sentence, by, now)
        note("delegate", "commitment", commitment.id, sentence, by=by, now=now)


def _refuse_unfit(commitment: Commitment, to: Person) -> None:
    if not to.active:
        raise Refused(f"{to.name} was deactivated. Choose somebody else.", "to")
    if to.id == commitment.owner_id:
        raise Refused(f"{to.name} has it already. Choose somebody else.", "to")
    if commitment.kind is CommitmentKind.floor_visit and db.session.get(Leader, to.id) is None:
        raise Refused(f"{to.name} is not a leader who visits. Choose one who is.", "to")


def _change_leader(event: Event, to: Person, sentence: str, by: Person, now: datetime) -> None:
    from planner.actions.moves import Objected, mark_changed, objections_to
    from planner.actions.publish import publish_only

    event.leader, event.pinned = to, True
    db.session.flush()
    against = [found for found in objections_to(event, event.wall_start) if found.startswith(to.name)]
    if against:
        raise Objected(against)
    mark_changed(event)
    publish_only(event, by, sentence, now)


def sweep(now: datetime) -> int:
    """Makes late what is past its day and missed what is long past, each in its own zone.

    Returns how many states changed; when none did it cost one question and no lock.
    """
    tomorrow_anywhere = (now + timedelta(days=1)).date()
    if not any(_has_slipped(found, now) for found in commitments.unsettled(tomorrow_anywhere)):
        return 0
    with writing():
        slipped = [found for found in commitments.unsettled(tomorrow_anywhere) if _has_slipped(found, now)]
        for commitment in slipped:
            _slip(commitment, now)
        return len(slipped)


def _has_slipped(commitment: Commitment, now: datetime) -> bool:
    return _state_by_date(commitment, now) is not commitment.state


def _slip(commitment: Commitment, now: datetime) -> None:
    commitment.state = _state_by_date(commitment, now)
    if commitment.state is CommitmentState.missed:
        _tell_event(commitment, EventState.missed)
    sentence = f"{commitment.title} is {commitment.state}."
    note(str(commitment.state), "commitment", commitment.id, sentence, by=None, now=now)


def _state_by_date(commitment: Commitment, now: datetime) -> CommitmentState:
    return state_now(
        opens_on=commitment.opens_on,
        due_on=commitment.due_on,
        today=wall(now, commitment.zone).date(),
        missed_after_days=WINDOW_RULES[commitment.kind].missed_after_days,
    )


def _close(commitment: Commitment, state: CommitmentState, by: Person, now: datetime) -> None:
    commitment.state, commitment.closed_at, commitment.closed_by_id = state, now, by.id


def _tell_event(commitment: Commitment, outcome: EventState | None) -> None:
    if commitment.event is not None and commitment.kind in KEPT_BY_EVENT:
        commitment.event.outcome = outcome


def _refuse_untold(commitment: Commitment) -> None:
    """A promise is kept by the words that people were told, not by a tick."""
    promise = promise_of(commitment.id) if commitment.kind is CommitmentKind.promise else None
    if promise is not None and promise.told_on is None:
        raise Refused("Write what became of it: the promise is kept once they are told.", "answer")


def _refuse_withdrawn(commitment: Commitment) -> None:
    if commitment.withdrawn:
        raise Refused("Its event was cancelled, so nothing is owed any more.")


def _refuse_closed(commitment: Commitment) -> None:
    _refuse_withdrawn(commitment)
    if commitment.state in (CommitmentState.done, CommitmentState.excused):
        raise Refused("This is settled already. Nothing was changed.")
