"""What is launched in the made-up year: one that agents know, one that nobody has told them of, one that callers told them first."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from planner.actions.demo import rule_stock as stock
from planner.actions.launches import BRIEFING_MINUTES, LaunchFacts, acknowledge, heard, plan_briefings, save_launch
from planner.actions.publish import publish_these
from planner.actions.put_on_calendar import Entry, add
from planner.actions.strategies import StrategyFacts, save_strategy
from planner.actions.touch_points import TouchPointFacts, reviewed, save_touch_point
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.models.base import db
from planner.models.events import Event
from planner.models.launches import Launch, launches_before, launches_from
from planner.models.people import Person
from planner.models.programs import program_with
from planner.models.teams import Team
from planner.models.touch_points import touch_point_named


def launch_things(teams: Sequence[Team], hr: Person, now: datetime) -> None:
    """In the running transaction."""
    chosen, day = list(teams)[:3], now.date()
    made = [
        save_launch(None, LaunchFacts(name, kind, day + timedelta(days=days), chosen, about, hr), by=hr, now=now)
        for (name, kind, about), days in zip(stock.LAUNCHES, (12, 30, -9), strict=True)
    ]
    _plan(made[1], hr, now)
    heard(made[2], chosen[0], day - timedelta(days=8), stock.HEARD, by=hr, now=now)


def brief_late(hr: Person, now: datetime) -> None:
    """The briefings of changed rules: those of the past took place, those to come are planned; most teams said that they know it."""
    made: list[Event] = []
    for launch in launches_before(now.date()):
        made += _took_place(launch, hr, now) if launch.decision_id is not None else []
    for program in {event.program_id for event in made}:
        ids = frozenset(event.id for event in made if event.program_id == program)
        publish_these(program, ids, by=hr, sentence="Briefings about changed rules.", now=now)
    for launch in launches_from(now.date()):
        if launch.decision_id is not None:
            _plan(launch, hr, now)


def _plan(launch: Launch, hr: Person, now: datetime) -> None:
    try:
        with db.session.begin_nested():
            plan_briefings(launch, by=hr, now=now)
    except Refused:  # too near, or no free quarter of an hour: the gate shows it red, as it would
        return


def _took_place(launch: Launch, hr: Person, now: datetime) -> list[Event]:
    made = []
    for number, team in enumerate(launch.teams):
        day = _workday_before(launch.launch_on, team)
        entry = Entry(
            EventKind.briefing,
            f"Briefing: {launch.name}",
            day,
            BRIEFING_MINUTES,
            time(team.shift.starts.hour, 30),
            team=team,
        )
        made.append(add(entry, by=hr, now=now))
        if number != 1 and team.lead is not None:
            acknowledge(launch, team, by=team.lead, now=now)
    launch.briefings.extend(made)
    return made


def _workday_before(day: date, team: Team) -> date:
    found = day - timedelta(days=2)
    while found.weekday() not in team.workdays:
        found -= timedelta(days=1)
    return found


def write_strategy(program_id: int, hr: Person, owner: Person, now: datetime) -> None:
    """Touch points with their last looks, and the strategy of the year; in the running transaction."""
    for number, (name, about, months) in enumerate(stock.TOUCH_POINTS):
        facts = TouchPointFacts(name, about, owner if number % 2 else hr, months)
        point = save_touch_point(touch_point_named(name), facts, by=hr, now=now)
        if number % 3:
            reviewed(point, now.date() - timedelta(days=40 * number + 30), by=hr, now=now)
    program = program_with(program_id)
    if program is not None:
        again = program.ends_on - timedelta(days=60)
        strategy = StrategyFacts(stock.STATEMENT, stock.ROLES, "loyalty", stock.WHO, owner, again, stock.SEGMENTS)
        save_strategy(program, strategy, by=hr, now=now)
