"""A gap of the map offers places that break no rule, and one press plans one of them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from planner.actions.coverage_gaps import plan_visit, slots_for
from planner.actions.moves import objections_to
from planner.domain.refusals import Refused
from planner.domain.shifts import Shift, holds
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.leaders import Absence
from planner.models.people import Person
from planner.models.programs import Program
from tests.calendars import make_program
from tests.cast import Cast
from tests.conftest import NOW
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]
APRIL = date(2027, 4, 1)


@pytest.fixture
@scene
def program(cast: Cast) -> Program:
    return make_program(cast)


@pytest.mark.parametrize("name", ["billing", "night_care"])
def test_a_place_lies_in_the_month_and_the_shift_and_breaks_nothing(cast: Cast, program: Program, name: str) -> None:
    team = getattr(cast, name)
    [slot] = slots_for(team, APRIL, program, now=NOW)
    made = plan_visit(team, slot.leader.person, slot.start, program, by=cast.hana, now=NOW)
    assert (made.wall_start, made.leader, made.pinned) == (slot.start, cast.elif_, True)
    assert (objections_to(made, made.wall_start), made.wall_start.month) == ([], 4)
    shift = Shift(team.shift.starts, team.shift.ends)
    assert holds(made.starts_at, made.ends_at, shift, team.site.zone) is not None


def test_days_on_which_the_leader_is_away_are_not_offered(cast: Cast, program: Program) -> None:
    with writing():
        db.session.add(Absence(leader_id=cast.elif_.id, starts_on=APRIL, ends_on=date(2027, 4, 20)))
    [slot] = slots_for(cast.billing, APRIL, program, now=NOW)
    assert slot.start.date() > date(2027, 4, 20)


def test_a_month_that_is_over_offers_nothing(cast: Cast, program: Program) -> None:
    assert slots_for(cast.billing, date(2027, 2, 1), program, now=NOW) == []


def test_a_place_that_was_taken_meanwhile_is_refused_and_nothing_is_written(cast: Cast, program: Program) -> None:
    [slot] = slots_for(cast.billing, APRIL, program, now=NOW)
    plan_visit(cast.billing, cast.elif_, slot.start, program, by=cast.hana, now=NOW)
    with pytest.raises(Refused, match="taken meanwhile"):
        plan_visit(cast.billing, cast.elif_, slot.start, program, by=cast.hana, now=NOW)
    assert len(db.session.scalars(db.select(Event)).all()) == 1


def test_looking_for_places_leaves_nothing_behind(cast: Cast, program: Program) -> None:
    slots_for(cast.billing, APRIL, program, now=NOW)
    assert (list(db.session.new), db.session.scalar(db.select(Event.id))) == ([], None)


def test_hr_comes_from_the_map_and_plans_with_one_press(cast: Cast, program: Program, client_of: ClientOf) -> None:
    hana = client_of(cast.hana)
    address = f"/programs/{program.id}/gap?team={cast.billing.id}&amp;month=2027-04"
    assert address in hana.get(f"/programs/{program.id}/coverage").text
    page = hana.get(address.replace("&amp;", "&"))
    assert "Elif Kaya" in page.text
    [slot] = slots_for(cast.billing, APRIL, program, now=NOW)
    data = {"team": cast.billing.id, "month": "2027-04", "leader": cast.elif_.id, "start": slot.start.isoformat()}
    assert hana.post(f"/programs/{program.id}/gap", data=data).status_code == 302
    assert db.session.scalars(db.select(Event)).one().team == cast.billing
    again = hana.post(f"/programs/{program.id}/gap", data=data, follow_redirects=True)
    assert "taken meanwhile" in again.text


@pytest.mark.parametrize("month", ["", "2027-13", "soon"])
def test_a_month_that_is_none_is_not_found(cast: Cast, program: Program, client_of: ClientOf, month: str) -> None:
    path = f"/programs/{program.id}/gap?team={cast.billing.id}&month={month}"
    assert client_of(cast.hana).get(path).status_code == 404


@pytest.mark.parametrize("name", ["tomas", "elif_", "ravi", "ana", "vera"])
def test_only_hr_plans(cast: Cast, program: Program, client_of: ClientOf, name: str) -> None:
    path = f"/programs/{program.id}/gap?team={cast.billing.id}&month=2027-04"
    assert client_of(getattr(cast, name)).get(path).status_code == 403


def test_whoever_has_room_is_offered_first(cast: Cast, program: Program) -> None:
    from planner.actions.leaders import LeaderFacts, save_leader
    from planner.domain.states import LeaderLevel

    facts = LeaderFacts(LeaderLevel.manager, cast.dublin, visits_least=0, visits_owed=2, visits_most=6)
    save_leader(cast.tomas, facts, by=cast.hana, now=NOW)
    [first, second] = slots_for(cast.billing, APRIL, program, now=NOW)
    assert (first.leader.person, second.leader.person) == (cast.elif_, cast.tomas)
    plan_visit(cast.billing, cast.elif_, first.start + timedelta(days=32), program, by=cast.hana, now=NOW)
    assert slots_for(cast.billing, APRIL, program, now=NOW)[0].leader.person == cast.tomas
