"""Minutes off the phones in the problem that the generator gets, and in the year that it makes of it."""

from datetime import timedelta

import pytest

from planner.actions.events import EventFacts, NewPlace, add_event
from planner.actions.generate import generate_now
from planner.actions.problems import build
from planner.domain.kinds import EventKind
from planner.domain.weeks import week_index
from planner.models.base import writing
from planner.models.events import Event
from planner.models.off_phone import events_off_phone, minutes_by_week
from planner.models.programs import Program
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.scenes import scene
from tests.year import Size, make_year

CAP = 150


@pytest.fixture
@scene
def program(cast: Cast, clock: StoppedClock) -> Program:
    with writing():
        cast.dublin.off_phone_week, cast.billing.off_phone_week = 200, CAP
    return make_year(cast, clock.now(), size=Size(teams=2, leaders=2, policies=1))


def test_a_team_has_its_own_cap_else_its_sites_else_none(program: Program, cast: Cast, clock: StoppedClock) -> None:
    problem = build(program, clock.now()).problem
    caps = {team.id: team.off_phone_week for team in problem.teams}
    assert caps == {"Billing": CAP, "Night Care": None, "Team 00": 200, "Team 01": None}


def test_what_hr_put_by_hand_takes_of_the_cap(program: Program, cast: Cast, clock: StoppedClock) -> None:
    monday = program.starts_on + timedelta(days=14)
    start = clock.now().replace(tzinfo=None, year=monday.year, month=monday.month, day=monday.day, hour=10)
    facts = EventFacts("How to hear a smile", start, 45)
    add_event(NewPlace(program, EventKind.training, team=cast.billing), facts, by=cast.hana, now=clock.now())
    team = build(program, clock.now()).problem.team["Billing"]
    assert {week: minutes for week, minutes in enumerate(team.off_phone_used) if minutes} == {
        week_index(program.starts_on, monday): 45
    }


def test_the_generator_keeps_the_cap(program: Program, cast: Cast, clock: StoppedClock) -> None:
    done = generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    weeks = minutes_by_week([cast.billing], events_off_phone(Event, program.starts_on, program.ends_on))[
        cast.billing.id
    ]
    over = {monday: minutes for monday, minutes in weeks.items() if minutes > CAP}
    assert (over, done.result["rules_broken"]) == ({}, 0)
