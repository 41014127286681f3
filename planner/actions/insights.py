"""Insights: passing on what the front line knows, named or not, and answering everybody who said the same by the day promised."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.actions import commitments as owed
from planner.actions import promises
from planner.domain.insights import ACTIVE_WITHIN_DAYS, VALUES, Light, team_shown
from planner.domain.instants import plus_workdays
from planner.domain.moves import day_words
from planner.domain.outcomes import CATEGORIES, InsightCategory
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind, CommitmentState
from planner.domain.text import clean, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import Commitment, commitment_keyed
from planner.models.insight_routes import route_of
from planner.models.insights import Insight, InsightState
from planner.models.people import Person
from planner.models.promises import Promise, promise_about
from planner.models.readers import home_day, home_zone
from planner.models.shifts import Shift
from planner.models.teams import Team
from planner.models.voices import active_members

PROMISED_WORKDAYS = 10
TITLE_SHOWN = 90
"""So much of what was said stands in the title of the promise."""
ABOUT = "insight"
"""What the ledger of promises calls them."""


@dataclass(frozen=True)
class Raised:
    """What somebody passes on. `hurts` False means that it is good news or a chance.

    The last four are for an issue on a visit: who owns it, by when people hear, and a light with its reason when it is settled on the spot.
    """

    text: str
    category: InsightCategory
    hurts: bool = True
    touch_point: str = ""
    receiver: Person | None = None
    promised_on: date | None = None
    light: Light = Light.yellow
    reason: str = ""


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
    to: Sequence[Person] | None = None,
    unnamed: int = 0,
) -> Insight:
    """Writes an insight down, sends it to its receiver and promises an answer by a day. Raises Refused without words, or for an odd day.

    `to` and `unnamed` are who waits to hear; the submitter when they are left out.
    """
    insight = _new(raised, team, now, receiver or raised.receiver, promised_on or raised.promised_on)
    insight.submitter, insight.floor_visit_id = submitter, floor_visit_id
    sentence = f"{submitter.name} passed on an insight."
    return _take_in(insight, submitter, sentence, [submitter] if to is None else to, unnamed, now)


def pass_on_unnamed(raised: Raised, *, team: Team | None, shift: Shift | None, now: datetime) -> tuple[Insight, str]:
    """The same without a name, and the receipt's secret with which whoever has it reads the answer. A small or quiet team is not kept."""
    lately = now - timedelta(days=ACTIVE_WITHIN_DAYS)
    shown = team if team is not None and team_shown(team.size, active_members(team.id, lately)) else None
    insight = _new(raised, shown, now, None, None)
    secret = secrets.token_urlsafe(18)
    insight.anonymous, insight.receipt = True, receipt_of(secret)
    insight.shift = shift or (team.shift if team else None)
    return _take_in(insight, None, "Somebody passed on an insight without a name.", [], 1, now), secret


def receipt_of(secret: str) -> str:
    """What is kept of a receipt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _new(
    raised: Raised, team: Team | None, now: datetime, receiver: Person | None, promised_on: date | None
) -> Insight:
    today = home_day(now)
    promise = promised_on or default_promise(today)
    _refuse_odd(raised, promise, today)
    route = route_of(str(raised.category)) if receiver is None else None
    receiver = route.receiver if route is not None and route.receiver.active else receiver
    return Insight(
        category=str(raised.category),
        text=clean(raised.text),
        hurts=raised.hurts,
        touch_point=clean(raised.touch_point)[:120],
        team=team,
        shift=team.shift if team else None,
        receiver=receiver,
        acknowledge_by=plus_workdays(today, route.workdays, ()) if route and receiver else None,
        promised_on=promise,
        made_at=now,
    )


def _take_in(
    insight: Insight, by: Person | None, sentence: str, to: Sequence[Person], unnamed: int, now: datetime
) -> Insight:
    with writing():
        db.session.add(insight)
        db.session.flush()
        _promise(insight, by, now, to, unnamed)
        _ask_to_acknowledge(insight, now)
        note("pass on", "insight", insight.id, sentence, by=by, now=now)
        return insight


def _refuse_odd(raised: Raised, promise: date, today: date) -> None:
    if not raised.text.strip():
        raise Refused("Say in a sentence what you heard.", "text")
    if found := refuse_long(raised.text, "What you heard"):
        raise Refused(found, "text")
    if raised.light is not Light.yellow and not raised.reason.strip():
        word = "why it cannot be" if raised.light is Light.red else "what was done"
        raise Refused(f"{raised.light.capitalize()} needs words: say {word}.", "raised_reason")
    promises.refuse_odd_day(promise, today)


def _promise(
    insight: Insight, by: Person | None, now: datetime, to: Sequence[Person] = (), unnamed: int = 0
) -> Promise:
    """The promise is owed by the receiver; by HR until there is one."""
    return promises.promise(
        f"Answer: “{shorten(insight.text, TITLE_SHOWN)}”",
        about=ABOUT,
        about_id=insight.id,
        owner=insight.receiver,
        to=to,
        due_on=insight.promised_on or default_promise(home_day(now)),
        team=insight.team,
        by=by,
        now=now,
        unnamed=unnamed,
    )


def shorten(text: str, longest: int) -> str:
    """One line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]}…"


def _label(insight: Insight) -> str:
    label = CATEGORIES[InsightCategory(insight.category)].label
    return f"{label[0].lower()}{label[1:]}"


def _ask_to_acknowledge(insight: Insight, now: datetime) -> None:
    """A receiver whom the routing named says by a day that it was read."""
    if insight.receiver is None or insight.acknowledge_by is None:
        return
    asked = Commitment(
        kind=CommitmentKind.follow_up,
        title=f"Say that you read it: {_label(insight)}",
        owner_id=insight.receiver.id,
        team_id=insight.team_id,
        key=_acknowledgement(insight),
        opens_on=home_day(now),
        due_on=insight.acknowledge_by,
        zone=home_zone(),
    )
    db.session.add(asked)


def _acknowledgement(insight: Insight) -> str:
    return f"acknowledge:insight:{insight.id}"


def acknowledge(insight: Insight, *, receiver: Person | None, promised_on: date, by: Person, now: datetime) -> None:
    """Says that it was read, who answers and by when; the promise follows. Raises Refused for an odd day."""
    promises.refuse_odd_day(promised_on, home_day(now))
    with writing():
        _refuse_settled(insight)
        insight.state, insight.promised_on = InsightState.acknowledged, promised_on
        insight.receiver, insight.acknowledged_on = receiver, insight.acknowledged_on or home_day(now)
        _promise(insight, by, now)
        _let_acknowledgement_go(insight, by, now)
        sentence = f"An insight was acknowledged; an answer is promised by {day_words(promised_on)}."
        note("acknowledge", "insight", insight.id, sentence, by=by, now=now)


def _let_acknowledgement_go(insight: Insight, by: Person, now: datetime) -> None:
    asked = commitment_keyed(_acknowledgement(insight))
    if asked is not None and asked.state is not CommitmentState.done and not asked.withdrawn:
        owed.done(asked, by, now)


def _refuse_settled(insight: Insight) -> None:
    if insight.state is InsightState.told_back:
        raise Refused("This was answered already.")
    if insight.merged_into_id is not None:
        raise Refused("This is answered together with another one that says the same.")


def tell_back(insight: Insight, answer: str, *, by: Person, now: datetime, light: Light = Light.green) -> None:
    """Tells everybody who said it what became of it; the promises are kept. Raises Refused without an answer, or for a second one.

    `light` is green for what was done, red for what cannot be: then the answer is the reason.
    """
    with writing():
        _refuse_settled(insight)
        for one in [insight, *insight.merged]:
            promise = promise_about(ABOUT, one.id)
            if promise is None and one is insight:
                promise = _promise(insight, by, now, [insight.submitter] if insight.submitter else [])
            if promise is not None and promise.told_on is None:
                promises.tell(promise, answer, by=by, now=now)
            one.state, one.answer, one.told_back_on, one.light = (
                InsightState.told_back, clean(answer), home_day(now), light
            )  # fmt: skip
            _let_acknowledgement_go(one, by, now)
        sentence = "The submitter of an insight was told what became of it."
        note("tell back", "insight", insight.id, sentence, by=by, now=now)


def rate(insight: Insight, value: int | None, *, by: Person, now: datetime) -> None:
    """Says what an insight is worth, by `planner.domain.insights.VALUES`. Raises Refused for another number."""
    if value is not None and value not in VALUES:
        raise Refused("Choose one of the values.", "value")
    with writing():
        insight.value = value
        note("rate", "insight", insight.id, f"Worth: {VALUES[value] if value else 'not said'}.", by=by, now=now)
