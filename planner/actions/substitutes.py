"""When a leader cannot: who else could make the visit, in order; asking them one after the other; handing it to whoever accepts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.actions.programs import known
from planner.actions.repair_situation import read_situation
from planner.actions.substitute_handing import hand_over, refuse_unfit
from planner.domain.instants import wall
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.domain.text import clean
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.events import Event, event_with
from planner.models.leaders import leader_of
from planner.models.people import Person
from planner.models.programs import program_with
from planner.models.substitutes import AskState, SubstituteAsk, ask_with, asks_about
from planner.planning.plan import Occurrence
from planner.planning.repair.substitutes import substitutes
from planner.reminders.substitutes import take_back, tell_answer, tell_asked

NOTICE = timedelta(hours=3)
"""Nobody is asked to be on a floor sooner than this."""
MOST = 5


@dataclass(frozen=True)
class Offer:
    """Somebody who could come. `wall_start` is naive, in the event's zone; `same_hour`: when it was to be anyway."""

    person: Person
    starts_at: datetime
    wall_start: datetime
    same_hour: bool
    reasons: list[str]


def is_open(event: Event, now: datetime) -> bool:
    """A published floor visit that is still to come."""
    shown = event.published
    live = shown is not None and not shown.cancelled and shown.starts_at > now and event.outcome is None
    return live and event.kind is EventKind.floor_visit


def leader_now(event: Event) -> int | None:
    """Who makes the visit as it is published."""
    return (event.published or event).leader_id


def offers(event: Event, *, now: datetime, count: int = MOST) -> list[Offer]:
    """The best legal substitutes in order; who was asked and has not been let go is left out. Reads only."""
    program = program_with(event.program_id)
    if program is None or not is_open(event, now):
        return []
    try:
        situation = read_situation(program, (), now)
    except Refused:
        return []
    visit = next((what for what, one in situation.base.items() if one.event_id == event.id), None)
    if visit is None or visit.type != "visit":
        return []
    people = {name: leader.person for name, leader in situation.built.year.leaders.items()}
    out = {one.leader_id for one in asks_about([event.id]).get(event.id, []) if one.state is not AskState.withdrawn}
    found = substitutes(situation.problem, situation.plan, visit, not_before=now + NOTICE, count=count + len(out))
    chosen = [_offer(people[one.occurrence.leader or ""], one.occurrence, one.reasons, event) for one in found]
    return [one for one in chosen if one.person.id not in out][:count]


def _offer(person: Person, what: Occurrence, reasons: list[str], event: Event) -> Offer:
    shown = event.published or event
    return Offer(person, what.start, wall(what.start, event.zone), what.start == shown.starts_at, list(reasons))


def ask(event_id: int, leader_id: int, *, by: Person, now: datetime) -> SubstituteAsk:
    """Asks one of those who are offered, at once and by mail. Asking again what waits for an answer changes nothing.

    Raises Refused for a visit that is over or off, and for somebody who cannot come any more.
    """
    event = _known_event(event_id)
    waiting = _waiting(event_id, leader_id)
    if waiting is not None:
        return waiting
    offer = next((one for one in offers(event, now=now, count=50) if one.person.id == leader_id), None)
    if offer is None:
        raise Refused("This leader cannot come any more. Choose somebody else.")
    starts_at, reasons = offer.starts_at, offer.reasons
    with writing():
        _locked(event_id)
        waiting = _waiting(event_id, leader_id)
        if waiting is not None:
            return waiting
        event = _known_event(event_id)
        made = SubstituteAsk(
            event_id=event_id,
            leader_id=leader_id,
            instead_of_id=leader_now(event),
            starts_at=starts_at,
            reasons=reasons,
            asked_by_id=by.id,
            asked_at=now,
            state=AskState.asked,
        )
        db.session.add(made)
        db.session.flush()
        tell_asked(made, now)
        sentence = f"{made.leader.name} was asked to take “{event.title}” over."
        note("ask substitute", "event", event_id, sentence, by=by, now=now)
        return made


def _waiting(event_id: int, leader_id: int) -> SubstituteAsk | None:
    found = asks_about([event_id]).get(event_id, [])
    return next((one for one in found if one.leader_id == leader_id and one.state is AskState.asked), None)


def accept(ask_id: int, *, by: Person, now: datetime) -> SubstituteAsk:
    """Takes the visit over and publishes it. Twice is once. Raises Refused when it is no longer to be had, or does not fit any more."""
    with writing():
        question = _fresh(ask_id)
        if question.state is AskState.accepted:
            return question
        event = question.event
        _refuse_gone(question, event, now)
        hand_over(event, question.leader, question.starts_at, by=by, now=now)
        _answer(question, AskState.accepted, by, now)
        for other in asks_about([event.id]).get(event.id, []):
            if other.id != question.id and other.state is AskState.asked:
                other.state = AskState.withdrawn
                take_back(other)
        return question


def _refuse_gone(question: SubstituteAsk, event: Event, now: datetime) -> None:
    if not is_open(event, now) or question.starts_at <= now:
        raise Refused("This visit is over or off. Nobody needs to come any more.")
    if question.state is AskState.withdrawn or leader_now(event) != question.instead_of_id:
        shown = event.published or event
        who = shown.leader.name if shown.leader else "Somebody else"
        raise Refused(f"Thank you, it is settled already: {who} makes this visit.")


def decline(ask_id: int, words: str, *, by: Person, now: datetime) -> SubstituteAsk:
    """Cannot either. Whoever asked is told, and asks the next. Twice is once; what was accepted stays accepted."""
    with writing():
        question = _fresh(ask_id)
        if question.state is AskState.accepted:
            raise Refused("You took this visit over. Say on its own page that you cannot.")
        if question.state is AskState.asked:
            question.words = clean(words)[:500]
            _answer(question, AskState.declined, by, now)
        return question


def _answer(question: SubstituteAsk, state: AskState, by: Person, now: datetime) -> None:
    question.state, question.answered_at, question.answered_by_id = state, now, by.id
    db.session.flush()
    take_back(question)
    tell_answer(question, now)
    said = "takes it over" if state is AskState.accepted else "cannot either"
    why = f" ({question.words})" if question.words else ""
    note("answer substitute", "event", question.event_id, f"{question.leader.name} {said}{why}.", by=by, now=now)


def withdraw(ask_id: int, *, by: Person, now: datetime) -> None:
    """The answer is no longer needed; nothing happens to a question that was answered."""
    with writing():
        question = _fresh(ask_id)
        if question.state is AskState.asked:
            question.state = AskState.withdrawn
            take_back(question)
            note(
                "withdraw substitute",
                "event",
                question.event_id,
                f"{question.leader.name} need not answer any more.",
                by=by,
                now=now,
            )


def withdraw_all(event_id: int) -> None:
    """In the running transaction: the visit's own leader can after all."""
    for question in asks_about([event_id]).get(event_id, []):
        if question.state is AskState.asked:
            question.state = AskState.withdrawn
            take_back(question)


def assign(event_id: int, leader_id: int, *, by: Person, now: datetime) -> None:
    """Hands the visit to a leader without asking, as offered or at its own hour. Raises Refused for one who cannot come then."""
    offer = next((one for one in offers(_known_event(event_id), now=now, count=50) if one.person.id == leader_id), None)
    starts_at = offer.starts_at if offer else None
    with writing():
        _locked(event_id)
        event, to = _known_event(event_id), db.session.get(Person, leader_id)
        if to is None or not is_open(event, now):
            raise Refused("This visit is over or off, or nobody was chosen.")
        refuse_unfit(event, to)
        shown = event.published or event
        hand_over(event, to, starts_at or shown.starts_at, by=by, now=now)
        withdraw_all(event_id)


def may_answer(question: SubstituteAsk, person: Person) -> bool:
    """The leader who is asked, or the leader's assistant."""
    if question.leader_id == person.id:
        return True
    leader = leader_of(question.leader)
    return leader is not None and leader.assistant_id == person.id


def _fresh(ask_id: int) -> SubstituteAsk:
    """The question, with its visit's program held against others who answer at the same time."""
    question = ask_with(ask_id)
    if question is None:
        raise Refused("This question is gone.")
    _locked(question.event_id)
    db.session.refresh(question)
    db.session.refresh(question.event)
    return question


def _locked(event_id: int) -> None:
    known(_known_event(event_id).program_id)


def _known_event(event_id: int) -> Event:
    event = event_with(event_id)
    if event is None:
        raise Refused("This event no longer exists.")
    return event
