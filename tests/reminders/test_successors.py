"""Whoever takes over a visit after its brief has gone gets one, once; and a team's chat hears of a swap, once for each visit."""

from datetime import timedelta

import pytest

from planner.actions.commitments import delegate
from planner.actions.ladders import ship_ladders
from planner.actions.leaders import LeaderFacts, save_leader
from planner.actions.visit_swaps import swap
from planner.domain.states import LeaderLevel
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import Event
from planner.models.messages import Message
from planner.models.people import Person
from planner.reminders.due import tick
from planner.reminders.placing import Kindness
from tests.calendars import TUESDAY, Put, make_program, visit_owed
from tests.cast import Cast
from tests.conftest import NOW
from tests.reminders.test_team_posts import posts, with_chat
from tests.scenes import scene


@pytest.fixture
@scene
def visits(cast: Cast) -> list[Event]:
    """One of Elif, one of Nils, both with Billing."""
    facts = LeaderFacts(
        LeaderLevel.manager, cast.tampa, visits_least=0, visits_owed=2, visits_most=6, assistant=cast.ravi
    )
    save_leader(cast.nils, facts, by=cast.hana, now=NOW)
    put = Put(make_program(cast), cast.hana)
    made = [
        put.visit(TUESDAY, cast.billing, cast.elif_),
        put.visit(TUESDAY + timedelta(days=2), cast.billing, cast.nils),
    ]
    put.publish()
    with writing():
        ship_ladders()
    return made


def told(owed: Commitment, person: Person) -> list[str]:
    question = db.session.query(Message).filter_by(about="commitment", about_id=owed.id, recipient_id=person.id)
    return [row.name for row in question.order_by(Message.id)]


def test_who_takes_over_after_the_brief_gets_one_and_the_ladder_goes_on(visits: list[Event], cast: Cast) -> None:
    owed = visit_owed(visits[0])
    tick(NOW, Kindness())
    briefed = told(owed, cast.elif_)
    delegate(owed, cast.nils, cast.hana, NOW)
    tick(NOW + timedelta(minutes=1), Kindness())
    assert ("visit-brief" in briefed, told(owed, cast.nils)) == (True, ["visit-brief"])
    tick(visits[0].starts_at - timedelta(hours=13), Kindness())
    assert told(owed, cast.nils).count("visit-tomorrow") == 1


def test_who_takes_over_after_the_eve_gets_the_brief(visits: list[Event], cast: Cast) -> None:
    owed, eve = visit_owed(visits[0]), visits[0].starts_at - timedelta(hours=15)
    tick(eve, Kindness())
    assert "visit-tomorrow" in told(owed, cast.elif_)
    delegate(owed, cast.nils, cast.hana, eve)
    tick(eve + timedelta(minutes=1), Kindness())
    [row] = db.session.query(Message).filter_by(about_id=owed.id, recipient_id=cast.nils.id, about="commitment")
    assert (row.name, row.due_at, row.expires_at) == ("visit-brief", eve, visits[0].starts_at)


def test_there_and_back_again_briefs_nobody_twice(visits: list[Event], cast: Cast) -> None:
    owed = visit_owed(visits[0])
    tick(NOW, Kindness())
    for person in (cast.nils, cast.elif_, cast.nils):
        delegate(owed, person, cast.hana, NOW)
    assert (told(owed, cast.nils), told(owed, cast.elif_).count("visit-brief")) == (["visit-brief"], 1)


def test_before_anybody_was_briefed_nobody_is(visits: list[Event], cast: Cast) -> None:
    owed = visit_owed(visits[0])
    delegate(owed, cast.nils, cast.hana, NOW)
    assert told(owed, cast.nils) == []


def test_a_swap_is_posted_once_for_each_visit_and_briefs_both(visits: list[Event], cast: Cast) -> None:
    with_chat(cast.billing)
    tick(NOW, Kindness())
    swap(visit_owed(visits[0]), visit_owed(visits[1]), by=cast.hana, now=NOW)
    assert posts() == [("event-moved", "pending"), ("event-moved", "pending")]
    assert [told(visit_owed(visits[0]), cast.nils), told(visit_owed(visits[1]), cast.elif_)] == [["visit-brief"]] * 2
