"""What the ladders can reach: commitments and published events with a step that may be due and has no row yet.

The database leaves out what has its row already, so that a tick with nothing due stays quick however long the past grows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, cast, exists, literal, or_, select, union_all
from sqlalchemy import String as SqlString
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from planner.domain.instants import ONE_DAY
from planner.domain.ladders import NUDGE_USEFUL_FOR, Anchor, Step
from planner.domain.states import CommitmentState
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import Event, PublishedEvent
from planner.models.messages import Message
from planner.models.portions import portions
from planner.models.programs import Program
from planner.models.sites import Holiday

OWED = (CommitmentState.open, CommitmentState.late, CommitmentState.missed)
"""Missed commitments are in reach too: the last step of a ladder says that they were missed."""

_LATE_SLACK = NUDGE_USEFUL_FOR + timedelta(days=10)
"""How long after its nominal day a nudge may still be due: a week of use, and a stretch of closed days before it."""


@dataclass(frozen=True)
class Window:
    """Days on which a step's anchor may lie; `first` is None for no limit."""

    first: date | None
    last: date


@dataclass(frozen=True)
class Reach:
    """What is asked for: steps due from `today` to `last`; a reminder for any day up to `shut_until` may move back to `last`."""

    today: date
    last: date
    shut_until: date


def reach_from(now: datetime, ahead: timedelta = timedelta(0)) -> Reach:
    """The reach of a tick at `now`, or of a look some days ahead."""
    last = (now + ahead).date()
    return Reach(now.date(), last, closed_everywhere_until(last))


def window_of(step: Step, reach: Reach) -> Window:
    """Anchor days for which `step` may be due within the reach, a day wider at both ends than any zone needs."""
    hours = timedelta(days=-(-abs(step.hours) // 24))
    nominal = timedelta(days=step.days)
    if step.is_reminder:
        first = None if step.anchor is Anchor.opens else reach.today - ONE_DAY
        last = reach.shut_until if step.workdays_only else reach.last + ONE_DAY
        return Window(first, last - nominal + hours)
    return Window(reach.today - nominal - _LATE_SLACK - hours, reach.last + ONE_DAY - nominal + hours)


def closed_everywhere_until(today: date) -> date:
    """The last day of which a reminder can have moved back to tomorrow or earlier, over weekends and any site's holidays."""
    question = select(Holiday.day).where(
        Holiday.day > today, Holiday.day <= today + timedelta(days=30), Holiday.observed.is_(True)
    )
    holidays = set(db.session.scalars(question))
    day = today + ONE_DAY
    while (day + ONE_DAY).weekday() > 4 or day + ONE_DAY in holidays:
        day += ONE_DAY
    return day


def commitment_steps(steps: Mapping[str, Iterable[Step]], reach: Reach) -> dict[int, set[int]]:
    """Commitments with their steps (by position) that may be due and have no row."""
    questions = [
        _commitments_for(about, step, window_of(step, reach), reach)
        for about, ladder in steps.items()
        if about != "event"
        for step in ladder
    ]
    return _by_thing(questions)


def event_steps(steps: Iterable[Step], reach: Reach) -> dict[int, set[int]]:
    """Published events with their steps (by position) that may be due and have no row."""
    return _by_thing([_events_for(step, window_of(step, reach)) for step in steps])


def _by_thing(questions: list[Select[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    if questions:
        for thing, step in db.session.execute(union_all(*questions)):
            found.setdefault(thing, set()).add(step)
    return found


def _commitments_for(about: str, step: Step, window: Window, reach: Reach) -> Select[int, int]:
    question = select(Commitment.id, literal(step.position)).where(
        Commitment.kind == about,
        Commitment.state.in_(OWED),
        Commitment.withdrawn.is_(False),
        or_(Commitment.snoozed_until.is_(None), Commitment.snoozed_until <= reach.last + ONE_DAY),
        ~_has_row("commitment", Commitment.id, Commitment.time_version, step),
    )
    if step.anchor in (Anchor.starts, Anchor.ends):
        column = PublishedEvent.starts_at if step.anchor is Anchor.starts else PublishedEvent.ends_at
        question = question.join(PublishedEvent, PublishedEvent.event_id == Commitment.event_id)
        return question.where(PublishedEvent.cancelled.is_(False), *_between(column, window))
    if step.anchor is Anchor.opens:
        return question.where(Commitment.opens_on <= window.last, Commitment.due_on >= reach.today - ONE_DAY)
    limits = [Commitment.due_on <= window.last]
    if window.first is not None:
        limits.append(Commitment.due_on >= window.first)
    return question.where(*limits)


def _events_for(step: Step, window: Window) -> Select[int, int]:
    column = PublishedEvent.ends_at if step.anchor is Anchor.ends else PublishedEvent.starts_at
    return (
        select(PublishedEvent.event_id, literal(step.position))
        .join(Event, Event.id == PublishedEvent.event_id)
        .where(
            PublishedEvent.cancelled.is_(False),
            Event.outcome.is_(None),
            ~_has_row("event", PublishedEvent.event_id, PublishedEvent.sequence, step),
            *_between(column, window),
        )
    )


def _between(column: InstrumentedAttribute[datetime], window: Window) -> list[ColumnElement[bool]]:
    last = datetime.combine(window.last + ONE_DAY, time(), UTC)
    limits = [column < last + timedelta(hours=14)]
    if window.first is not None:
        limits.append(column >= datetime.combine(window.first, time(), UTC) - timedelta(hours=14))
    return limits


def _has_row(
    about: str, number: InstrumentedAttribute[int], time_version: InstrumentedAttribute[int], step: Step
) -> ColumnElement[bool]:
    return exists().where(
        and_(
            Message.about == about,
            Message.about_id == number,
            Message.time_version == time_version,
            Message.step == cast(literal(str(step.position)), SqlString(40)),
        )
    )


def commitments_with(ids: Iterable[int]) -> list[Commitment]:
    """Commitments with their teams and owners, in order of number."""
    question = (
        select(Commitment)
        .options(selectinload(Commitment.team), selectinload(Commitment.owner))
        .order_by(Commitment.id)
    )
    parts = (question.where(Commitment.id.in_(part)) for part in portions(ids))
    return [row for part in parts for row in db.session.scalars(part)]


def sponsors() -> dict[int, int]:
    """The sponsor of each program that has one."""
    rows = db.session.execute(select(Program.id, Program.sponsor_id)).all()
    return {program: sponsor for program, sponsor in rows if sponsor is not None}
