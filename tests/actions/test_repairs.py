"""Repairs: what something that happened makes impossible, the least change around it, and deciding upon it in one step."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from planner.actions.absences import add_absence
from planner.actions.generate import generate_now
from planner.actions.publish import publish
from planner.actions.repairs import changes_of, look, publish_repair
from planner.domain.kinds import EventKind
from planner.models import drafts
from planner.models.base import db
from planner.models.events import PLACEMENT, Event, PublishedEvent
from planner.models.leaders import leader_of
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.repairs import RepairState
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.year import Size, make_year


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    """Published in November, two months of it over by the clock."""
    program = make_year(cast, clock.now(), size=Size(teams=2, leaders=3, policies=2), start=date(2027, 1, 1))
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    publish(program.id, by=cast.hana, now=clock.now())
    return program


def _places() -> dict[int, tuple[object, ...]]:
    rows = db.session.scalars(select(PublishedEvent).order_by(PublishedEvent.event_id))
    return {row.event_id: tuple(getattr(row, name) for name in PLACEMENT) for row in rows}


def _visit_of(program: Program, person: Person, after: date) -> Event:
    return next(
        event for event in drafts.draft_events(program.id)
        if event.kind is EventKind.floor_visit and event.leader_id == person.id and event.wall_start.date() >= after
    )  # fmt: skip


def _in(event: Event, first: date, days: int) -> bool:
    return event.kind is EventKind.floor_visit and first <= event.wall_start.date() <= first + timedelta(days=days)


def _away(cast: Cast, person: Person, first: date, days: int, clock: StoppedClock) -> None:
    leader = leader_of(person)
    assert leader is not None
    add_absence(leader, first, first + timedelta(days=days), by=cast.hana, now=clock.now(), reason="leave")


def test_an_absence_that_touches_nothing_offers_nothing(program: Program, cast: Cast, clock: StoppedClock) -> None:
    assert look("Elif Kaya is away.", by=cast.hana, now=clock.now()) is None


def test_the_visits_of_an_absence_go_elsewhere_and_nothing_else_moves(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    visit = _visit_of(program, cast.elif_, date(2027, 3, 16))
    before = _places()
    first = visit.wall_start.date() - timedelta(days=1)
    _away(cast, cast.elif_, first, 2, clock)
    repair = look("Elif Kaya is away.", by=cast.hana, now=clock.now())
    assert repair is not None
    affected = {
        event.id
        for event in drafts.draft_events(program.id)
        if event.leader_id == cast.elif_.id and _in(event, first, 2)
    }
    assert (repair.state, repair.unmended) == (RepairState.ready, [])
    assert {change.event for change in changes_of(repair)} == affected
    assert {one["event"] for one in repair.standing} == affected
    version = publish_repair(repair.id, by=cast.hana, now=clock.now())
    assert version is not None
    after = _places()
    assert {number for number in after if after[number] != before.get(number)} == affected
    assert look("Again.", by=cast.hana, now=clock.now()) is None
