"""What the ladders can reach: commitments and published events with a step that may be due and has no row yet.

The database leaves out what has its row already, so that a tick with nothing due stays quick however long the past grows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    cast,
    exists,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy import String as SqlString
from sqlalchemy.orm import InstrumentedAttribute

from planner.domain.instants import ONE_DAY
from planner.domain.ladders import NUDGE_USEFUL_FOR, Anchor, Step
from planner.domain.states import CommitmentState
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import Event, PublishedEvent
from planner.models.messages import Message
from planner.models.programs import Program
from planner.models.sites import Holiday

OWED = (CommitmentState.open, CommitmentState.late, CommitmentState.missed)
"""Missed commitments are in reach too: the last step of a ladder says that they were missed."""

OF_EVENTS = frozenset({Anchor.starts, Anchor.ends})
"""The moments that an event has; the others are a commitment's."""
ANYWHERE = timedelta(hours=14)
"""No zone is further from UTC."""

_Question = CompoundSelect[int, int]
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
    asked = tuple((about, step) for about, ladder in steps.items() if about != "event" for step in ladder)
    return _by_thing(_of_commitments(asked), (step for _, step in asked), reach)


def event_steps(steps: Iterable[Step], reach: Reach) -> dict[int, set[int]]:
    """Published events with their steps (by position) that may be due and have no row. An event has no window and no due day."""
    asked = tuple(step for step in steps if step.anchor in OF_EVENTS)
    return _by_thing(_of_events(asked), asked, reach)


def _by_thing(question: _Question | None, steps: Iterable[Step], reach: Reach) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    if question is not None:
        limits = {name: limit for step in steps for name, limit in _limits(step, reach).items()}
        limits |= {"yesterday": reach.today - ONE_DAY, "awake": reach.last + ONE_DAY}
        for thing, step in db.session.execute(question, limits):
            found.setdefault(thing, set()).add(step)
    return found


def _limits(step: Step, reach: Reach) -> dict[str, date | datetime]:
    """The values of the names in a step's question: its window, in instants where the anchor is one."""
    window = window_of(step, reach)
    last, first = window.last, window.first or window.last
    if step.anchor not in OF_EVENTS:
        return {f"first_{step.position}": first, f"last_{step.position}": last}
    return {
        f"first_{step.position}": datetime.combine(first, time(), UTC) - ANYWHERE,
        f"last_{step.position}": datetime.combine(last + ONE_DAY, time(), UTC) + ANYWHERE,
    }


@lru_cache(maxsize=32)
def _of_commitments(asked: tuple[tuple[str, Step], ...]) -> _Question | None:
    """Written once for the ladders as they are: to write it took longer than to answer it."""
    return union_all(*(_commitments_for(about, step) for about, step in asked)) if asked else None


@lru_cache(maxsize=32)
def _of_events(steps: tuple[Step, ...]) -> _Question | None:
    return union_all(*map(_events_for, steps)) if steps else None


def _commitments_for(about: str, step: Step) -> Select[int, int]:
    question = select(Commitment.id, literal(step.position)).where(
        Commitment.kind == about,
        Commitment.state.in_(OWED),
        Commitment.withdrawn.is_(False),
        or_(Commitment.snoozed_until.is_(None), Commitment.snoozed_until <= bindparam("awake")),
        ~_has_row("commitment", Commitment.id, Commitment.time_version, step),
    )
    first: BindParameter[date] = bindparam(f"first_{step.position}")
    last: BindParameter[date] = bindparam(f"last_{step.position}")
    if step.anchor in OF_EVENTS:
        in_time = select(PublishedEvent.event_id).where(PublishedEvent.cancelled.is_(False), *_between(step))
        return question.where(Commitment.event_id.in_(in_time))
    if step.anchor is Anchor.opens:
        return question.where(Commitment.opens_on <= last, Commitment.due_on >= bindparam("yesterday"))
    return question.where(Commitment.due_on <= last, Commitment.due_on >= first)


def _events_for(step: Step) -> Select[int, int]:
    return (
        select(PublishedEvent.event_id, literal(step.position))
        .join(Event, Event.id == PublishedEvent.event_id)
        .where(
            PublishedEvent.cancelled.is_(False),
            Event.outcome.is_(None),
            ~_has_row("event", PublishedEvent.event_id, PublishedEvent.sequence, step),
            *_between(step),
        )
    )


def _between(step: Step) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    column = PublishedEvent.starts_at if step.anchor is Anchor.starts else PublishedEvent.ends_at
    return column < bindparam(f"last_{step.position}"), column >= bindparam(f"first_{step.position}")


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


def sponsors() -> dict[int, int]:
    """The sponsor of each program that has one."""
    rows = db.session.execute(select(Program.id, Program.sponsor_id)).all()
    return {program: sponsor for program, sponsor in rows if sponsor is not None}
