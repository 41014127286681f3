"""Finding what nobody takes care of: one question for each kind, however much there is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from planner.domain.balance import Dated, empty_weeks
from planner.domain.instants import wall
from planner.domain.intakes import Training, unprepared
from planner.domain.orphans import EMPTY_WEEKS_AHEAD, LAUNCH_DAYS_AHEAD, Orphan, OrphanKind
from planner.domain.outcomes import CATEGORIES, InsightCategory
from planner.domain.states import OPEN_COMMITMENT_STATES, CommitmentKind
from planner.domain.weeks import WEEK, monday_of
from planner.models.base import db
from planner.models.commitments import Commitment, given_back, standing
from planner.models.events import Event
from planner.models.floor_visits import FloorVisit
from planner.models.insight_routes import intake_of, routes
from planner.models.insights import Insight, InsightState, without_receiver
from planner.models.launches import Launch
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.programs import Program, current_program
from planner.models.promises import adrift
from planner.models.teams import Team, active_teams
from planner.models.touch_points import TouchPoint

MOST_INSIGHTS = 200


@dataclass(frozen=True)
class _Day:
    """Today, and the program that it belongs to."""

    today: date
    program: Program | None


def orphans(now: datetime) -> list[Orphan]:
    """Everything that nobody takes care of, by kind in the order of `OrphanKind`."""
    program = current_program(now.date())
    day = _Day(wall(now, program.zone).date() if program else now.date(), program)
    return [found for kind in OrphanKind for found in _FINDERS[kind](day)]


def _nobody(column: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Nobody, or somebody who was deactivated."""
    gone = select(Person.id).where(Person.deactivated_at.is_not(None))
    return or_(column.is_(None), column.in_(gone))


def _promises(_day: _Day) -> Iterator[Orphan]:
    for one in adrift():
        owner = one.commitment.owner
        why = "nobody owes it" if owner is None else f"{owner.name} left" if not owner.active else "handed back"
        yield Orphan(OrphanKind.promise, one.commitment.title, f"{why}, due {one.commitment.due_on:%d %b}", one.id)


def _insights(_day: _Day) -> Iterator[Orphan]:
    for one in without_receiver(MOST_INSIGHTS):
        yield Orphan(OrphanKind.insight, one.text[:120], CATEGORIES[InsightCategory(one.category)].label, one.id)


def _unread(day: _Day) -> Iterator[Orphan]:
    question = select(Insight).options(joinedload(Insight.receiver)).where(
        Insight.acknowledge_by < day.today, Insight.state == InsightState.new, Insight.merged_into_id.is_(None)
    )  # fmt: skip
    for one in db.session.scalars(question.order_by(Insight.acknowledge_by)):
        yield Orphan(OrphanKind.unread, one.text[:120], one.receiver.name if one.receiver else "", one.id)


def _categories(_day: _Day) -> Iterator[Orphan]:
    known = routes()
    for key, category in CATEGORIES.items():
        route = known.get(str(key))
        if route is None or not route.receiver.active:
            yield Orphan(OrphanKind.category, category.label, f"{route.receiver.name} left" if route else "")


def _policies(_day: _Day) -> Iterator[Orphan]:
    for number, name in db.session.execute(
        _named(Policy.id, Policy.name, Policy.active.is_(True), _nobody(Policy.owner_id))
    ):
        yield Orphan(OrphanKind.policy, name, thing=number)


def _named(
    number: InstrumentedAttribute[int], name: InstrumentedAttribute[str], *conditions: ColumnElement[bool]
) -> Select[int, str]:
    return select(number, name).where(*conditions).order_by(name)


def _touch_points(_day: _Day) -> Iterator[Orphan]:
    found = _named(TouchPoint.id, TouchPoint.name, TouchPoint.active.is_(True), _nobody(TouchPoint.owner_id))
    for number, name in db.session.execute(found):
        yield Orphan(OrphanKind.touch_point, name, thing=number)


def _tasks(_day: _Day) -> Iterator[Orphan]:
    question = (
        select(Commitment)
        .options(joinedload(Commitment.owner))
        .where(standing(), Commitment.state.in_(OPEN_COMMITMENT_STATES), _nobody(Commitment.owner_id))
        .where(Commitment.kind != CommitmentKind.promise)
        .order_by(Commitment.due_on, Commitment.id)
    )
    for one in db.session.scalars(question):
        who = f"{one.owner.name} left" if one.owner else "nobody owes it"
        yield Orphan(OrphanKind.task, one.title, f"{who}, due {one.due_on:%d %b}", one.event_id or 0)


def _visits(day: _Day) -> Iterator[Orphan]:
    for one in given_back(day.today):
        yield Orphan(OrphanKind.visit, one.title, f"{one.reason} (due {one.due_on:%d %b})", one.event_id or 0)


def _unvisited(_day: _Day) -> Iterator[Orphan]:
    seen = set(db.session.scalars(select(FloorVisit.team_id).distinct()))
    for team in active_teams():
        if team.id not in seen:
            yield Orphan(OrphanKind.unvisited, team.name, f"{team.site.name}, {team.shift.name}", team.id)


def _leads(_day: _Day) -> Iterator[Orphan]:
    for number, name in db.session.execute(_named(Team.id, Team.name, Team.active.is_(True), _nobody(Team.lead_id))):
        yield Orphan(OrphanKind.lead, name, thing=number)


def _assistants(_day: _Day) -> Iterator[Orphan]:
    left = select(Person.id).where(Person.deactivated_at.is_not(None))
    question = select(Leader).options(joinedload(Leader.person), joinedload(Leader.assistant))
    question = question.join(Person, Person.id == Leader.person_id).where(Person.deactivated_at.is_(None))
    for leader in db.session.scalars(question.where(Leader.assistant_id.in_(left)).order_by(Person.name)):
        name = leader.assistant.name if leader.assistant else ""
        yield Orphan(OrphanKind.assistant, leader.person.name, f"{name} left", leader.person_id)


def _weeks(day: _Day) -> Iterator[Orphan]:
    if day.program is None:
        return
    first = max(monday_of(day.today), day.program.starts_on)
    last = min(first + EMPTY_WEEKS_AHEAD * WEEK, day.program.ends_on)
    question = select(Event.wall_start).where(Event.program_id == day.program.id, Event.cancelled.is_(False))
    dated = [Dated(start.date()) for start in db.session.scalars(question)]
    for monday in empty_weeks(dated, first, last) if first <= last else []:
        yield Orphan(OrphanKind.week, f"Week of {monday:%d %B}", thing=day.program.id)


def _intakes(day: _Day) -> Iterator[Orphan]:
    intake = intake_of(day.program.id) if day.program else None
    if intake is None:
        return
    event = intake.training
    training = Training(event.wall_start.date(), event.cancelled) if event is not None else None
    sentence = unprepared(intake.opens_on, training)
    if sentence:
        yield Orphan(OrphanKind.intake, sentence, f"opens {intake.opens_on:%d %b}")


def _launches(day: _Day) -> Iterator[Orphan]:
    last = day.today + timedelta(days=LAUNCH_DAYS_AHEAD)
    question = select(Launch).options(selectinload(Launch.briefings))
    question = question.where(Launch.launch_on.between(day.today, last), Launch.off.is_(False))
    for one in db.session.scalars(question.order_by(Launch.launch_on)):
        if not any(not event.cancelled for event in one.briefings):
            yield Orphan(OrphanKind.launch, one.name, f"{one.launch_on:%d %b}", one.id)


_FINDERS: dict[OrphanKind, Callable[[_Day], Iterator[Orphan]]] = {
    OrphanKind.promise: _promises,
    OrphanKind.insight: _insights,
    OrphanKind.unread: _unread,
    OrphanKind.category: _categories,
    OrphanKind.policy: _policies,
    OrphanKind.touch_point: _touch_points,
    OrphanKind.task: _tasks,
    OrphanKind.visit: _visits,
    OrphanKind.unvisited: _unvisited,
    OrphanKind.lead: _leads,
    OrphanKind.assistant: _assistants,
    OrphanKind.week: _weeks,
    OrphanKind.intake: _intakes,
    OrphanKind.launch: _launches,
}
