"""Insights: passing on what the front line knows, and answering by the day that was promised."""

from dataclasses import dataclass
from datetime import date, datetime

from planner.actions import promises
from planner.domain.instants import plus_workdays, wall
from planner.domain.moves import day_words
from planner.domain.outcomes import CATEGORIES, InsightCategory
from planner.domain.refusals import Refused
from planner.domain.text import clean, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.insights import Insight, InsightState
from planner.models.people import Person
from planner.models.promises import Promise, promise_about
from planner.models.teams import Team

PROMISED_WORKDAYS = 10
ABOUT = "insight"
"""What the ledger of promises calls them."""


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
    today = _today(now)
    promise = promised_on or default_promise(today)
    _refuse_odd(raised, promise, today)
    with writing():
        insight = Insight(
            category=str(raised.category),
            text=clean(raised.text),
            hurts=raised.hurts,
            touch_point=clean(raised.touch_point)[:120],
            team=team,
            submitter=submitter,
            receiver=receiver,
            floor_visit_id=floor_visit_id,
            promised_on=promise,
            made_at=now,
        )
        db.session.add(insight)
        db.session.flush()
        _promise(insight, submitter, now)
        note("pass on", "insight", insight.id, f"{submitter.name} passed on an insight.", by=submitter, now=now)
        return insight


def _refuse_odd(raised: Raised, promise: date, today: date) -> None:
    if not raised.text.strip():
        raise Refused("Say in a sentence what you heard.", "text")
    if found := refuse_long(raised.text, "What you heard"):
        raise Refused(found, "text")
    promises.refuse_odd_day(promise, today)


def _promise(insight: Insight, by: Person | None, now: datetime) -> Promise:
    """The promise is owed by the receiver; by HR until there is one."""
    label = CATEGORIES[InsightCategory(insight.category)].label
    return promises.promise(
        f"Answer to what was passed on: {label[0].lower()}{label[1:]}",
        about=ABOUT,
        about_id=insight.id,
        owner=insight.receiver,
        to=[insight.submitter] if insight.submitter else [],
        due_on=insight.promised_on or default_promise(_today(now)),
        team=insight.team,
        by=by,
        now=now,
    )


def _today(now: datetime) -> date:
    return wall(now, promises.home_zone()).date()


def acknowledge(insight: Insight, *, receiver: Person | None, promised_on: date, by: Person, now: datetime) -> None:
    """Says that it was read, who answers and by when; the promise follows. Raises Refused for an odd day."""
    promises.refuse_odd_day(promised_on, _today(now))
    with writing():
        if insight.state is InsightState.told_back:
            raise Refused("This was answered already.")
        insight.state, insight.promised_on = InsightState.acknowledged, promised_on
        insight.receiver = receiver
        _promise(insight, by, now)
        sentence = f"An insight was acknowledged; an answer is promised by {day_words(promised_on)}."
        note("acknowledge", "insight", insight.id, sentence, by=by, now=now)


def tell_back(insight: Insight, answer: str, *, by: Person, now: datetime) -> None:
    """Tells the submitter what became of it; the promise is kept. Raises Refused without an answer, or for a second one."""
    with writing():
        promise = promise_about(ABOUT, insight.id) or _promise(insight, by, now)
        promises.tell(promise, answer, by=by, now=now)
        insight.state, insight.answer, insight.told_back_on = InsightState.told_back, promise.words, promise.told_on
        sentence = "The submitter of an insight was told what became of it."
        note("tell back", "insight", insight.id, sentence, by=by, now=now)
