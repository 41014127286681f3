"""What has happened in the made-up year so far: visits done and missed, people thanked, insights passed on and answered, rules decided."""

import random
from datetime import datetime, timedelta
from itertools import islice

from planner.actions import commitments as owed
from planner.actions.demo import stock
from planner.actions.events import record_outcome
from planner.actions.floor_visits import Visit, record_visit
from planner.actions.insights import Raised
from planner.actions.moves import move, offer_slots
from planner.actions.recognitions import Thanks, thank
from planner.domain.instants import wall
from planner.domain.kinds import EventKind
from planner.domain.outcomes import InsightCategory
from planner.domain.prompts import Purpose
from planner.domain.states import CommitmentKind, EventState
from planner.models.base import writing
from planner.models.commitments import Commitment, unsettled
from planner.models.drafts import draft_events
from planner.models.events import Event, events_over
from planner.models.people import Person
from planner.models.recognitions import Visibility

KEPT = 0.88
"""The share of what was due that was kept: enough to be believed, and enough left for the nudges."""

UNWRITTEN = 0.07
"""The share of visits that were only marked done: nobody wrote down what came of them."""

DRAFT_AFTER = timedelta(days=21)


def live_through(program_id: int, hr: Person, *, now: datetime, seed: int) -> None:
    """Everything until `now`, in one transaction, each thing recorded at the time at which it would have been."""
    draw = random.Random(seed)
    with writing():
        for event in events_over(program_id, before=now):
            _happen(event, hr, draw, now)
        for commitment in unsettled((now + timedelta(days=1)).date()):
            _prepare(commitment, draw, now)
    owed.sweep(now)
    _leave_a_draft(program_id, hr, now)


def _leave_a_draft(program_id: int, hr: Person, now: datetime) -> None:
    """Two events that HR has moved and not published, so that the draft has something to show."""
    coming = (
        event
        for event in draft_events(program_id)
        if event.kind is EventKind.recognition and event.starts_at > now + DRAFT_AFTER
    )
    for event in islice(coming, 2):
        for slot in offer_slots(event, 1, now=now):
            move(event, slot, hr, now)


def _happen(event: Event, hr: Person, draw: random.Random, now: datetime) -> None:
    if event.cancelled or event.all_day:
        return
    if event.kind is EventKind.floor_visit:
        _visit(event, draw, now)
    elif draw.random() < KEPT:
        record_outcome(event, EventState.done, by=_host(event, hr), now=event.ends_at + timedelta(hours=1))
        if event.kind is EventKind.recognition and draw.random() < 0.5:
            _thank(event, hr, draw)


def _host(event: Event, hr: Person) -> Person:
    return event.leader or (event.team.lead if event.team and event.team.lead else hr)


def _visit(event: Event, draw: random.Random, now: datetime) -> None:
    if event.team is None or event.leader is None or draw.random() > KEPT:
        return
    recorded = min(now, event.ends_at + timedelta(hours=3))
    if draw.random() < UNWRITTEN:
        record_outcome(event, EventState.done, by=event.leader, now=recorded)
        return
    raised = [_raised(draw)] if draw.random() < 0.35 else []
    visit = Visit(
        visited_on=event.wall_start.date(),
        shift=event.team.shift.name,
        minutes=event.minutes,
        remote=draw.random() < 0.15,
        nothing_raised=not raised,
        note=draw.choice(stock.BROUGHT_UP) if draw.random() < 0.6 else "",
        thanks=[_thanks(draw)] if draw.random() < 0.4 else [],
        raised=raised,
        listened=draw.random() < 0.5,
        purpose=str(draw.choice([*Purpose])) if draw.random() < 0.7 else "",
    )
    record_visit(visit, team=event.team, leader=event.leader, by=event.leader, now=recorded, event=event)


def _raised(draw: random.Random) -> Raised:
    category, text, touch_point = draw.choice(stock.INSIGHTS)
    if category == "market":
        text = draw.choice(stock.OF_THE_MARKET)
    return Raised(
        text=text, category=InsightCategory(category), hurts=category != "testimonial", touch_point=touch_point
    )


def _thanks(draw: random.Random) -> Thanks:
    behaviour, story, measure = draw.choice(stock.BEHAVIOURS)
    first = draw.choice(stock.FIRST_NAMES)
    visibility = draw.choice((Visibility.everyone, Visibility.team))
    nominator = draw.choice(stock.FIRST_NAMES) if draw.random() < 0.4 else ""
    return Thanks(
        names=first,
        behaviour=behaviour,
        story=f"{first} {story}.",
        measure=measure,
        visibility=visibility,
        nominator=nominator,
    )


def _thank(event: Event, hr: Person, draw: random.Random) -> None:
    day = wall(event.starts_at, event.zone).date()
    thank(
        _thanks(draw),
        giver=_host(event, hr),
        team=event.team,
        given_on=day,
        now=event.ends_at,
        event_id=event.id,
    )


def _prepare(commitment: Commitment, draw: random.Random, now: datetime) -> None:
    """Most tasks that fell due were done on their day; a few were let slip."""
    task = commitment.kind in (CommitmentKind.preparation, CommitmentKind.follow_up)
    if task and commitment.owner is not None and draw.random() < 0.95:
        closed = now.replace(year=commitment.due_on.year, month=commitment.due_on.month, day=commitment.due_on.day)
        owed.done(commitment, commitment.owner, min(now, closed))
