"""Insights: passing on what the front line knows, and answering by the day that was promised."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.actions import commitments as owed
from planner.domain.commitments import window_for
from planner.domain.instants import plus_workdays, wall
from planner.domain.moves import day_words
from planner.domain.outcomes import CATEGORIES, InsightCategory
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind
from planner.domain.text import clean, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import Commitment, commitment_keyed
from planner.models.insights import Insight, InsightState
from planner.models.organisations import organisation
from planner.models.people import Person, active_hr
from planner.models.teams import Team

PROMISED_WORKDAYS = 10
LONGEST_PROMISE = timedelta(days=120)


@dataclass(frozen=True)
class Raised:
    """What somebody passes on. `hurts` False means that it is good news or a chance."""

    text: str
    category: InsightCategory
    hurts: bool = True
    touch_point: str = ""


def default_promise(today: date) -> date:
    """The day by which the submitter hears unless another is given: ten working days from today."""
    return plus_workdays(today, PROMISED_WORKDAYS, ())


def pass_on(
    raised: Raised,
    *,
    submitter: Person,
    team: Team | None,
    now: datetime,
    receiver: Person | None = None,
    promised_on: date | None = None,
    floor_visit_id: int | None = None,
) -> Insight:
    """Writes an insight down and promises an answer by a day. Raises Refused without words, or for an odd day."""
    today = wall(now, _zone()).date()
    promise = promised_on or default_promise(today)
    _refuse_odd(raised, promise, today)
    with writing():
        insight = Insight(
            category=str(raised.category),
            text=clean(raised.text),
            hurts=raised.hurts,
            touch_point=clean(raised.touch_point)[:120],
            team_id=team.id if team else None,
            submitter_id=submitter.id,
            receiver_id=receiver.id if receiver else None,
            floor_visit_id=floor_visit_id,
            promised_on=promise,
            made_at=now,
        )
        db.session.add(insight)
        db.session.flush()
        db.session.add(_promise(insight, receiver, promise, now))
        note("pass on", "insight", insight.id, f"{submitter.name} passed on an insight.", by=submitter, now=now)
        return insight


def _refuse_odd(raised: Raised, promise: date, today: date) -> None:
    if not raised.text.strip():
        raise Refused("Say in a sentence what you heard.", "text")
    if found := refuse_long(raised.text, "What you heard"):
        raise Refused(found, "text")
    _refuse_odd_day(promise, today)


def _refuse_odd_day(promise: date, today: date) -> None:
    if not today < promise <= today + LONGEST_PROMISE:
        raise Refused("Promise an answer by a day from tomorrow on, within four months.", "promised_on")


def _zone() -> str:
    found = organisation()
    return found.zone if found else "UTC"


def _promise(insight: Insight, receiver: Person | None, promise: date, now: datetime) -> Commitment:
    """The promise is owed by the receiver; by HR until there is one."""
    owner = receiver or next(iter(active_hr()), None)
    today = wall(now, _zone()).date()
    window = window_for(CommitmentKind.promise, promise)
    label = CATEGORIES[InsightCategory(insight.category)].label
    return Commitment(
        kind=CommitmentKind.promise,
        title=f"Answer to what was passed on: {label[0].lower()}{label[1:]}",
        owner_id=owner.id if owner else None,
        team_id=insight.team_id,
        key=_key(insight),
        opens_on=min(max(window.opens_on, today), promise),
        due_on=promise,
        zone=_zone(),
    )


def _key(insight: Insight) -> str:
    return f"promise:insight:{insight.id}"


def acknowledge(insight: Insight, *, receiver: Person | None, promised_on: date, by: Person, now: datetime) -> None:
    """Says that it was read, who answers and by when; the promise follows. Raises Refused for an odd day."""
    _refuse_odd_day(promised_on, wall(now, _zone()).date())
    with writing():
        if insight.state is InsightState.told_back:
            raise Refused("This was answered already.")
        insight.state, insight.promised_on = InsightState.acknowledged, promised_on
        insight.receiver_id = receiver.id if receiver else None
        _move_promise(insight, receiver, promised_on, now)
        sentence = f"An insight was acknowledged; an answer is promised by {day_words(promised_on)}."
        note("acknowledge", "insight", insight.id, sentence, by=by, now=now)


def _move_promise(insight: Insight, receiver: Person | None, promised_on: date, now: datetime) -> None:
    known, wanted = commitment_keyed(_key(insight)), _promise(insight, receiver, promised_on, now)
    if known is None:
        db.session.add(wanted)
        return
    if known.due_on != wanted.due_on:
        known.opens_on, known.due_on = wanted.opens_on, wanted.due_on
        known.time_version += 1
    known.owner_id = wanted.owner_id


def tell_back(insight: Insight, answer: str, *, by: Person, now: datetime) -> None:
    """Tells the submitter what became of it; the promise is kept. Raises Refused without an answer."""
    if not answer.strip():
        raise Refused("Write what became of it, even if nothing could be done: that is an answer, too.", "answer")
    if found := refuse_long(answer, "The answer"):
        raise Refused(found, "answer")
    with writing():
        insight.state, insight.answer = InsightState.told_back, clean(answer)
        insight.told_back_on = wall(now, _zone()).date()
        promise = commitment_keyed(_key(insight))
        if promise is not None:
            owed.done(promise, by, now)
        note(
            "tell back",
            "insight",
            insight.id,
            "The submitter of an insight was told what became of it.",
            by=by,
            now=now,
        )
