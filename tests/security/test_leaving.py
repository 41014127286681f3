"""L3 and F4: whoever leaves is out at once, and all that they had in hand goes to somebody else in one step, who is told once."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from planner.actions.accounts import make_sign_in_link, use_sign_in_link
from planner.actions.feeds import make_feed
from planner.actions.leaving import leave
from planner.domain.leaving import GROUPS
from planner.domain.references import REFERENCES, Leaving
from planner.domain.refusals import Refused
from planner.domain.states import LeaderLevel, MessageState, Role
from planner.models.audit_chain import verify_chain
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.feeds import feeds_of
from planner.models.leaders import Leader
from planner.models.leaving import in_hand
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.sign_ins import sign_ins_of
from tests.browser.house import make_house
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.domain.times import naive
from tests.reminders.scenes import make_program, make_visit

ClientOf = Callable[[Person | None], FlaskClient]


def everything_to(person: Person) -> dict[str, Person]:
    return dict.fromkeys(GROUPS, person)


def test_l3_every_column_that_is_handed_over_stands_in_one_group() -> None:
    handed = sorted(one.column for one in REFERENCES if one.leaving is Leaving.hand_over)
    assert sorted(column for _, columns in GROUPS.values() for column in columns) == handed


def test_l3_nothing_open_is_left_with_somebody_who_left(app: Flask, cast: Cast, clock: StoppedClock) -> None:
    make_house(app, cast, clock)
    hana = db.session.get_one(Person, cast.hana.id)
    with writing():
        heir = Person(name="Ines Dorn", email="ines@example.org", role=Role.hr, site_id=hana.site_id)
        db.session.add(heir)
        db.session.flush()
        level = LeaderLevel.executive
        db.session.add(
            Leader(
                person=heir,
                level=level,
                home_id=cast.dublin.id,
                visits_least=0,
                visits_owed=9,
                visits_most=99,
                trips_most=99,
            )
        )
    leavers = [cast.elif_, cast.tomas, cast.ravi, cast.hana, cast.nils]
    assert [bool(in_hand(person.id, NOW)) for person in leavers] == [True] * 5
    for number in [person.id for person in leavers]:
        leave(db.session.get_one(Person, number), everything_to(heir), by=heir, now=NOW)
    assert {number: in_hand(number, NOW) for number in (p.id for p in leavers) if in_hand(number, NOW)} == {}
    assert verify_chain().faults == []


def test_l3_visits_go_to_a_leader_who_can_and_the_receiver_is_told_once(app: Flask, cast: Cast) -> None:
    program = make_program(sponsor=cast.elif_)
    for day in (16, 17, 18, 19, 23):
        make_visit(cast, start=naive(2027, 3, day, 10), program=program)
    with writing():
        visits = {"visits_least": 0, "visits_owed": 9, "visits_most": 20}
        db.session.add(Leader(person=cast.tomas, level=LeaderLevel.manager, home=cast.dublin, **visits))
    done = leave(cast.elif_, everything_to(cast.tomas), by=cast.hana, now=NOW)
    told = [
        row for row in db.session.scalars(select(Message).where(Message.recipient_id == cast.tomas.id)) if row.unsent
    ]
    leaders = set(db.session.scalars(select(PublishedEvent.leader_id)))
    owners = set(db.session.scalars(select(Commitment.owner_id)))
    assert ([row.name for row in told], leaders, owners) == (["handed-over"], {cast.tomas.id}, {cast.tomas.id})
    assert (told[0].facts["things"], done.left) == (done.to[cast.tomas.id], [])
    assert len(done.to[cast.tomas.id]) >= 6


def test_l3_what_nobody_can_take_is_said_and_is_an_orphan(app: Flask, cast: Cast) -> None:
    make_visit(cast, start=naive(2027, 3, 16, 10), program=make_program())
    done = leave(cast.elif_, everything_to(cast.hana), by=cast.hana, now=NOW)
    assert (len(done.left) > 0, in_hand(cast.elif_.id, NOW)) == (True, {})
    assert set(db.session.scalars(select(Commitment.owner_id))) == {None}


def test_l3_and_f4_access_ends_at_once(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.ana)
    make_feed(cast.ana, "person", str(cast.ana.id), now=NOW, by=cast.ana)
    link = make_sign_in_link(cast.ana, now=NOW)
    leave(cast.ana, {}, by=cast.hana, now=NOW)
    waiting = select(Message).where(Message.recipient_id == cast.ana.id, Message.state == MessageState.pending)
    left = [sign_ins_of(cast.ana.id), feeds_of(cast.ana), list(db.session.scalars(waiting))]
    assert (left, client.get("/account").status_code) == ([[], [], []], 302)
    with pytest.raises(Refused):
        use_sign_in_link(link, now=NOW)


def test_z7_the_last_one_in_hr_does_not_leave_and_nothing_is_handed_over(cast: Cast) -> None:
    with writing():
        cast.billing.lead = cast.hana
    with pytest.raises(Refused):
        leave(cast.hana, everything_to(cast.tomas), by=cast.hana, now=NOW)
    assert (cast.hana.active, cast.billing.lead_id) == (True, cast.hana.id)


def test_l3_the_page_gives_each_part_to_whom_it_is_said(cast: Cast, client_of: ClientOf) -> None:
    with writing():
        leader = db.session.get_one(Leader, cast.elif_.id)
        leader.assistant = cast.tomas
    client, address = client_of(cast.hana), f"/people/{cast.tomas.id}/leave"
    assert [words in client.get(address).text for words in ("Teams that they lead", "Leaders whom they assist")] == [
        True
    ] * 2
    assert client.post(address, data={"everything": "987654"}).status_code == 422
    client.post(address, data={"everything": cast.nils.id, "leaders": cast.ravi.id})
    assert (cast.tomas.active, cast.billing.lead_id, leader.assistant_id) == (False, cast.nils.id, cast.ravi.id)


def test_l3_only_hr_lets_somebody_go(cast: Cast, client_of: ClientOf) -> None:
    readers = (cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    assert {client_of(one).post(f"/people/{cast.nils.id}/leave").status_code for one in readers} == {403}
    assert cast.nils.active
